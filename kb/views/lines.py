"""An article as its page shows it: sentences by paragraph, with what rests on each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.models import Evidence, Sentence, Stance

__all__ = ["STANCES", "Block", "Line", "Mark", "blocks", "lines"]


STANCES = (Stance.SUPPORTS.value, Stance.DISPUTES.value, Stance.CONTEXT.value)


@dataclass(frozen=True)
class Mark:
    """What a sentence does to a claim; claims are numbered from 1 as the text comes to them."""

    number: int
    claim: int
    stance: str


@dataclass(frozen=True)
class Line:
    """A sentence, the claims that rest on it, and whether it was chosen."""

    sentence: Sentence
    supports: int
    disputes: int
    context: int
    is_chosen: bool
    follows_gap: bool  # the reader may not see what stands between this one and the one before
    marks: tuple[Mark, ...]  # each claim once, by number

    @property
    def has_evidence(self) -> bool:
        return bool(self.supports or self.disputes or self.context)

    @property
    def is_answered(self) -> bool:
        """Whether choosing it has something to show."""
        return self.has_evidence or hasattr(self.sentence, "no_claim")

    @property
    def look(self) -> str:
        """How it is marked."""
        if self.supports and self.disputes:
            return "both"
        if self.disputes:
            return Stance.DISPUTES.value
        if self.supports:
            return Stance.SUPPORTS.value
        return Stance.CONTEXT.value if self.context else "open"

    @property
    def state(self) -> str:
        """What the strip shows of it: how it is marked, or that it was judged to hold no claim."""
        return self.look if self.has_evidence or not self.is_answered else "judged"


@dataclass(frozen=True)
class Block:
    """A paragraph or heading; in the one with the chosen sentence the note follows `upper`."""

    role: str
    upper: tuple[Line, ...]
    lower: tuple[Line, ...]
    is_chosen: bool

    @property
    def is_heading(self) -> bool:
        return self.role == Sentence.Role.HEADING


def lines(
    sentences: Iterable[Sentence], evidence: Iterable[Evidence], chosen: int | None
) -> list[Line]:
    """The visible `sentences` of one version in order, with the claims of `evidence` counted."""
    rows: dict[int, list[Evidence]] = defaultdict(list)
    for row in evidence:
        rows[row.sentence_id].append(row)
    found: list[Line] = []
    previous, numbers = 0, dict[int, int]()
    for sentence in sentences:
        its = rows[sentence.pk]
        supports, disputes, context = (_claims(its, stance) for stance in STANCES)
        found.append(
            Line(
                sentence,
                supports=len(supports),
                disputes=len(disputes),
                context=len(context),
                is_chosen=sentence.position == chosen,
                follows_gap=sentence.position > previous + 1,
                marks=_marks(its, numbers),
            )
        )
        previous = sentence.position
    return found


def _claims(rows: Iterable[Evidence], stance: str) -> set[int]:
    return {row.claim_id for row in rows if row.stance == stance}


def _marks(rows: Iterable[Evidence], numbers: dict[int, int]) -> tuple[Mark, ...]:
    """The claims of one sentence; those met for the first time get the next of the `numbers`."""
    stances: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.claim_id)):
        numbers.setdefault(row.claim_id, len(numbers) + 1)
        known = stances.get(row.claim_id, row.stance)
        stances[row.claim_id] = min(known, row.stance, key=STANCES.index)
    marks = (Mark(numbers[claim], claim, stance) for claim, stance in stances.items())
    return tuple(sorted(marks, key=lambda mark: mark.number))


def blocks(found: Sequence[Line]) -> list[Block]:
    """The lines by paragraph; the paragraph of the chosen one is parted behind it."""
    paragraphs = groupby(found, key=lambda line: line.sentence.paragraph)
    return [_block(tuple(together)) for _, together in paragraphs]


def _block(together: tuple[Line, ...]) -> Block:
    role = together[0].sentence.role
    for place, line in enumerate(together, start=1):
        if line.is_chosen:
            return Block(role, together[:place], together[place:], is_chosen=True)
    return Block(role, together, (), is_chosen=False)
