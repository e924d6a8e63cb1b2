"""The way back from a bulk step: for all of its claims at once, or for none.

Nothing that was public vanishes, and nobody decides on their own work, on the way back either:

- what was published is withdrawn, with a reason; its address answers with it
- what was withdrawn goes to review and returns to the public from there
- what was returned is submitted again
- what was submitted is returned to its writer: a decision, hence somebody else's, never by the
  writer. There is no other way from review back to a draft
- tags that the step added go; what was assigned is assigned as before
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.actions import assignments, batches, claims, gates, labels
from editorial.actions.since import Touch, assigned_since, touched_since
from editorial.models import Assignment, Batch, BatchItem, Step
from kb.errors import explained
from kb.models import Claim, raised_at_end

__all__ = ["OPPOSITE", "Part", "look", "may_undo", "undo"]

OPPOSITE = {
    Step.SUBMIT: Step.RETURN,
    Step.PUBLISH: Step.WITHDRAW,
    Step.RETURN: Step.SUBMIT,
    Step.WITHDRAW: Step.SUBMIT,
    Step.TAG: Step.TAG,
    Step.ASSIGN: Step.ASSIGN,
}


@dataclass
class Part:
    """One claim of a bulk step, and why it hinders undoing it; mostly empty."""

    item: BatchItem
    why: list[str] = field(default_factory=list)


def may_undo(batch: Batch, by: Any) -> bool:
    """Whether somebody may take the opposite step."""
    return batches.may_take(OPPOSITE[Step(batch.step)], by)


def look(batch: Batch, by: User) -> list[Part]:
    """All claims of a bulk step and what hinders `by` from undoing it; a fixed number of queries."""
    rows = batch.items.select_related("claim__writer", "former_to", "new_to").order_by("pk")
    parts = [Part(item) for item in rows]
    here = {part.item.claim_id: part.item for part in parts if part.item.claim_id}
    found = [item.claim for item in here.values() if item.claim]
    touches = _touches(batch, here)
    gaps = gates.hindrances(found, OPPOSITE[Step(batch.step)], by)
    now_to = dict(Assignment.objects.filter(claim__in=found).values_list("claim", "to"))
    for part in parts:
        pk = part.item.claim_id
        if pk is None:
            part.why.append(_("It was deleted since."))
        elif pk in touches:
            part.why.append(in_words(touches[pk]))
        elif _is_other(batch, part.item, now_to):
            part.why.append(_("It is not as this step left it."))
        elif batch.step == Step.ASSIGN:
            part.why += _gone(part.item.former_to)
        elif batch.step != Step.TAG:
            part.why += [line for gap in gaps[pk] for line in gap.messages]
    return parts


def undo(*, batch: Batch, by: User, reason: str = "") -> Batch:
    """Undoes a bulk step for all of its claims, in one transaction.

    Raises ValidationError when it was undone already, when anything touched one of its claims
    since, or when the opposite step needs a reason and there is none; then nothing is undone.
    """
    opposite = OPPOSITE[Step(batch.step)]
    if opposite in batches.NEEDS_REASON:
        gates.need_reason(reason)
    with explained(), raised_at_end():
        row = batches.locked(Batch.objects).get(pk=batch.pk)
        if row.is_undone:
            raise ValidationError(_("This was undone already."), code="undone")
        ids = list(row.items.filter(claim__isnull=False).values_list("claim", flat=True))
        list(batches.locked(Claim.objects).filter(pk__in=ids).order_by("pk"))
        parts = look(row, by)
        _refuse_touched(parts)
        for part in parts:
            if part.item.claim:  # all are here, or it was refused
                _WAYS_BACK[row.step](part.item.claim, part.item, by, reason)
        row.undone_by, row.undone_at, row.undo_reason = by, timezone.now(), reason
        row.save(update_fields=("undone_by", "undone_at", "undo_reason"))
    return row


def in_words(touch: Touch) -> str:
    said = {
        "who": touch.by or _("Somebody"),
        "what": touch.what,
        "when": date_format(timezone.localtime(touch.at), "DATETIME_FORMAT"),
    }
    return _("%(when)s: %(who)s %(what)s.") % said


def _touches(batch: Batch, here: Mapping[int, BatchItem]) -> dict[int, Touch]:
    if not here:
        return {}
    marks = {pk: item.at for pk, item in here.items()}
    return assigned_since(marks) if batch.step == Step.ASSIGN else touched_since(marks)


def _is_other(batch: Batch, item: BatchItem, now_to: Mapping[int, int]) -> bool:
    claim = item.claim
    if claim is None:
        return True
    if batch.step == Step.ASSIGN:
        return now_to.get(claim.pk) != item.new_to_id
    return (claim.status, claim.version) != (item.status_after, item.claim_version)


def _gone(person: User | None) -> list[str]:
    """Why nobody can be assigned to whoever looked after it before."""
    try:
        if person:
            assignments.need_at_the_desk(person)
    except ValidationError as refusal:
        return refusal.messages
    return []


def _refuse_touched(parts: Collection[Part]) -> None:
    stuck = [part for part in parts if part.why]
    if stuck:
        message = ngettext(
            "Nothing was undone: %(n)d claim of this step stands in the way.",
            "Nothing was undone: %(n)d claims of this step stand in the way.",
            len(stuck),
        )
        raise ValidationError(message, code="touched", params={"n": len(stuck)})


def _withdraw(claim: Claim, item: BatchItem, by: User, reason: str) -> None:
    claims.withdraw(claim=claim, by=by, reason=reason)


def _submit(claim: Claim, item: BatchItem, by: User, reason: str) -> None:
    claims.submit(claim=claim, by=by)


def _give_back(claim: Claim, item: BatchItem, by: User, reason: str) -> None:
    claims.give_back(claim=claim, by=by, reason=reason)


def _untag(claim: Claim, item: BatchItem, by: User, reason: str) -> None:
    labels.untag(claim=claim, by=by, tags=item.added_tags)


def _assign_back(claim: Claim, item: BatchItem, by: User, reason: str) -> None:
    assignments.assign(claim=claim, by=by, to=item.former_to)


_WAYS_BACK: dict[str, Callable[[Claim, BatchItem, User, str], None]] = {
    Step.SUBMIT: _give_back,
    Step.PUBLISH: _withdraw,
    Step.RETURN: _submit,
    Step.WITHDRAW: _submit,
    Step.TAG: _untag,
    Step.ASSIGN: _assign_back,
}
