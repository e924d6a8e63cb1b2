"""An earlier state comes back as a new change, and goes round nobody."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from editorial.actions import (
    actors,
    articles,
    claims,
    curating,
    events,
    labels,
    reverting,
    suggestions,
)
from editorial.actions.claims import Hop, Passage
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Article, Claim, Evidence, NoClaim, Outlet, Tag, recorded_as
from kb.verify import verify
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


def now() -> datetime:
    return timezone.now()


def put_back(row: Any, at: datetime, by: Any = None) -> Suggestion | None:
    plan = reverting.look(row=row, at=at)
    found = reverting.put_back(
        row=row, at=at, by=by or publisher(), reason="Es war besser.", seen=plan.seen
    )
    row.refresh_from_db()
    return found


def losses(row: Any, at: datetime) -> str:
    return " ".join(reverting.look(row=row, at=at).losses)


def refused(row: Any, at: datetime, **said: str) -> str:
    plan = reverting.look(row=row, at=at)
    told = {"reason": "Es war besser.", "seen": plan.seen} | said
    with pytest.raises(ValidationError) as refusal:
        reverting.put_back(row=row, at=at, by=publisher(), **told)
    return " ".join(refusal.value.messages)


# --- Claims that are not public ----------------------------------------------------------------


def test_all_of_a_draft_comes_back_as_the_work_of_who_puts_it_back() -> None:
    article, speaker, minister = make_article(), make_actor(), make_actor()
    sentences = article.current_version.sentences
    claim = make_claim(
        status="draft",
        article=article,
        speaker=speaker,
        mode="indirect",
        hops=[
            Hop(minister, "direct", Passage(sentences.get(position=4), 0, 3)),
            Hop(speaker, "indirect"),
        ],
        passages=[Passage(sentences.get(position=4), 0, 9, note="Nur der Anfang.")],
        about=[minister],
        events=[make_event()],
        tags=["Brücken"],
        outcome="open",
        said_on="2025-12-01",
    )
    claim.refresh_from_db()
    then, said = now(), content(claim)
    other = sentences.get(position=5)
    claims.revise(
        claim=claim,
        by=editor(),
        text="Ganz anders.",
        kind="demand",
        said_on=None,
        speaker=minister,
        mode="direct",
        hops=[Hop(minister, "direct")],
        passages=[whole(other, "disputes")],
        dropped=list(claim.evidence.all()),
        article=make_article(),
    )
    labels.relabel(claim=claim, by=editor(), about=[speaker], events=[], tags=[])
    labels.note_outcome(claim=claim, by=editor(), outcome="failed")
    assert put_back(claim, then) is None
    assert content(claim) == said
    assert (claim.article, claim.outcome) == (article, "open")
    assert (claim.writer, claim.version) == (publisher(), 3)
    assert claim.evidence.get().note == "Nur der Anfang."
    row = Claim.history.filter(id=claim.pk).first()
    assert (row.history_user, row.history_change_reason) == (publisher(), "Es war besser.")
    assert not list(verify())


def test_of_a_claim_that_was_public_passages_come_back_beside_those_dropped() -> None:
    claim = make_claim(status="withdrawn")
    then, said = now(), content(claim)
    other = whole(claim.article.current_version.sentences.get(position=5))
    claims.revise(claim=claim, by=editor(), passages=[other], dropped=claim.evidence.live())
    put_back(claim, then)
    assert content(claim) == said
    assert [row.state for row in Evidence.objects.filter(claim=claim).order_by("pk")] == [
        "dropped",
        "dropped",
        "stands",
    ]
    assert claim.status == "withdrawn"
    assert not list(verify())


def test_steps_and_decisions_are_not_undone() -> None:
    claim = make_claim(status="draft")
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.")
    claims.submit(claim=claim, by=editor())
    assert "It stays “in review”" in losses(claim, then)
    put_back(claim, then)
    assert claim.status == "in_review"


def test_whoever_puts_back_does_not_publish() -> None:
    claim = make_claim(status="in_review")
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.")
    put_back(claim, then, by=publisher())
    with pytest.raises(ValidationError, match="own work"):
        claims.publish(claim=claim, by=publisher())


# --- Published claims --------------------------------------------------------------------------


def test_a_published_claim_is_only_ever_suggested_to_change() -> None:
    claim = make_claim()
    then, said = now(), content(claim)
    claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="Genauer.", text="Die Brücke hält."
    )
    labels.label(claim=claim, by=editor(), tags=["Brücken"])
    public = content(claim)
    made = put_back(claim, then, by=editor())
    assert content(claim) == public
    assert claim.version == 2
    assert made is not None
    assert made.content == said
    assert made.note.endswith("Es war besser.")
    with pytest.raises(ValidationError):
        suggestions.accept(suggestion=made, by=editor(), reason="Ja.")
    suggestions.accept(suggestion=made, by=publisher(), reason="Ja.")
    claim.refresh_from_db()
    assert content(claim) == said
    assert not list(verify())


def test_a_state_without_support_is_not_put_back_for_a_published_claim() -> None:
    claim = make_claim(status="draft", passages=[])
    then = now()
    sentence = claim.article.current_version.sentences.get(position=4)
    claims.revise(claim=claim, by=editor(), passages=[whole(sentence)])
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    assert "at least one passage that supports it" in refused(claim, then)


# --- What cannot come back ---------------------------------------------------------------------


def test_whom_somebody_was_merged_into_takes_the_place() -> None:
    one, other, event, meeting = make_actor("A"), make_actor("B"), make_event(), make_event()
    claim = make_claim(
        status="draft", speaker=one, mode="direct", about=[one], events=[event], tags=["Alt"]
    )
    then = now()
    speaker = make_actor()
    claims.revise(claim=claim, by=editor(), speaker=speaker, mode="indirect", hops=[])
    labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
    merge(one, other)
    merge(event, meeting)
    merge(Tag.objects.get(name="Alt"), Tag.objects.create(name="Neu"))
    assert "“A” was merged into “B”, which takes its place." in losses(claim, then)
    put_back(claim, then)
    says = content(claim)
    assert (says["speaker"], says["attribution"][0][0]) == (other.pk, other.pk)
    assert (says["about"], says["events"], says["tags"]) == ([other.pk], [meeting.pk], ["Neu"])


def test_a_passage_in_an_older_wording_stays_away_and_is_named() -> None:
    claim = make_claim(status="draft")
    article, old = claim.article, claim.evidence.get()
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.", dropped=[old])
    text = article.current_version.text.replace("sicher", "unsicher")
    correct(article, text)
    assert "stands in an older wording" in losses(claim, then)
    put_back(claim, then)
    assert claim.text != "Anders."
    assert content(claim)["evidence"] == []
    assert not list(verify())


def test_a_passage_that_waits_in_an_older_wording_stays() -> None:
    claim = make_claim(status="draft")
    then = now()
    text = claim.article.current_version.text.replace("sagte die", "sagte hier die")
    correct(claim.article, text)
    claims.revise(claim=claim, by=editor(), text="Anders.")
    put_back(claim, then)
    assert claim.evidence.get().state == "waiting"
    assert losses(claim, then) == ""


def test_a_passage_that_a_correction_carried_over_comes_back_where_it_is_now() -> None:
    claim = make_claim(status="draft")
    article, old = claim.article, claim.evidence.get()
    then = now()
    version = correct(article, article.current_version.text + " Ende.")
    sentence = version.sentences.get(position=4)
    new = claim.evidence.live().get()
    assert (new.replaces, new.sentence) == (old, sentence)
    claims.revise(claim=claim, by=editor(), text="Anders.")
    put_back(claim, then)
    assert claim.text != "Anders."
    assert claim.evidence.live().get() == new
    # Also when it was dropped meanwhile: the passage is where the correction found it.
    claims.revise(claim=claim, by=editor(), dropped=[new])
    put_back(claim, then)
    assert claim.evidence.live().get().sentence == sentence
    assert not list(verify())


def test_a_passage_in_a_sealed_article_stays_away() -> None:
    claim = make_claim(status="draft")
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.", dropped=claim.evidence.all())
    articles.seal(article=claim.article, by=publisher(), reason="Zurückgezogen.")
    assert "is sealed" in losses(claim, then)
    put_back(claim, then)
    assert claim.evidence.count() == 0


def test_a_judgement_is_lifted_where_a_passage_comes_back() -> None:
    claim = make_claim(status="draft")
    sentence, then = claim.evidence.get().sentence, now()
    claims.revise(claim=claim, by=editor(), dropped=claim.evidence.all())
    articles.judge(sentences=[sentence], by=editor(), reason="Leer.")
    put_back(claim, then)
    assert not NoClaim.objects.exists()
    assert not list(verify())


def test_cues_of_an_older_wording_are_left_out() -> None:
    speaker, article = make_actor(), make_article()
    sentence = article.current_version.sentences.get(position=4)
    hops = [Hop(speaker, "indirect", Passage(sentence, 0, 3))]
    claim = make_claim(status="draft", article=article, speaker=speaker, mode="indirect", hops=hops)
    then = now()
    claims.revise(claim=claim, by=editor(), mode="direct", hops=[])
    correct(article, "Die Brücke wackelt.")
    assert "“Die” stands in an older wording" in losses(claim, then)
    put_back(claim, then)
    assert content(claim)["attribution"] == [[speaker.pk, "indirect", None, None, None]]


# --- Refusals ----------------------------------------------------------------------------------


def test_a_preview_that_is_stale_is_refused() -> None:
    claim = make_claim(status="draft")
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.")
    seen = reverting.look(row=claim, at=then).seen
    labels.label(claim=claim, by=editor(), tags=["Brücken"])
    assert "changed since this page was opened" in refused(claim, then, seen=seen)


def test_a_reason_is_asked_for() -> None:
    claim = make_claim(status="draft")
    then = now()
    claims.revise(claim=claim, by=editor(), text="Anders.")
    assert refused(claim, then, reason="  ") == "Give a reason."


def test_what_stands_like_this_is_not_put_back() -> None:
    claim = make_claim(status="draft")
    assert "stands like this already" in refused(claim, now())


def test_before_it_was_there_nothing_can_be_put_back() -> None:
    then = now()
    claim = make_claim(status="draft")
    with pytest.raises(ValidationError, match="was not there yet"):
        reverting.look(row=claim, at=then)


def test_what_was_merged_is_not_put_back() -> None:
    actor = make_actor("A")
    then = now()
    curating.change(row=actor, by=editor(), name="AA")
    merge(actor, make_actor("B"))
    assert refused(actor, then) == "It was merged into “B”; take that back first."


# --- Actors, events, articles, outlets, tags ---------------------------------------------------


def test_names_and_offices_of_an_actor_come_back() -> None:
    nato, un = make_actor("Nato", kind="organisation"), make_actor("Uno", kind="organisation")
    actor = make_actor("Rutte", aliases=["Mark Rutte"], description="Politiker")
    kept = actors.affiliate(actor=actor, organisation=nato, role="Generalsekretär", by=editor())
    then = now()
    with recorded_as(editor()):
        actor.aliases.get().delete()
    actors.name_also(actor=actor, names=["M. R."], by=editor())
    actors.affiliate(actor=actor, organisation=un, role="Gast", by=editor())
    curating.change(row=actor, by=editor(), name="Rütte", kind="unknown", description="")
    put_back(actor, then)
    assert (actor.name, actor.kind, actor.description) == ("Rutte", "person", "Politiker")
    assert [alias.name for alias in actor.aliases.all()] == ["Mark Rutte"]
    assert list(actor.affiliations.all()) == [kept]
    assert actor.version == 3
    assert not list(verify())


def test_who_took_part_in_an_event_comes_back() -> None:
    article, guest = make_article(), make_actor()
    sentence = article.current_version.sentences.get(position=1)
    event = make_event(place="Bern", part_of=make_event())
    events.take_part(event=event, actor=guest, role="absent", sentence=sentence, by=editor())
    then = now()
    with recorded_as(editor()):
        event.participations.get().delete()
    events.take_part(event=event, actor=make_actor(), role="host", by=editor())
    curating.change(row=event, by=editor(), title="Gipfel", place="", part_of=None)
    put_back(event, then)
    assert (event.place, event.part_of is None) == ("Bern", False)
    part = event.participations.get()
    assert (part.actor, part.role, part.sentence) == (guest, "absent", sentence)
    assert not list(verify())


def test_of_articles_outlets_and_tags_what_is_told_about_them_comes_back() -> None:
    room = make_actor("Redaktion", kind="organisation")
    with recorded_as(editor()):
        outlet = Outlet.objects.create(name="Zeitung", newsroom=room)
        tag = Tag.objects.create(name="Brücken")
    article = make_article(title="Alt", author=make_actor(), outlet=outlet)
    then, author, text = now(), article.author, article.current_version
    curating.change(row=article, by=editor(), title="Neu", author=None, access="link")
    curating.change(row=outlet, by=editor(), name="Blatt", newsroom=None)
    curating.change(row=tag, by=editor(), name="Türme")
    correct(article, "Ganz neu.")
    for row in (article, outlet, tag):
        put_back(row, then)
    assert (article.title, article.author, article.access) == ("Alt", author, "full")
    assert article.current_version != text  # texts only ever follow each other
    assert (outlet.name, outlet.newsroom, tag.name) == ("Zeitung", room, "Brücken")
    assert not list(verify())


def test_an_article_is_neither_sealed_nor_opened_by_it() -> None:
    article = make_article()
    then = now()
    articles.seal(article=article, by=publisher(), reason="Falsch.")
    curating.change(row=article, by=editor(), title="Anders")
    assert "decision with a reason" in losses(article, then)
    put_back(article, then)
    assert (article.access, article.title == "Anders") == (Article.Access.SEALED, False)


def test_what_is_gone_stays_as_it_is() -> None:
    gone = make_event("Gone")
    event = make_event(part_of=gone, place="Bern")
    then, pk = now(), gone.pk
    curating.change(row=event, by=editor(), part_of=None, place="Rom")
    with recorded_as(editor()):
        gone.delete()
    assert losses(event, then) == f"Event {pk} is gone."
    put_back(event, then)
    assert (event.place, event.part_of) == ("Bern", None)


def test_a_name_that_somebody_else_has_by_now_is_refused() -> None:
    tag = Tag.objects.create(name="Brücken")
    then = now()
    curating.change(row=tag, by=editor(), name="Türme")
    Tag.objects.create(name="Brücken")
    assert "already exists" in refused(tag, then)
