"""Claims by the day they were made: the newest first, by year or month, and how many when."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet

from kb.models import Claim, Mode
from kb.search.found import LIMIT
from kb.search.narrowing import said_on
from kb.views.entries import Summary, summaries, with_speaker

__all__ = ["SHOWN", "Dated", "Group", "Section", "dated", "groups", "section", "shown"]

SHOWN = 25  # claims of each sort; the list of claims has all
FEW = 2  # claims that are worth a heading, on average


class Dated(NamedTuple):
    """What is asked of many claims."""

    pk: int
    day: date | None
    mode: str
    speaker: int


@dataclass(frozen=True)
class Found:
    """Claims, the newest first and those without a day at the end; at most LIMIT, recorded last."""

    rows: Sequence[Dated]
    is_full: bool = False  # there are more

    limit = LIMIT

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]

    @property
    def by_day(self) -> Counter[date]:
        return Counter(row.day for row in self.rows if row.day)

    @property
    def undated(self) -> int:
        return sum(row.day is None for row in self.rows)


@dataclass(frozen=True)
class Group:
    """Claims of one year or month; `time` is a day in it, None where no day is known."""

    time: date | None
    unit: str  # "year", "month"; "" where all are of one
    entries: Sequence[Summary]


@dataclass(frozen=True)
class Section:
    """The newest of some claims, and how many there are of how many."""

    groups: Sequence[Group]
    count: int
    base: int
    by_mode: Mapping[str, int]

    @property
    def is_cut(self) -> bool:
        return self.count > SHOWN

    @property
    def modes(self) -> list[tuple[str, str, int]]:
        """Each mode as the address names it, in words, and how many claims are in it."""
        return [(mode, str(Mode(mode).label), n) for mode, n in sorted(self.by_mode.items())]


def dated(claims: QuerySet[Claim], user: Any) -> Found:
    """The days of `claims`, which `user` may see. One query."""
    rows = claims.annotate(day=said_on(user)).order_by("-pk")
    asked = rows.values_list("pk", "day", "mode", "speaker")[: LIMIT + 1]
    found = [Dated(*row) for row in asked]
    newest = sorted(found[:LIMIT], key=lambda row: (row.day or date.min, row.pk), reverse=True)
    return Found(newest, is_full=len(found) > LIMIT)


def shown(parts: Iterable[Sequence[Dated]], user: Any) -> dict[int, Summary]:
    """The first claims of each part by their ids, as lists show them. At most three queries."""
    ids = sorted({row.pk for rows in parts for row in rows[:SHOWN]})
    claims = Claim.objects.visible_to(user).filter(pk__in=ids)
    found = with_speaker(claims).select_related("article__author")
    return {entry.claim.pk: entry for entry in summaries(found, user)}


def section(rows: Sequence[Dated], known: Mapping[int, Summary], base: int) -> Section:
    """The first of `rows` with what is `known` of them."""
    modes = Counter(row.mode for row in rows)
    return Section(groups(rows[:SHOWN], known), len(rows), base, modes)


def groups(rows: Iterable[Dated], known: Mapping[int, Summary]) -> list[Group]:
    """By year where there are several, else by month where there are several.

    All in one where most would stand alone below their heading: each tells its day itself.
    """
    told = [row for row in rows if row.pk in known]
    unit = _unit({row.day for row in told})
    parted = [list(each) for _, each in groupby(told, lambda row: _key(row.day, unit))]
    if len(told) < FEW * len(parted):
        unit, parted = "", [told] if told else []
    return [Group(each[0].day, unit, [known[row.pk] for row in each]) for each in parted]


def _unit(days: set[date | None]) -> str:
    if len({day and day.year for day in days}) > 1:
        return "year"
    return "month" if len({day and day.month for day in days}) > 1 else ""


def _key(day: date | None, unit: str) -> tuple[int, ...]:
    if day is None or not unit:
        return ()
    return (day.year,) if unit == "year" else (day.year, day.month)
