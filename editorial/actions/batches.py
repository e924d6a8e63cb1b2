"""Bulk steps: one step for a selection of claims, and the way back for all of them at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from editorial.actions import assignments, claims, gates, labels
from editorial.models import Batch, BatchItem, Step
from kb.errors import explained
from kb.models import Claim, ClaimTag, Decision, Tag

__all__ = ["LIMIT", "NEEDS_REASON", "PERMISSIONS", "Taken", "Work", "locked", "may_take", "take"]

LIMIT = 1000  # claims in one bulk step
NEEDS_REASON = (Step.RETURN, Step.WITHDRAW)
DECIDED = (Step.PUBLISH, Step.RETURN, Step.WITHDRAW)

# What somebody needs for each step.
PERMISSIONS = {
    Step.SUBMIT: "kb.change_claim",
    Step.PUBLISH: "kb.publish_claim",
    Step.RETURN: "kb.return_claim",
    Step.WITHDRAW: "kb.withdraw_claim",
    Step.TAG: "kb.change_claim",
    Step.ASSIGN: "editorial.add_assignment",
}


@dataclass(frozen=True, slots=True)
class Work:
    """A step with all that it needs to know; `tags` and `to` are those of Step.TAG and ASSIGN,
    `stays_readable` is that of Step.WITHDRAW."""

    step: str
    by: User
    reason: str = ""
    tags: Collection[Tag] = ()
    to: User | None = None
    stays_readable: bool = False


@dataclass
class Taken:
    """What became of a selection: `batch` is None where nothing went through."""

    batch: Batch | None = None
    done: list[Claim] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def may_take(step: str, by: Any) -> bool:
    return bool(by.has_perm(PERMISSIONS[Step(step)]))


def locked(rows: Any) -> Any:
    """Rows locked until the transaction ends, as an update locks them.

    A plain lock would hold up those who only point at a row, such as somebody who adds a tag, and
    they wait for each other in the end: PostgreSQL calls that a deadlock.
    """
    return rows.select_for_update(no_key=True)


def take(*, work: Work, seen: Mapping[int, int]) -> Taken:
    """Takes a step for all claims that are still as they were seen, one transaction each.

    `seen` are versions by the ids of claims. What one claim is refused does not hold up the
    others and stands in `refused`, as the claim's words and why. Raises ValidationError for more
    than LIMIT claims, and where a reason is missing.
    """
    if len(seen) > LIMIT:
        message = _("%(number)d claims are too many at once; at most %(limit)d can be chosen.")
        params = {"number": len(seen), "limit": LIMIT}
        raise ValidationError(message, code="too-many", params=params)
    if work.step in NEEDS_REASON:
        gates.need_reason(work.reason)
    taken = Taken()
    batch = Batch.objects.create(step=work.step, reason=work.reason, by=work.by)
    for pk, version in sorted(seen.items()):
        _try(taken, pk, partial(_take_one, batch, work, pk, version))
    if taken.done:
        taken.batch = batch
    else:
        batch.delete()
    return taken


def _try(taken: Taken, pk: int, step: Callable[[], Claim]) -> None:
    try:
        with explained():
            taken.done.append(step())
    except Claim.DoesNotExist:
        taken.refused.append((_("claim %(id)d") % {"id": pk}, _("It was deleted meanwhile.")))
    except ValidationError as refusal:
        text = Claim.objects.values_list("text", flat=True).filter(pk=pk).first() or str(pk)
        taken.refused.append((Truncator(text).chars(120), " ".join(refusal.messages)))


def _unseen(claim: Claim) -> ValidationError:
    last = claim.history.select_related("history_user").first()
    said = {
        "who": last.history_user or _("Somebody"),
        "when": date_format(timezone.localtime(last.history_date), "DATETIME_FORMAT"),
    }
    message = _("%(who)s changed it after you saw it, on %(when)s; look again.")
    return ValidationError(message, code="unseen", params=said)


@transaction.atomic
def _take_one(batch: Batch, work: Work, pk: int, version: int) -> Claim:
    if locked(Batch.objects).get(pk=batch.pk).is_undone:
        raise ValidationError(_("This step was undone meanwhile."), code="undone")
    claim = locked(Claim.objects).get(pk=pk)
    if claim.version != version:
        raise _unseen(claim)
    item = BatchItem(batch=batch, claim=claim, status_before=claim.status)
    _STEPS[work.step](claim, work, item)
    item.status_after, item.claim_version = claim.status, claim.version
    if work.step in DECIDED:
        item.decision = Decision.objects.filter(claim=claim).order_by("-pk").first()
    item.at = timezone.now()
    item.save()
    return claim


def _submit(claim: Claim, work: Work, item: BatchItem) -> None:
    claims.submit(claim=claim, by=work.by)


def _publish(claim: Claim, work: Work, item: BatchItem) -> None:
    claims.publish(claim=claim, by=work.by, reason=work.reason)


def _give_back(claim: Claim, work: Work, item: BatchItem) -> None:
    claims.give_back(claim=claim, by=work.by, reason=work.reason)


def _withdraw(claim: Claim, work: Work, item: BatchItem) -> None:
    left = work.stays_readable
    claims.withdraw(claim=claim, by=work.by, reason=work.reason, stays_readable=left)


def _tag(claim: Claim, work: Work, item: BatchItem) -> None:
    gates.refuse(claim, Step.TAG, work.by, tags=work.tags)
    links = ClaimTag.objects.filter(content_object=claim)
    had = set(links.values_list("tag", flat=True))
    labels.label(claim=claim, by=work.by, tags=[tag.name for tag in work.tags])
    item.added_tags = sorted(tag.pk for tag in work.tags if tag.pk not in had)


def _assign(claim: Claim, work: Work, item: BatchItem) -> None:
    gates.refuse(claim, Step.ASSIGN, work.by, to=work.to)
    item.former_to = assignments.assign(claim=claim, by=work.by, to=work.to)
    item.new_to = work.to


_STEPS: dict[str, Callable[[Claim, Work, BatchItem], None]] = {
    Step.SUBMIT: _submit,
    Step.PUBLISH: _publish,
    Step.RETURN: _give_back,
    Step.WITHDRAW: _withdraw,
    Step.TAG: _tag,
    Step.ASSIGN: _assign,
}
