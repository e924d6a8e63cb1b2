"""Putting an earlier state of an object back: always a new change, by whoever does it.

What is public goes round nobody: of a published claim it becomes a suggestion, on which a
colleague decides. What cannot come back is said beforehand.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from editorial.actions import reverting_claim, reverting_rows, suggestions
from editorial.differences import differing
from editorial.history import Past, past_of
from editorial.models import Suggestion
from editorial.state import digest
from kb.errors import explained
from kb.models import Claim, raised_at_end

__all__ = ["Plan", "can_revert", "look", "put_back"]


@dataclass(frozen=True)
class Plan:
    """What putting back a state would do to an object, and why some of it cannot come back.

    `now` and `wanted` have the same names; of a claim they are a content as in `editorial.state`.
    `seen` tells this state of the object from every other one.
    """

    row: Any
    at: datetime
    past: Past
    now: dict[str, Any]
    wanted: dict[str, Any]
    losses: list[str]

    @property
    def seen(self) -> str:
        return digest([self.row.version, getattr(self.row, "status", ""), self.now])

    @property
    def is_same(self) -> bool:
        return not differing(self.now, self.wanted)

    @property
    def is_suggestion(self) -> bool:
        return isinstance(self.row, Claim) and self.row.status == Claim.Status.PUBLISHED


def can_revert(model: type[Any]) -> bool:
    """Whether earlier states of such objects can be put back at all."""
    return model is Claim or model in reverting_rows.KEPT


def look(*, row: Any, at: datetime) -> Plan:
    """What putting back how `row` stood at the moment `at` would do; writes nothing.

    Raises ValidationError where it was not there yet.
    """
    past = past_of(type(row), row.pk, at)
    if past is None:
        when = {"day": date_format(localtime(at), "DATETIME_FORMAT")}
        raise ValidationError(_("On %(day)s it was not there yet.") % when, code="no-past")
    if isinstance(row, Claim):
        now = reverting_claim.as_it_is(row)
        wanted, losses = reverting_claim.as_it_can_be(row, now, past)
    else:
        now = reverting_rows.as_it_is(row)
        wanted, losses = reverting_rows.as_it_can_be(row, now, past)
    return Plan(row, at, past, now, wanted, losses)


def put_back(*, row: Any, at: datetime, by: User, reason: str, seen: str) -> Suggestion | None:
    """Puts back how `row` stood at the moment `at`, for `reason`, as a new change by `by`.

    Of a published claim it is a suggestion, which is returned. `seen` is that of the Plan that
    `by` looked at. Raises ValidationError when the object changed since, when nothing differs, and
    for what the verbs or the database refuse.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="reason")
    with explained(), raised_at_end():
        plan = look(row=_locked(row), at=at)
        _refuse(plan, seen)
        if plan.is_suggestion:
            when = date_format(localtime(at), "DATETIME_FORMAT")
            note = _("Back to how it stood on %(day)s: %(reason)s") % {
                "day": when,
                "reason": reason,
            }
            return suggestions.suggest(claim=plan.row, by=by, content=plan.wanted, note=note)
        if isinstance(plan.row, Claim):
            reverting_claim.put_in_force(plan.row, plan.now, plan.wanted, plan.past, by, reason)
        else:
            reverting_rows.put_in_force(plan.row, plan.now, plan.wanted, by, reason)
    return None


def _locked(row: Any) -> Any:
    model = type(row)
    found = model._default_manager.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise ValidationError(_("It was deleted meanwhile."), code="gone")
    return found


def _refuse(plan: Plan, seen: str) -> None:
    if plan.seen != seen:
        raise ValidationError(
            _(
                "It changed since this page was opened. See what would change now, and decide again."
            ),
            code="stale",
        )
    if plan.is_same:
        raise ValidationError(_("It stands like this already."), code="same")
    if merged := getattr(plan.row, "merged_into", None):
        raise ValidationError(
            _("It was merged into “%(other)s”; take that back first."),
            code="merged",
            params={"other": merged},
        )
