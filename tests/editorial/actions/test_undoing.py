"""Undoing a bulk step: all of it or nothing, and never past the rules."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import (
    accounts,
    articles,
    assignments,
    batches,
    claims,
    comments,
    labels,
    undoing,
)
from editorial.actions.batches import Work
from editorial.models import Assignment, Batch, Step, Suggestion
from kb.models import Claim, Decision, Tag
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def take(step: str, *chosen: Claim, by: Any = None, **what: Any) -> Batch:
    seen = {claim.pk: Claim.objects.get(pk=claim.pk).version for claim in chosen}
    taken = batches.take(work=Work(step, by or makers.publisher(), **what), seen=seen)
    assert taken.batch, taken.refused
    assert not taken.refused
    return taken.batch


def undo(batch: Batch, by: Any = None) -> Batch:
    return undoing.undo(batch=batch, by=by or makers.publisher(), reason="Ein Versehen.")


def why(batch: Batch) -> list[str]:
    parts = undoing.look(batch, makers.publisher())
    return [" ".join(part.why) for part in parts]


@pytest.mark.parametrize(
    ("step", "before", "after", "verb"),
    [
        (Step.SUBMIT, "draft", "draft", "returned"),
        (Step.SUBMIT, "withdrawn", "draft", "returned"),
        (Step.PUBLISH, "in_review", "withdrawn", "withdrawn"),
        (Step.RETURN, "in_review", "in_review", "returned"),
        (Step.WITHDRAW, "published", "in_review", "withdrawn"),
    ],
)
def test_each_step_has_a_way_back(step: Step, before: str, after: str, verb: str) -> None:
    chosen = [makers.make_claim(status=before) for _ in range(2)]
    batch = undo(take(step, *chosen, reason="Darum."))
    assert (batch.undone_by, batch.undo_reason) == (makers.publisher(), "Ein Versehen.")
    for claim in chosen:
        claim.refresh_from_db()
        assert claim.status == after
        assert Decision.objects.filter(claim=claim).order_by("-pk")[0].verb == verb
    assert list(verify()) == []


def test_what_was_published_answers_for_ever() -> None:
    claim = makers.make_claim(status="in_review")
    undo(take(Step.PUBLISH, claim))
    claim.refresh_from_db()
    assert claim.was_public
    assert claim.decisions.order_by("-pk")[0].reason == "Ein Versehen."


def test_nobody_returns_their_own_claim_by_undoing() -> None:
    claim = makers.make_claim(status="draft", by=makers.publisher())
    batch = take(Step.SUBMIT, claim, by=makers.editor())
    assert why(batch) == ["Nobody decides on their own work: ask a colleague."]
    with pytest.raises(ValidationError, match="Nothing was undone"):
        undo(batch)
    claim.refresh_from_db()
    assert (claim.status, claim.decisions.count()) == ("in_review", 0)


def test_only_the_tags_it_added_go() -> None:
    claim, other = makers.make_claim(), makers.make_claim()
    actor = makers.make_actor()
    labels.label(claim=claim, by=makers.editor(), tags=["Brücke"], about=[actor])
    bridge, river = Tag.objects.get(), Tag.objects.create(name="Fluss")
    undo(take(Step.TAG, claim, other, tags=[bridge, river]), makers.editor())
    assert list(claim.tags.all()) == [bridge]
    assert list(claim.about.all()) == [actor]
    assert list(other.tags.all()) == []


def test_whoever_had_it_before_has_it_again() -> None:
    claim, fresh = makers.make_claim(), makers.make_claim()
    assignments.assign(claim=claim, by=makers.editor(), to=makers.editor())
    undo(take(Step.ASSIGN, claim, fresh, to=makers.publisher()))
    assert [row.to for row in Assignment.objects.all()] == [makers.editor()]


def test_who_is_gone_gets_nothing_back() -> None:
    claim, gone = makers.make_claim(), User.objects.create_user("gone", is_staff=True)
    assignments.assign(claim=claim, by=makers.editor(), to=gone)
    batch = take(Step.ASSIGN, claim, to=makers.publisher())
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert why(batch) == ["gone does not work at the desk: choose somebody else."]
    with pytest.raises(ValidationError):
        undo(batch)


def test_it_is_undone_once() -> None:
    batch = take(Step.PUBLISH, makers.make_claim(status="in_review"))
    undo(batch)
    with pytest.raises(ValidationError, match="undone already"):
        undo(batch)


@pytest.mark.parametrize("step", [Step.SUBMIT, Step.PUBLISH])
def test_a_way_back_that_is_a_decision_needs_a_reason(step: Step) -> None:
    status = "draft" if step == Step.SUBMIT else "in_review"
    batch = take(step, makers.make_claim(status=status))
    with pytest.raises(ValidationError, match="reason"):
        undoing.undo(batch=batch, by=makers.publisher(), reason="  ")


def related(claim: Claim) -> None:
    other = makers.make_claim(article=claim.article)
    labels.relate(subject=other, object=claim, kind="restates", by=makers.editor())


def suggested(claim: Claim) -> None:
    Suggestion.objects.create(claim=claim, claim_version=1, content={}, by=makers.editor())


def corrected(claim: Claim) -> None:
    claims.correct(
        claim=claim, writer=makers.editor(), by=makers.publisher(), reason="So.", text="So ist es."
    )


TOUCHES: dict[str, Callable[[Claim], Any]] = {
    "editor changed it": corrected,
    "editor changed its tags": lambda c: labels.label(claim=c, by=makers.editor(), tags=["neu"]),
    "editor changed what it is about": lambda c: labels.label(
        claim=c, by=makers.editor(), about=[makers.make_actor()]
    ),
    "editor related it to another claim": related,
    "editor suggested a change to it": suggested,
    "publisher changed it": lambda c: claims.withdraw(
        claim=c, by=makers.publisher(), reason="Weg."
    ),
}


@pytest.mark.parametrize("said", TOUCHES)
def test_one_touched_claim_keeps_all_as_they_are(said: str) -> None:
    one, other = (makers.make_claim(status="in_review") for _ in range(2))
    batch = take(Step.PUBLISH, one, other)
    one.refresh_from_db()
    TOUCHES[said](one)
    status = Claim.objects.get(pk=one.pk).status
    first, second = why(batch)
    assert f": {said}." in first
    assert second == ""
    with pytest.raises(ValidationError, match="1 claim of this step stands in the way"):
        undo(batch)
    assert Claim.objects.get(pk=one.pk).status == status
    assert Claim.objects.get(pk=other.pk).status == "published"
    assert not Batch.objects.get().is_undone


def test_comments_and_assignments_touch_nothing() -> None:
    claim = makers.make_claim(status="in_review")
    batch = take(Step.PUBLISH, claim)
    comments.add(claim=claim, by=makers.editor(), text="Gut so.")
    assignments.assign(claim=claim, by=makers.editor(), to=makers.editor())
    assert why(batch) == [""]
    undo(batch)


@pytest.mark.parametrize("to", ["editor", None])
def test_an_assignment_stands_in_the_way_of_undoing_one(to: str | None) -> None:
    claim = makers.make_claim()
    batch = take(Step.ASSIGN, claim, to=makers.publisher())
    assignments.assign(claim=claim, by=makers.editor(), to=makers.editor() if to else None)
    (said,) = why(batch)
    assert ("editor assigned it." if to else "It is not as this step left it.") in said


def test_content_does_not_stand_in_the_way_of_an_assignment() -> None:
    claim = makers.make_claim(status="draft")
    batch = take(Step.ASSIGN, claim, to=makers.publisher())
    claims.revise(claim=claim, by=makers.editor(), text="Anders gesagt.")
    undo(batch)
    assert not Assignment.objects.exists()


def test_a_later_bulk_step_comes_off_first() -> None:
    claim = makers.make_claim(status="draft")
    first = take(Step.SUBMIT, claim)
    second = take(Step.PUBLISH, claim)
    assert "publisher " in why(first)[0]
    undo(second)
    with pytest.raises(ValidationError, match="Nothing was undone"):
        undo(first)


def test_a_deleted_draft_stands_in_the_way() -> None:
    claim = makers.make_claim(status="draft")
    batch = take(Step.TAG, claim, tags=[Tag.objects.create(name="Fluss")])
    claim.delete()
    assert why(batch) == ["It was deleted since."]
    with pytest.raises(ValidationError):
        undo(batch)


def test_a_sealed_article_stands_in_the_way_of_review() -> None:
    claim = makers.make_claim()
    batch = take(Step.WITHDRAW, claim, reason="Darum.")
    articles.seal(article=claim.article, by=makers.publisher(), reason="Auf Verlangen.")
    assert "sealed" in why(batch)[0]


@pytest.mark.parametrize("step", list(Step))
def test_who_may_undo_may_take_the_opposite_step(step: Step) -> None:
    batch = Batch(step=step, by=makers.editor())
    assert undoing.may_undo(batch, makers.publisher())
    needs_decision = step in (Step.SUBMIT, Step.PUBLISH)
    assert undoing.may_undo(batch, makers.editor()) is not needs_decision
    assert not undoing.may_undo(batch, accounts.writer())


@pytest.mark.parametrize("step", [Step.PUBLISH, Step.ASSIGN])
def test_looking_at_ten_claims_costs_as_many_queries_as_at_one(step: Step) -> None:
    article, publisher = makers.make_article(), makers.publisher()

    def queries(number: int) -> int:
        chosen = [makers.make_claim(status="in_review", article=article) for _ in range(number)]
        batch = take(step, *chosen, to=publisher)
        with CaptureQueriesContext(connection) as found:
            assert not any(part.why for part in undoing.look(batch, publisher))
        return len(found)

    assert queries(1) == queries(10)
