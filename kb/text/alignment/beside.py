"""Sentences before and after, beside each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kb.text.alignment.fates import Fate, Verdict

__all__ = ["Row", "beside"]


@dataclass
class Row:
    """Sentences before and what they became, by their numbers from 1; either may be none."""

    olds: list[int] = field(default_factory=list)
    news: list[int] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    changes: set[str] = field(default_factory=set)

    @property
    def is_same(self) -> bool:
        return self.verdicts == [Verdict.IDENTICAL]


R = TypeVar("R", bound=Row)


def beside(fates: Sequence[Fate], length: int, make: Callable[[], R]) -> list[R]:
    """All sentences in the order of the new text, which has `length` of them.

    Old ones that became the same new one share a row; what was removed comes behind what it stood
    behind. `make` gives an empty row.
    """
    found: list[tuple[tuple[int, int], R]] = []
    at: dict[int, R] = {}  # the row of each new sentence
    last = -1
    for number, fate in enumerate(fates, start=1):
        row = next((at[place] for place in fate.places if place in at), None)
        if row is None:
            row = make()
            found.append(((fate.places[0], 0) if fate.places else (last, number), row))
        row.olds.append(number)
        row.verdicts.append(fate.verdict)
        row.changes |= fate.changes
        mine = [place for place in fate.places if at.setdefault(place, row) is row]
        row.news = sorted({*row.news, *(place + 1 for place in mine)})
        if fate.places and fate.verdict != Verdict.MOVED:
            last = fate.places[-1]
    for place in range(length):
        if place not in at:
            row = make()
            row.news = [place + 1]
            found.append(((place, 0), row))
    return [row for _place, row in sorted(found, key=lambda each: each[0])]
