"""An article as its page shows it: sentences by paragraph, with what rests on each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.models import Evidence, Sentence, Stance

__all__ = ["Block", "Line", "blocks", "lines"]


@dataclass(frozen=True)
class Line:
    """A sentence, the claims that rest on it by stance, and whether it was chosen."""

    sentence: Sentence
    supports: int
    disputes: int
    context: int
    is_chosen: bool
    follows_gap: bool  # the reader may not see what stands between this one and the one before

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
    claims: dict[tuple[int, str], set[int]] = defaultdict(set)
    for row in evidence:
        claims[row.sentence_id, row.stance].add(row.claim_id)
    found, previous = [], 0
    for sentence in sentences:
        found.append(
            Line(
                sentence,
                supports=len(claims[sentence.pk, Stance.SUPPORTS.value]),
                disputes=len(claims[sentence.pk, Stance.DISPUTES.value]),
                context=len(claims[sentence.pk, Stance.CONTEXT.value]),
                is_chosen=sentence.position == chosen,
                follows_gap=sentence.position > previous + 1,
            )
        )
        previous = sentence.position
    return found


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
