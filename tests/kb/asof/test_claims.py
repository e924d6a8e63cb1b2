"""What a claim said on a day."""

from datetime import date
from typing import Any

import pytest

from editorial.actions import articles, claims, labels
from editorial.actions.claims import Hop
from kb.asof import ClaimThen, Past, claim_then
from kb.models import Actor, Article, Claim, recorded_as
from kb.views.asof.dates import end_of
from tests.kb.asof.days import on
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    reader,
    whole,
)

pytestmark = pytest.mark.django_db


def find(claim: Claim, day: str, user: Any = None) -> ClaimThen | None:
    return claim_then(claim.pk, Past(end_of(date.fromisoformat(day)), user or reader()))


def then(claim: Claim, day: str, user: Any = None) -> ClaimThen:
    found = find(claim, day, user)
    assert found
    return found


def change(claim: Claim, **content: Any) -> None:
    claim.refresh_from_db()
    claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="Genauer gesagt.", **content
    )


def rename(actor: Actor, name: str) -> None:
    actor.name = name
    with recorded_as(editor()):
        actor.save(update_fields=("name",))


def quotes(told: ClaimThen) -> list[str]:
    return [row.quote for row in told.cited.evidence]


def readable(told: ClaimThen) -> set[int]:
    return {sentence.pk for sentence in told.cited.sentences}


def test_it_says_what_the_claim_said_then() -> None:
    with on("2026-01-05"):
        claim = make_claim("Die Brücke ist sicher.", kind="assessment")
    with on("2026-02-10"):
        change(claim, text="Die Brücke war sicher.", kind="report")
    old, new = then(claim, "2026-02-09").said.claim, then(claim, "2026-02-10").said.claim
    assert (old.text, old.kind, old.version) == ("Die Brücke ist sicher.", "assessment", 1)
    assert (new.text, new.kind, new.version) == ("Die Brücke war sicher.", "report", 2)


def test_before_it_was_published_there_is_nothing() -> None:
    with on("2026-01-05"):
        claim = make_claim(status="in_review")
    with on("2026-01-07"):
        claims.publish(claim=claim, by=publisher())
    assert find(claim, "2026-01-06") is None
    assert find(claim, "2026-01-06", editor()) is None
    assert find(claim, "2026-01-07")


def test_a_day_ends_where_the_site_is_at_home() -> None:
    """In Berlin the summer's midnight is at 22 hours of universal time."""
    with on("2026-07-05", at="22:30"):
        claim = make_claim()
    assert find(claim, "2026-07-05") is None
    assert find(claim, "2026-07-06")


def test_while_it_was_withdrawn_there_is_nothing() -> None:
    with on("2026-01-05"):
        claim = make_claim(status="withdrawn")
    with on("2026-01-20"):
        claims.submit(claim=claim, by=editor())
        claims.publish(claim=claim, by=publisher())
    with on("2026-01-25"):
        claims.withdraw(claim=claim, by=publisher(), reason="Doch nicht.")
    with on("2026-02-01"):
        claims.submit(claim=claim, by=editor())
        claims.publish(claim=claim, by=publisher())
    days = ["2026-01-05", "2026-01-19", "2026-01-20", "2026-01-26", "2026-02-01"]
    assert [find(claim, day) is not None for day in days] == [False, False, True, False, True]


def test_what_is_withdrawn_today_is_not_told_of_any_day() -> None:
    with on("2026-01-05"):
        claim = make_claim()
    with on("2026-02-01"):
        claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    assert find(claim, "2026-01-10") is None
    assert find(claim, "2026-01-10", editor())


