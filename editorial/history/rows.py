"""What happened to an object and to all that belongs to it, row by row, from the history tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Event,
    Evidence,
    NoClaim,
    Participation,
)

__all__ = ["PARTS", "Part", "Row", "Values", "in_force", "rows_of"]

Values = dict[str, Any]  # what a row said, by the names of its columns

OF_HISTORY = (
    "history_id",
    "history_date",
    "history_type",
    "history_change_reason",
    "history_user_id",
)


class Part(NamedTuple):
    """A table whose rows belong to an object, and the column that names it."""

    model: type[Any]
    link: str


# What belongs to an object besides its own row, in the order in which pages tell it.
PARTS: dict[type[Any], tuple[Part, ...]] = {
    Claim: (
        Part(Attribution, "claim_id"),
        Part(Evidence, "claim_id"),
        Part(ClaimAbout, "claim_id"),
        Part(ClaimEvent, "claim_id"),
        Part(ClaimTag, "content_object_id"),
        Part(ClaimRelation, "subject_id"),
        Part(ClaimRelation, "object_id"),
    ),
    Actor: (Part(Alias, "actor_id"), Part(Affiliation, "actor_id")),
    Event: (Part(Participation, "event_id"),),
    Article: (Part(NoClaim, "sentence__version__article"),),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of history as its object sees it: `kind` is +, ~ or -.

    A row that came from another object was added (+), one that went to another was removed (-).
    `before` is what it said until then, `values` what it says since; of what is gone the last.
    """

    part: Part
    kind: str
    number: int
    at: datetime
    by: int | None
    reason: str
    before: Values | None
    values: Values

    @property
    def is_own(self) -> bool:
        """Whether it is a row of the object itself."""
        return self.part.link == "id"


def rows_of(model: type[Any], pk: int, until: datetime | None = None) -> list[Row]:
    """All that happened to an object and its parts, oldest first; a query for each table.

    With `until` what happened at that moment or before it.
    """
    parts = (Part(model, "id"), *PARTS.get(model, ()))
    found = [row for part in parts for row in _rows(part, pk, until)]
    return sorted(found, key=lambda row: (row.at, row.number))


def in_force(rows: Iterable[Row]) -> list[Values]:
    """What rows of one table said in the end; what was gone by then is not among them."""
    last: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: row.number):
        last[row.values["id"]] = row
    return [last[pk].values for pk in sorted(last) if last[pk].kind != "-"]


def _rows(part: Part, pk: int, until: datetime | None) -> Iterator[Row]:
    records: Any = part.model.history
    names = [field.attname for field in records.model.tracked_fields]
    # Also the rows of what belonged to the object only once: where it went is part of the story.
    ids = records.filter(**{part.link: pk}).order_by().values("id")
    found = records.filter(id__in=ids).order_by("history_id")
    if until is not None:
        found = found.filter(history_date__lte=until)
    last: dict[int, Values] = {}
    for values in found.values(*names, *OF_HISTORY):
        number, at, kind, reason, by = (values.pop(name) for name in OF_HISTORY)
        before = last.pop(values["id"], None)
        if kind != "-":
            last[values["id"]] = values
        if seen := _as_seen(part, pk, kind, before, values):
            yield Row(part, seen, number, at, by, reason or "", before, values)


def _as_seen(part: Part, pk: int, kind: str, before: Values | None, values: Values) -> str:
    """What a row means for its object; "" for what happened while it belonged to another."""
    was = before is not None and _belongs(part, pk, before)
    # A row of which nothing is known before it went belonged to whom it names.
    was = was or (kind == "-" and before is None and _belongs(part, pk, values))
    now = kind != "-" and _belongs(part, pk, values)
    return {(False, True): "+", (True, True): "~", (True, False): "-"}.get((was, now), "")


def _belongs(part: Part, pk: int, values: Values) -> bool:
    # What is found over several tables never moves to another object.
    return part.link not in values or values[part.link] == pk
