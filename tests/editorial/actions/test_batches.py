"""Bulk steps: one claim a transaction, only what was seen, all of it on record."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import post_save

from editorial.actions import batches, claims, labels, undoing
from editorial.actions.batches import Taken, Work
from editorial.models import Assignment, Batch, BatchItem, Step
from kb.models import Claim, Tag
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def take(step: str, *chosen: Claim, by: Any = None, **what: Any) -> Taken:
    work = Work(step, by or makers.publisher(), **what)
    return batches.take(work=work, seen={claim.pk: claim.version for claim in chosen})


@pytest.mark.parametrize(
    ("step", "before", "after", "verb"),
    [
        (Step.SUBMIT, "draft", "in_review", None),
        (Step.SUBMIT, "withdrawn", "in_review", None),
        (Step.PUBLISH, "in_review", "published", "published"),
        (Step.RETURN, "in_review", "draft", "returned"),
        (Step.WITHDRAW, "published", "withdrawn", "withdrawn"),
    ],
)
def test_a_step_is_on_record(step: Step, before: str, after: str, verb: str | None) -> None:
    one, other = makers.make_claim(status=before), makers.make_claim(status=before)
    taken = take(step, one, other, reason="Darum.")
    assert taken.refused == []
    batch = Batch.objects.get()
    assert (batch, batch.reason, batch.by) == (taken.batch, "Darum.", makers.publisher())
    for claim, item in zip((one, other), batch.items.all(), strict=True):
        claim.refresh_from_db()
        assert (item.claim, item.claim_version) == (claim, claim.version)
        assert (item.status_before, item.status_after, claim.status) == (before, after, after)
        assert (item.decision.verb if item.decision else None) == verb
    assert list(verify()) == []


def test_what_one_is_refused_does_not_hold_up_the_others() -> None:
    own = makers.make_claim("Eigenes.", status="in_review", by=makers.publisher())
    good = makers.make_claim("Gut.", status="in_review")
    taken = take(Step.PUBLISH, own, good)
    assert [claim.pk for claim in taken.done] == [good.pk]
    assert taken.refused == [("Eigenes.", "Nobody decides on their own work: ask a colleague.")]
    assert [item.claim for item in Batch.objects.get().items.all()] == [good]


def test_where_nothing_goes_through_nothing_is_on_record() -> None:
    taken = take(Step.WITHDRAW, makers.make_claim(status="draft"), reason="Darum.")
    assert (taken.batch, taken.done, len(taken.refused)) == (None, [], 1)
    assert not Batch.objects.exists()


def test_only_what_was_seen_is_done() -> None:
    claim = makers.make_claim("Harmlos.", status="in_review")
    seen = {claim.pk: claim.version}
    claims.revise(claim=claim, by=makers.editor(), text="Ungeheuerlich.")
    taken = batches.take(work=Work(Step.PUBLISH, makers.publisher()), seen=seen)
    ((text, why),) = taken.refused
    assert text == "Ungeheuerlich."
    assert re.fullmatch(r"\w+ changed it after you saw it, on .+; look again\.", why)


def test_what_was_deleted_meanwhile_is_named() -> None:
    claim = makers.make_claim(status="draft")
    seen = {claim.pk: 1}
    claim.delete()
    taken = batches.take(work=Work(Step.SUBMIT, makers.editor()), seen=seen)
    assert [why for _claim, why in taken.refused] == ["It was deleted meanwhile."]


@pytest.mark.parametrize("step", [Step.RETURN, Step.WITHDRAW])
def test_without_a_reason_nothing_begins(step: Step) -> None:
    with pytest.raises(ValidationError, match="reason"):
        take(step, makers.make_claim(), reason=" ")
    assert not Batch.objects.exists()


def test_too_many_are_refused_before_anything_begins() -> None:
    seen = dict.fromkeys(range(1, batches.LIMIT + 2), 1)
    with pytest.raises(ValidationError, match="1001 claims are too many"):
        batches.take(work=Work(Step.SUBMIT, makers.editor()), seen=seen)


def test_tags_are_added_and_only_the_new_ones_are_on_record() -> None:
    claim = makers.make_claim()
    labels.label(claim=claim, by=makers.editor(), tags=["Brücke"])
    bridge, river = Tag.objects.get(), Tag.objects.create(name="Fluss")
    taken = take(Step.TAG, claim, by=makers.editor(), tags=[bridge, river])
    assert {tag.name for tag in claim.tags.all()} == {"Brücke", "Fluss"}
    assert taken.batch
    assert taken.batch.items.get().added_tags == [river.pk]
    assert take(Step.TAG, claim, tags=[river]).refused[0][1] == "It has these tags already."


def test_claims_are_assigned_and_who_had_them_is_on_record() -> None:
    claim, editor, publisher = makers.make_claim(), makers.editor(), makers.publisher()
    take(Step.ASSIGN, claim, to=editor)
    taken = take(Step.ASSIGN, claim, to=publisher)
    assert Assignment.objects.get().to == publisher
    assert taken.batch
    item = taken.batch.items.get()
    assert (item.former_to, item.new_to) == (editor, publisher)


@pytest.mark.parametrize("step", list(Step))
def test_every_step_asks_for_a_permission(step: Step) -> None:
    assert batches.may_take(step, makers.publisher())
    decides = step in (Step.PUBLISH, Step.RETURN, Step.WITHDRAW)
    assert batches.may_take(step, makers.editor()) is not decides
    assert not batches.may_take(step, makers.reader())


def test_a_deleted_draft_leaves_its_line() -> None:
    claim = makers.make_claim(status="draft")
    taken = take(Step.ASSIGN, claim, to=makers.editor())
    claim.delete()
    assert taken.batch
    assert taken.batch.items.get().claim is None


def test_what_is_undone_while_it_goes_on_stops() -> None:
    first, second = (makers.make_claim(status="in_review") for _ in range(2))

    def undo_it(instance: BatchItem, **_: Any) -> None:
        undoing.undo(batch=instance.batch, by=makers.publisher(), reason="Halt.")

    post_save.connect(undo_it, sender=BatchItem)
    try:
        taken = take(Step.PUBLISH, first, second)
    finally:
        post_save.disconnect(undo_it, sender=BatchItem)
    assert [why for _claim, why in taken.refused] == ["This step was undone meanwhile."]
    assert list(Claim.objects.order_by("pk").values_list("status", flat=True)) == [
        "withdrawn",
        "in_review",
    ]
