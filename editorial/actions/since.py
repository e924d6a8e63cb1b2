"""Who touched claims since: why a bulk step is not undone.

A comment touches nothing; an assignment matters only where assigning is what is undone. Each
question is asked once for all claims.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from editorial.models import Assignment, Suggestion
from kb.models import (
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Decision,
    Evidence,
)

__all__ = ["Touch", "assigned_since", "touched_since"]


@dataclass(frozen=True, slots=True)
class Touch:
    """What somebody did to a claim, in words; `by` is empty where nobody is on record."""

    what: str
    by: str
    at: datetime


# claim, person, time, as `values_list` gives them.
Row = tuple[int, int | None, datetime]


def touched_since(marks: Mapping[int, datetime]) -> dict[int, Touch]:
    """The last touch of each claim after its time in `marks`; without those nobody touched."""
    return _last(marks, _content_rows(marks))


def assigned_since(marks: Mapping[int, datetime]) -> dict[int, Touch]:
    """The same of who is to look after it."""
    rows = Assignment.objects.filter(claim__in=list(marks), at__gt=_first(marks))
    return _last(marks, [(_("assigned it"), rows.values_list("claim", "by", "at"))])


def _content_rows(marks: Mapping[int, datetime]) -> Iterator[tuple[str, Iterable[Row]]]:
    ids, first = list(marks), _first(marks)

    def history(model: Any, claim: str = "claim_id") -> QuerySet:
        rows = model.history.filter(**{f"{claim}__in": ids, "history_date__gt": first})
        return rows.order_by().values_list(claim, "history_user_id", "history_date")

    yield _("changed it"), history(Claim, "id")
    yield _("changed its evidence"), history(Evidence)
    yield _("changed its attribution"), history(Attribution)
    for model in (ClaimAbout, ClaimEvent):
        yield _("changed what it is about"), history(model)
    yield _("changed its tags"), history(ClaimTag, "content_object_id")
    for side in ("subject_id", "object_id"):
        yield _("related it to another claim"), history(ClaimRelation, side)
    decisions = Decision.objects.filter(claim__in=ids, at__gt=first).order_by()
    yield _("decided on it"), decisions.values_list("claim", "by", "at")
    suggestions = Suggestion.objects.filter(claim__in=ids, created_at__gt=first).order_by()
    yield _("suggested a change to it"), suggestions.values_list("claim", "by", "created_at")


def _last(
    marks: Mapping[int, datetime], found: Iterable[tuple[str, Iterable[Row]]]
) -> dict[int, Touch]:
    last: dict[int, tuple[datetime, int | None, str]] = {}
    for what, rows in found:
        for claim, person, at in rows:
            if at > marks[claim] and (claim not in last or at > last[claim][0]):
                last[claim] = (at, person, what)
    names = User.objects.in_bulk({person for _at, person, _what in last.values() if person})
    return {
        claim: Touch(what, str(names[person]) if person else "", at)
        for claim, (at, person, what) in last.items()
    }


def _first(marks: Mapping[int, datetime]) -> datetime:
    return min(marks.values())
