"""The sentences of an article before and after a correction, beside each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from editorial.actions.corrections import Plan
from editorial.admin.correcting.marking import as_html, sides
from editorial.admin.correcting.words import in_words, verdict
from kb.text.alignment import Fate, Row, Verdict, beside

__all__ = ["Comparison", "Line", "Stretch", "compared"]

AROUND = 1  # unchanged sentences that are shown beside a changed one
FEWEST_FOLDED = 3


@dataclass
class Line(Row):
    """The same with the difference marked."""

    old: str = ""  # HTML
    new: str = ""

    @property
    def words(self) -> str:
        if not self.olds:
            return str(_("new"))
        return ", ".join(verdict(each) for each in dict.fromkeys(self.verdicts))

    @property
    def meaning(self) -> str:
        return in_words(self.changes)


@dataclass(frozen=True)
class Stretch:
    """Lines that follow each other; folded where nothing changed in them."""

    is_folded: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class Comparison:
    stretches: list[Stretch]
    counts: list[tuple[str, int]]  # "reworded", 2

    @property
    def is_same(self) -> bool:
        return all(stretch.is_folded for stretch in self.stretches)


def compared(plan: Plan) -> Comparison:
    """What a plan does to the sentences. One question to the database: for those before."""
    old = list(plan.old.sentences.in_order().values_list("text", flat=True))
    new = [plan.text[span.start : span.end] for span in plan.spans]
    lines = beside(plan.fates, len(new), Line)
    for line in lines:
        before = " ".join(old[number - 1] for number in line.olds)
        after = " ".join(new[number - 1] for number in line.news)
        line.old, line.new = map(as_html, sides(before, after))
    return Comparison(list(_folded(lines)), _counts(plan.fates, lines))


def _counts(fates: Sequence[Fate], lines: Iterable[Line]) -> list[tuple[str, int]]:
    counted = Counter(fate.verdict for fate in fates)
    counts = [(verdict(value), counted[value]) for value in Verdict if counted[value]]
    added = sum(len(line.news) for line in lines if not line.olds)
    return [*counts, (str(_("new")), added)] if added else counts


def _folded(lines: Sequence[Line]) -> Iterable[Stretch]:
    """Unchanged lines stay open beside changed ones; long stretches of them are folded."""
    changed = [place for place, line in enumerate(lines) if not line.is_same]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    numbered = groupby(enumerate(lines), key=lambda each: each[0] in near)
    for is_near, group in numbered:
        stretch = [line for _place, line in group]
        yield Stretch(not is_near and len(stretch) >= FEWEST_FOLDED, stretch)
