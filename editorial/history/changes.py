"""What was changed at once: rows of history that one person wrote in one go, with their decision.

The rows have no number of their transaction. Those of one person with the same reason that follow
each other within a second are one change; a page that somebody saves again takes longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from editorial.history.rows import Row, rows_of
from kb.models import Decision

__all__ = ["PAUSE", "Change", "changes_of"]

PAUSE = timedelta(seconds=1)


@dataclass
class Change:
    """One change of an object: all that was written with it, and what was decided with it.

    `number` counts the changes of the object from 1, the oldest; it stays.
    """

    by: int | None
    reason: str
    began: datetime
    at: datetime
    rows: list[Row] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    number: int = 0

    @property
    def version(self) -> int | None:
        """The version of the object that it led to, if it wrote the object itself."""
        own = [row.values.get("version") for row in self.rows if row.is_own]
        return own[-1] if own else None


def changes_of(model: type[Any], pk: int) -> list[Change]:
    """All changes of an object, oldest first: a query for each table and one for the decisions."""
    found = [change for rows in _packs(rows_of(model, pk)) for change in _one_version_each(rows)]
    for decision in _decisions(model, pk):
        _add(found, decision)
    found.sort(key=_place)
    for number, change in enumerate(found, start=1):
        change.number = number
    return found


def _packs(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows that one person wrote in one breath; one without a reason goes with those beside it.

    What somebody else wrote between two rows divides them. An import writes all at one moment:
    there nothing is between.
    """
    packs: list[list[Row]] = []
    last: dict[int | None, list[Row]] = {}
    for row in rows:
        pack = last.get(row.by)
        if pack and row.at - pack[-1].at <= PAUSE and _agree(pack, row):
            newest = packs[-1][-1]
            if newest.by == row.by or not pack[-1].at < newest.at < row.at:
                pack.append(row)
                continue
        last[row.by] = [row]
        packs.append(last[row.by])
    return packs


def _agree(pack: list[Row], row: Row) -> bool:
    said = _reason(pack)
    return not said or not row.reason or said == row.reason


def _reason(rows: Iterable[Row]) -> str:
    return next((row.reason for row in rows if row.reason), "")


def _one_version_each(pack: list[Row]) -> list[Change]:
    """The changes in a pack: where the object got two new versions, the longest pause divides it."""
    raised = [place for place, row in enumerate(pack) if _raises_version(row)]
    borders = [0]
    for one, other in pairwise(raised):
        pauses = {place: pack[place].at - pack[place - 1].at for place in range(one + 1, other + 1)}
        borders.append(max(pauses, key=lambda place: pauses[place]))
    borders.append(len(pack))
    return [_change(pack[begin:end]) for begin, end in pairwise(borders)]


def _raises_version(row: Row) -> bool:
    if not row.is_own or row.kind != "~" or row.before is None:
        return False
    return bool(row.before.get("version") != row.values.get("version"))


def _change(rows: list[Row]) -> Change:
    return Change(rows[0].by, _reason(rows), rows[0].at, rows[-1].at, rows)


def _decisions(model: type[Any], pk: int) -> list[Decision]:
    name = model._meta.model_name
    if name not in {f.name for f in Decision._meta.fields}:
        return []
    return list(Decision.objects.filter(**{name: pk}).select_related("by").order_by("pk"))


def _add(found: list[Change], decision: Decision) -> None:
    """To the change that it was made with: at that time, for the same reason or by the same person."""
    near = [change for change in found if change.rows and _is_with(change, decision)]
    if near:
        nearest = min(near, key=lambda change: abs(change.at - decision.at))
        nearest.decisions.append(decision)
        return
    at = decision.at
    found.append(Change(decision.by_id, "", at, at, decisions=[decision]))


def _is_with(change: Change, decision: Decision) -> bool:
    if not change.began - PAUSE <= decision.at <= change.at + PAUSE:
        return False
    if decision.reason and change.reason:
        return decision.reason == change.reason
    return decision.by_id == change.by


def _place(change: Change) -> tuple[datetime, int, int]:
    own = [row.number for row in change.rows if row.is_own]
    return change.at, max(own, default=0), change.by or 0
