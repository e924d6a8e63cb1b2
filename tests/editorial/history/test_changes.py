"""Each change stands once in the history of its object: who, when, what, why."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import actors, articles, claims, curating, events, labels, suggestions
from editorial.actions.claims import Hop
from editorial.history import Change, changes_of
from editorial.state import content
from kb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Evidence,
    NoClaim,
    Participation,
    Tag,
    recorded_as,
)
from tests.editorial.history.clock import Clock
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


def last(row: Any) -> Change:
    return changes_of(type(row), row.pk)[-1]


def told(change: Change) -> list[tuple[type[Any], str]]:
    """What was written with it, without the rows of the object itself."""
    return [(row.part.model, row.kind) for row in change.rows if not row.is_own]


def test_a_draft_and_all_that_came_with_it_is_one_change(tick: Clock) -> None:
    speaker = make_actor()
    tick()
    claim = make_claim(
        status="draft", speaker=speaker, mode="indirect", about=[speaker], tags=["Brücken"]
    )
    [change] = changes_of(Claim, claim.pk)
    assert (change.number, change.by, change.version) == (1, editor().pk, 1)
    assert {kind for _model, kind in told(change)} == {"+"}
    assert [model for model, _kind in told(change)] == [Attribution, Evidence, ClaimAbout, ClaimTag]


def test_each_step_of_a_claim_stands_once_with_its_decision(tick: Clock) -> None:
    claim = make_claim(status="draft")
    tick()
    claims.submit(claim=claim, by=editor())
    tick()
    claims.give_back(claim=claim, by=publisher(), reason="Wer sagt das?")
    tick()
    claims.submit(claim=claim, by=editor())
    tick()
    claims.publish(claim=claim, by=publisher())
    tick()
    claims.withdraw(claim=claim, by=publisher(), reason="Es stimmt nicht.")
    changes = changes_of(Claim, claim.pk)
    assert [change.by for change in changes] == [
        editor().pk,
        editor().pk,
        publisher().pk,
        editor().pk,
        publisher().pk,
        publisher().pk,
    ]
    assert [[d.verb for d in change.decisions] for change in changes] == [
        [],
        [],
        ["returned"],
        [],
        ["published"],
        ["withdrawn"],
    ]
    assert [change.reason for change in changes][-1] == "Es stimmt nicht."
    assert [change.number for change in changes] == [1, 2, 3, 4, 5, 6]


def test_an_accepted_suggestion_is_one_change_by_its_author_with_the_decision(tick: Clock) -> None:
    claim = make_claim(tags=["Alt"])
    tick()
    wanted = content(claim) | {"text": "Die Brücke hält.", "tags": ["Neu"]}
    made = suggestions.suggest(claim=claim, by=editor(), content=wanted)
    tick()
    suggestions.accept(suggestion=made, by=publisher(), reason="Genauer.")
    change = last(claim)
    assert (change.by, change.reason, change.version) == (editor().pk, "Genauer.", 2)
    assert [(d.verb, d.by) for d in change.decisions] == [("corrected", publisher())]
    assert sorted(told(change), key=str) == [(ClaimTag, "+"), (ClaimTag, "-")]


def test_evidence_attribution_and_labels_are_changes_of_their_claim(tick: Clock) -> None:
    claim, speaker, event = make_claim(status="draft"), make_actor(), make_event()
    sentence = claim.article.current_version.sentences.get(position=5)
    tick()
    claims.revise(claim=claim, by=editor(), passages=[whole(sentence)])
    assert told(last(claim)) == [(Evidence, "+")]
    tick()
    claims.revise(claim=claim, by=editor(), dropped=claim.evidence.filter(sentence=sentence))
    assert told(last(claim)) == [(Evidence, "-")]
    tick()
    claims.revise(claim=claim, by=editor(), speaker=speaker, mode="direct", hops=[])
    assert told(last(claim)) == [(Attribution, "+")]
    tick()
    hops = [Hop(make_actor(), "reported"), Hop(speaker, "direct")]
    claims.revise(claim=claim, by=editor(), hops=hops)
    assert told(last(claim)) == [(Attribution, "-"), (Attribution, "+"), (Attribution, "+")]
    tick()
    labels.label(claim=claim, by=publisher(), events=[event])
    assert told(last(claim)) == [(ClaimEvent, "+")]
    assert last(claim).by == publisher().pk
    tick()
    labels.note_outcome(claim=claim, by=publisher(), outcome="failed")
    [row] = last(claim).rows
    assert row.before is not None
    assert (row.before["outcome"], row.values["outcome"]) == ("", "failed")
    assert len(changes_of(Claim, claim.pk)) == 7


def test_names_and_offices_are_changes_of_their_actor(tick: Clock) -> None:
    actor, council = make_actor("Mark Rutte"), make_actor("Nato", kind="organisation")
    tick()
    [alias] = actors.name_also(actor=actor, names=["Rutte"], by=editor())
    tick()
    actors.affiliate(actor=actor, organisation=council, role="Generalsekretär", by=publisher())
    tick()
    curating.change(row=actor, by=editor(), why="Volle Form.", description="Politiker")
    tick()
    with recorded_as(editor(), "Doppelt."):
        alias.delete()
    changes = changes_of(Actor, actor.pk)
    assert [c.by for c in changes] == [editor().pk, editor().pk, publisher().pk] + [editor().pk] * 2
    assert [c.reason for c in changes] == ["", "", "", "Volle Form.", "Doppelt."]
    assert [row.kind for change in changes for row in change.rows] == ["+", "+", "+", "~", "-"]


def test_who_took_part_is_a_change_of_the_event(tick: Clock) -> None:
    event = make_event()
    tick()
    events.take_part(event=event, actor=make_actor(), role="absent", by=editor())
    assert told(last(event)) == [(Participation, "+")]
    assert len(changes_of(Event, event.pk)) == 2


def test_versions_and_judgements_are_changes_of_their_article(tick: Clock) -> None:
    article = make_article()
    tick()
    sentence = article.current_version.sentences.get(position=1)
    articles.judge(sentences=[sentence], by=editor(), reason="Nur ein Termin.")
    assert (told(last(article)), last(article).reason) == ([(NoClaim, "+")], "Nur ein Termin.")
    tick()
    articles.lift(sentences=[sentence], by=publisher())
    assert (told(last(article)), last(article).by) == ([(NoClaim, "-")], publisher().pk)
    tick()
    correct(article, "Ganz neu.")
    [row] = last(article).rows
    assert row.before is not None
    assert row.before["current_version_id"] != row.values["current_version_id"]
    assert last(article).reason == "Berichtigt."
    assert len(changes_of(Article, article.pk)) == 4


def test_a_merge_is_a_change_with_its_decision(tick: Clock) -> None:
    for one, other in ((make_actor(), make_actor()), (make_event(), make_event())):
        tick()
        merge(one, other)
        assert last(one).reason == "Dasselbe."
        assert [d.verb for d in last(one).decisions] == ["merged"]
    tag, other_tag = Tag.objects.create(name="a"), Tag.objects.create(name="b")
    tick()
    merge(tag, other_tag)
    assert [d.verb for d in last(tag).decisions] == ["merged"]


def test_what_goes_to_another_object_leaves_one_and_comes_to_the_other(tick: Clock) -> None:
    one, other = make_actor(), make_actor()
    [alias] = actors.name_also(actor=one, names=["Frau Rat"], by=editor())
    tick()
    alias.actor = other
    with recorded_as(editor(), "Gehört zu ihr."):
        alias.save()
    tick()
    alias.name = "Frau Rätin"
    with recorded_as(editor()):
        alias.save()
    assert [(r.kind, r.values["name"]) for r in last(one).rows] == [("-", "Frau Rat")]
    assert [[r.kind for r in c.rows] for c in changes_of(Actor, other.pk)] == [["+"], ["+"], ["~"]]


def test_two_versions_in_one_breath_are_two_changes() -> None:
    claim = make_claim(status="draft")
    for number in range(3):
        claims.revise(claim=claim, by=editor(), text=f"Fassung {number}.")
    # The first is in the same breath as the draft; each other version is a change of its own.
    assert [change.version for change in changes_of(Claim, claim.pk)] == [2, 3, 4]


def test_what_somebody_else_did_between_divides_changes() -> None:
    claim = make_claim(status="draft")
    labels.label(claim=claim, by=publisher(), tags=["Bern"])
    claims.submit(claim=claim, by=editor())
    assert [change.by for change in changes_of(Claim, claim.pk)] == [
        editor().pk,
        publisher().pk,
        editor().pk,
    ]


def test_a_decision_without_a_change_beside_it_stands_alone(tick: Clock) -> None:
    claim = make_claim(status="in_review")
    tick()
    claim.decisions.create(verb="returned", reason="Nur so.", by=publisher(), claim_version=1)
    assert last(claim).rows == []
    assert (last(claim).by, last(claim).decisions[0].reason) == (publisher().pk, "Nur so.")


@pytest.mark.parametrize("times", [1, 11])
def test_the_number_of_queries_is_the_same_for_many_changes(times: int) -> None:
    claim = make_claim(status="draft")
    for number in range(times):
        claims.revise(claim=claim, by=editor(), text=f"Fassung {number}.")
        labels.label(claim=claim, by=publisher(), tags=[f"Nummer {number}"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        changes_of(Claim, claim.pk)
    assert len(queries) == 9  # its own table, seven of what belongs to it, and decisions
