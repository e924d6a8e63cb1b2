from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import accounts, actors, claims, curating, events, labels
from editorial.actions.claims import Hop
from editorial.actions.merging import WayBack, merge, unmerge, way_back
from editorial.models import Merge
from editorial.state import actor_state, claim_state, event_state
from kb.models import Actor, Alias, Article, Claim, Decision, Participation, Tag
from kb.verify import verify
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def merged(gone: Any, into: Any) -> Merge:
    return merge(gone=gone, into=into, by=publisher(), reason="Dieselbe.")


def undone(row: Merge, reason: str = "Doch zwei.") -> WayBack:
    return unmerge(merge=row, by=publisher(), reason=reason)


def reasons(back: WayBack) -> str:
    return " ".join(stays.why for stays in back.stays)


def test_all_goes_back_to_what_it_was() -> None:
    gone = make_actor("Anna Alt", aliases=["Anna", "A."], wikidata_id="Q42", description="Wer.")
    into, chief = make_actor("Anna Neu", aliases=["Anna"]), make_actor("Chefin")
    party, event = make_actor("Partei"), make_event()
    sentence = make_article().current_version.sentences.get(position=1)
    office = {"organisation": party, "role": "Chefin", "by": editor()}
    actors.affiliate(actor=gone, end=date(2020, 1, 1), **office)
    actors.affiliate(actor=into, **office)
    events.take_part(event=event, actor=gone, role="host", sentence=sentence, by=editor())
    events.take_part(event=event, actor=into, role="host", by=editor())
    article = make_article(author=gone)
    spoken = [
        make_claim(speaker=gone, mode="indirect", about=[gone, into], status=status)
        for status in ("draft", "in_review", "published", "withdrawn")
    ]
    hops = [Hop(gone, "reported"), Hop(chief, "indirect")]
    spoken.append(make_claim(speaker=chief, mode="indirect", hops=hops, about=[gone]))
    before = [claim_state(claim) for claim in spoken]
    states = [actor_state(gone), actor_state(into), event_state(event)]

    row = merged(gone, into)
    back = undone(row)
    assert not back.stays
    for thing in (gone, into, event, article, *spoken):
        thing.refresh_from_db()
    assert [claim_state(claim) for claim in spoken] == before
    assert [actor_state(gone), actor_state(into), event_state(event)] == states
    assert (gone.wikidata_id, gone.merged_into, article.author) == ("Q42", None, gone)
    assert list(verify()) == []


def test_events_and_tags_go_back() -> None:
    gone, into, actor = make_event(place="Bern"), make_event(), make_actor()
    part = make_event(part_of=gone)
    for event in (gone, into):
        events.take_part(event=event, actor=actor, role="host", by=editor())
    both = make_claim(events=[gone, into], tags=["Bruecke", "Brücke"])
    before = [event_state(gone), event_state(into), event_state(part), claim_state(both)]
    rows = [merged(gone, into), merged(*Tag.objects.order_by("name"))]
    for row in rows:
        assert not undone(row).stays
    for thing in (gone, into, part, both):
        thing.refresh_from_db()
    assert [
        event_state(gone),
        event_state(into),
        event_state(part),
        claim_state(both),
    ] == before
    assert list(verify()) == []


def test_an_anonymous_author_is_anonymous_again() -> None:
    claim = make_claim()
    nobody = claim.speaker
    undone(merged(nobody, make_actor("Anna Neu")))
    claim.refresh_from_db()
    assert (claim.speaker, Article.objects.get(pk=claim.article_id).author) == (nobody, None)
    assert list(verify()) == []


def test_the_record_says_that_it_was_undone_and_why() -> None:
    gone = make_actor()
    row = merged(gone, make_actor())
    undone(row, "Vater und Sohn.")
    row.refresh_from_db()
    assert (row.undone_by, row.undo_reason) == (publisher(), "Vater und Sohn.")
    decision = Decision.objects.filter(actor=gone).first()
    assert decision is not None
    assert (decision.verb, decision.reason) == ("merged", "Undone: Vater und Sohn.")


def test_a_claim_in_public_goes_back_by_the_system_s_decision() -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    claim = make_claim(speaker=gone, mode="indirect")
    undone(merged(gone, into))
    claim.refresh_from_db()
    decision = claim.decisions.first()
    assert (claim.version, claim.writer, decision.by) == (3, editor(), accounts.keeper())
    assert decision.reason == "“Anna Alt” is not “Anna Neu” after all: Doch zwei."


def test_what_was_changed_since_stays_and_is_told() -> None:
    gone, into = make_actor(aliases=["Anna", "Chefin"]), make_actor()
    kept, other = make_claim(about=[gone]), make_claim(about=[gone])
    row = merged(gone, into)
    curating.change(row=Alias.objects.get(name="Anna"), by=editor(), actor=make_actor())
    labels.relabel(claim=kept, by=editor(), about=[], events=[], tags=[])
    back = undone(row)
    assert sorted(stays.why for stays in back.stays) == [
        "It was changed since.",
        "It was deleted since.",
    ]
    assert list(gone.aliases.values_list("name", flat=True)) == ["Chefin"]
    assert not kept.about.exists()
    assert list(other.about.all()) == [gone]
    assert list(verify()) == []