def test_people_have_the_names_they_had() -> None:
    with on("2026-01-05"):
        minister, aides = make_actor("Ada Rot"), make_actor("Räte", kind=Actor.Kind.GROUP)
        hops = [Hop(aides, "reported"), Hop(minister, "indirect")]
        claim = make_claim(speaker=minister, mode="indirect", hops=hops, about=[aides])
    with on("2026-02-01"):
        rename(minister, "Ada Blau")
        rename(aides, "Räte und Räterinnen")
    old, new = then(claim, "2026-01-31"), then(claim, "2026-02-01")
    assert (old.said.speaker.name, [a.name for a in old.said.through]) == ("Ada Rot", ["Räte"])
    assert [actor.name for actor in old.about] == ["Räte"]
    assert new.said.speaker.name == "Ada Blau"
    assert [actor.name for actor in new.about] == ["Räte und Räterinnen"]


def test_who_is_hidden_today_is_not_named() -> None:
    with on("2026-01-05"):
        wrong, right = make_actor("Falsch Zitiert"), make_actor("Ada Rot")
        claim = make_claim(speaker=wrong, mode="indirect", about=[wrong])
    with on("2026-02-01"):
        change(claim, speaker=right, mode="indirect")
        labels.relabel(claim=claim, by=editor(), about=[right], events=[], tags=[])
    old = then(claim, "2026-01-10")
    assert (old.said.speaker.pk, old.said.speaker.name) == (None, "")
    assert old.about == []
    assert then(claim, "2026-01-10", editor()).said.speaker.name == "Falsch Zitiert"


def test_who_was_merged_since_is_named_as_then() -> None:
    with on("2026-01-05"):
        one, other = make_actor("A. Rot"), make_actor("Ada Rot")
        claim = make_claim(speaker=one, mode="indirect")
        make_claim(speaker=other, mode="indirect")
    with on("2026-02-01"):
        merge(one, other)
    assert then(claim, "2026-01-10").said.speaker.name == "A. Rot"
    assert then(claim, "2026-02-01").said.speaker.name == "Ada Rot"


def test_labels_and_relations_are_those_of_the_day() -> None:
    with on("2026-01-05"):
        actor, event = make_actor("Ada Rot"), make_event("Sitzung")
        claim, other = make_claim(about=[actor], events=[event], tags=["Verkehr"]), make_claim()
        kept = make_claim(about=[actor], events=[event], tags=["Verkehr"])
        relation = labels.relate(
            subject=other, object=claim, kind="contradicts", by=editor(), note="Zwei Zahlen."
        )
    with on("2026-02-01"):
        labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
        labels.unrelate(relation=relation, by=editor())
        change(other, text="Etwas anderes.")
    old, new = then(claim, "2026-01-05"), then(claim, "2026-02-01")
    assert [str(each) for each in (*old.about, *old.events, *old.tags)] == [
        "Ada Rot",
        "Sitzung",
        "Verkehr",
    ]
    assert [(each.kind, each.is_outgoing, each.note) for each in old.relations] == [
        ("contradicts", False, "Zwei Zahlen.")
    ]
    assert old.relations[0].other.claim.text != "Etwas anderes."
    assert (new.about, new.events, new.tags, new.relations) == ([], [], [], [])
    assert kept.is_public


def test_a_relation_to_what_was_a_draft_then_is_not_told() -> None:
    with on("2026-01-05"):
        claim, draft = make_claim(), make_claim("Noch geheim.", status="in_review")
        labels.relate(subject=claim, object=draft, kind="supports", by=editor())
    with on("2026-02-01"):
        claims.publish(claim=draft, by=publisher())
    assert then(claim, "2026-01-31").relations == []
    assert then(claim, "2026-01-31", editor()).relations == []
    assert [each.other.claim.text for each in then(claim, "2026-02-01").relations] == [
        "Noch geheim."
    ]


def test_the_decision_in_force_is_told_with_those_before_it() -> None:
    with on("2026-01-05"):
        claim = make_claim()
    with on("2026-02-01"):
        change(claim, text="Anders.")
    old, new = then(claim, "2026-01-31"), then(claim, "2026-02-01")
    assert old.decision
    assert new.decision
    assert (old.decision.verb, old.decision.claim_version) == ("published", 1)
    assert (new.decision.verb, new.decision.by, new.decision.reason) == (
        "corrected",
        publisher(),
        "Genauer gesagt.",
    )
    assert [each.verb for each in old.decisions] == ["published"]
    assert [each.verb for each in new.decisions] == ["published", "corrected"]


def test_passages_stand_in_the_version_current_then() -> None:
    with on("2026-01-05"):
        article = make_article()
        claim = make_claim(article=article)
    with on("2026-02-01"):
        correct(article, TEXT.replace("am Montag", "am Dienstag"))
    old, new = then(claim, "2026-01-31"), then(claim, "2026-02-01")
    assert [row.sentence.version.number for row in old.cited.evidence] == [1]
    assert [row.sentence.version.number for row in new.cited.evidence] == [2]
    assert quotes(old) == quotes(new) == ["Die Brücke sei sicher, sagte die Ministerin."]
    (one,), (two,) = old.cited.evidence, new.cited.evidence
    assert new.cited.origins[two.pk] == old.cited.origins[one.pk]


def test_reworded_support_waits_from_the_day_of_the_correction_on() -> None:
    with on("2026-01-05"):
        article = make_article()
        claim = make_claim(article=article)
    with on("2026-02-01"):
        correct(article, TEXT.replace("sagte die Ministerin", "meinte die Ministerin"))
    states = [then(claim, day).cited.evidence[0].state for day in ("2026-01-31", "2026-02-01")]
    assert states == ["stands", "waiting"]


def test_a_sealed_text_never_comes_back() -> None:
    with on("2026-01-05"):
        one, other = make_article(title="Die eine"), make_article(title="Die andere")
        passages = [
            whole(article.current_version.sentences.get(position=4)) for article in (one, other)
        ]
        claim = make_claim(article=one, passages=passages)
    with on("2026-02-01"):
        articles.seal(article=other, by=publisher(), reason="Auf Wunsch.")
    old = then(claim, "2026-01-10")
    assert [row.sentence.version.article.title for row in old.cited.evidence] == ["Die eine"]
    assert {each.version.article_id for each in old.cited.sentences} == {one.pk}
    assert len(then(claim, "2026-01-10", editor()).cited.evidence) == 2


def test_of_quotes_old_words_are_shown_where_today_says_the_same() -> None:
    with on("2026-01-05"):
        article = make_article(access=Article.Access.QUOTES)
        sentences = article.current_version.sentences
        passages = [whole(sentences.get(position=4)), whole(sentences.get(position=5))]
        claim = make_claim(article=article, passages=passages)
    with on("2026-02-01"):
        correct(article, TEXT.replace("Der Ingenieur widerspricht ihr.", "Der Ingenieur schweigt."))
    with on("2026-02-02"):
        gone = [row for row in claim.evidence.live() if row.sentence.position == 5]
        change(claim, dropped=gone)
    old = then(claim, "2026-01-10")
    known = {row.sentence.position: row.sentence_id in readable(old) for row in old.cited.evidence}
    assert known == {4: True, 5: False}
    assert {sentence.position for sentence in old.cited.sentences} == {4}


def test_of_an_article_with_a_link_only_no_words_are_told() -> None:
    with on("2026-01-05"):
        article = make_article()
        claim = make_claim(article=article)
    with on("2026-02-01"):
        article.access = Article.Access.LINK
        with recorded_as(editor()):
            article.save(update_fields=("access",))
    old = then(claim, "2026-01-10")
    assert len(old.cited.evidence) == 1
    assert old.cited.sentences == []


def test_the_source_has_the_title_it_had() -> None:
    with on("2026-01-05"):
        article = make_article(title="Alter Titel")
        claim = make_claim(article=article)
    with on("2026-02-01"):
        article.title = "Neuer Titel"
        with recorded_as(editor()):
            article.save(update_fields=("title",))
    source = then(claim, "2026-01-10").cited.evidence[0].sentence.version.article
    assert (source.title, source.slug) == ("Alter Titel", "neuer-titel")