def test_a_claim_given_to_another_speaker_since_stays_whole() -> None:
    gone, into, third = make_actor(), make_actor(), make_actor()
    claim = make_claim(speaker=gone, mode="indirect")
    row = merged(gone, into)
    claim.refresh_from_db()
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Nein.", speaker=third)
    back = undone(row)
    claim.refresh_from_db()
    assert "speaker or attribution was changed" in reasons(back)
    assert (claim.speaker, claim.attributions.get().actor) == (third, third)
    assert list(verify()) == []


def test_a_claim_whose_text_was_changed_since_goes_back() -> None:
    gone, into = make_actor(), make_actor()
    claim = make_claim(speaker=gone, mode="indirect", status="draft")
    row = merged(gone, into)
    claim.refresh_from_db()
    claims.revise(claim=claim, by=editor(), text="Anders gesagt.", speaker=into)
    assert not undone(row).stays
    claim.refresh_from_db()
    assert (claim.text, claim.speaker, claim.attributions.get().actor) == (
        "Anders gesagt.",
        gone,
        gone,
    )


def test_a_claim_deleted_since_is_told() -> None:
    gone, into = make_actor(), make_actor()
    claim = make_claim(speaker=gone, status="draft", about=[gone, into])
    row = merged(gone, into)
    Claim.objects.get(pk=claim.pk).delete()
    back = undone(row)
    assert len(back.stays) == 2
    assert "deleted since" in reasons(back)


def test_a_double_is_not_put_back_once_the_other_is_gone() -> None:
    gone, into, event = make_actor(), make_actor(), make_event()
    for actor in (gone, into):
        events.take_part(event=event, actor=actor, role="host", by=editor())
    row = merged(gone, into)
    Participation.objects.get().delete()
    assert "was deleted since" in reasons(undone(row))
    assert not Participation.objects.exists()


def test_an_identifier_that_another_has_by_now_stays_there() -> None:
    gone, into, third = make_actor(wikidata_id="Q42"), make_actor(), make_actor()
    row = merged(gone, into)
    curating.change(row=Actor.objects.get(pk=into.pk), by=editor(), wikidata_id=None)
    curating.change(row=third, by=editor(), wikidata_id="Q42")
    assert "“Q42” belongs to another now." in reasons(undone(row))
    gone.refresh_from_db()
    assert (gone.wikidata_id, gone.merged_into) == (None, None)


def test_what_a_later_merge_rests_on_is_undone_after_it() -> None:
    first, second, last = make_actor(), make_actor("Mitte"), make_actor("Letzte")
    claim = make_claim(speaker=first, mode="indirect")
    rows = [merged(first, second), merged(second, last)]
    with pytest.raises(ValidationError, match="“Mitte” was merged into “Letzte” since"):
        undone(rows[0])
    for row in reversed(rows):
        assert not undone(row).stays
    claim.refresh_from_db()
    first.refresh_from_db()
    assert (claim.speaker, first.merged_into) == (first, None)
    assert list(verify()) == []


def test_a_row_folded_into_one_that_moved_keeps_it_there() -> None:
    first, other, into = make_actor(), make_actor("Andere"), make_actor("Ziel")
    claim = make_claim(about=[first, other])
    rows = [merged(first, into), merged(other, into)]
    with pytest.raises(ValidationError, match="“Andere” was merged into “Ziel” since"):
        undone(rows[0])
    undone(rows[1])
    undone(rows[0])
    assert set(claim.about.all()) == {first, other}
    assert list(verify()) == []


def test_merges_that_have_nothing_in_common_are_undone_in_any_order() -> None:
    first, other, into = make_actor(), make_actor(), make_actor()
    make_claim(about=[first])
    make_claim(about=[other])
    rows = [merged(first, into), merged(other, into)]
    for row in rows:
        assert not undone(row).stays


def test_nothing_is_undone_twice() -> None:
    row = merged(make_actor(), make_actor())
    undone(row)
    with pytest.raises(ValidationError, match="undone already"):
        undone(row)
    assert way_back(row).refused


def test_it_needs_a_reason() -> None:
    row = merged(make_actor(), make_actor())
    with pytest.raises(ValidationError, match="reason"):
        undone(row, " ")


def test_what_was_undone_can_be_merged_again() -> None:
    gone, into = make_actor(aliases=["Anna"]), make_actor()
    undone(merged(gone, into))
    merged(gone, into)
    assert set(into.aliases.values_list("name", flat=True)) == {"Anna", gone.name}
    assert list(verify()) == []


def test_many_rows_take_as_many_statements_as_few(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    person, rows = publisher(), []
    for number in (2, 7):
        gone, into = make_actor(), make_actor()
        for _ in range(number):
            make_claim(speaker=gone, mode="indirect", about=[gone])
            make_claim(speaker=gone, mode="indirect", about=[gone, into], status="draft")
        rows.append(merged(gone, into))
    with django_assert_max_num_queries(90) as counted:
        unmerge(merge=rows[0], by=person, reason="Doch zwei.")
    with django_assert_num_queries(len(counted)):
        unmerge(merge=rows[1], by=person, reason="Doch zwei.")
