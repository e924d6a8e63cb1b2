"""The difference between two wordings, for people: `differences`."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kb.text.alignment.sequences import blocks, gaps
from kb.text.alignment.words import tokens

__all__ = ["Piece", "Stretch", "differences", "stretches"]


class Piece(NamedTuple):
    """A part of the difference; `text` is never empty."""

    kind: Literal["same", "removed", "added"]
    text: str


class Stretch(NamedTuple):
    """What stands at the same place in both wordings, either of which may be empty."""

    is_same: bool
    old: str
    new: str


def differences(old: str, new: str) -> list[Piece]:
    """What stayed, what was removed and what was added, word by word and in order.

    Same and removed pieces joined are `old`, same and added ones `new`, to the code point. What was
    removed stands before what was put in its place.
    """
    pieces = []
    for is_same, before, after in stretches(old, new):
        if is_same:
            pieces.append(Piece("same", before))
        else:
            pieces += [Piece("removed", before)] if before else []
            pieces += [Piece("added", after)] if after else []
    return pieces


def stretches(old: str, new: str) -> Iterator[Stretch]:
    """Both wordings from beginning to end, by turns equal and different.

    White space alone between two changes belongs to them: it would only tear them apart.
    """
    before = after = ""
    parts = list(_parts(tokens(old), tokens(new)))
    for number, part in enumerate(parts):
        is_between = part.old.isspace() and 0 < number < len(parts) - 1
        if part.is_same and not is_between:
            if before or after:
                yield Stretch(False, before, after)
            yield part
            before = after = ""
        else:
            before, after = before + part.old, after + part.new
    if before or after:
        yield Stretch(False, before, after)


def _parts(one: list[str], other: list[str]) -> Iterator[Stretch]:
    same = blocks(one, other)
    found = [
        (block.one, block.other, True, block.one + block.size, block.other + block.size)
        for block in same
    ]
    between = gaps(same, len(one), len(other))
    found += [(gap.start, gap.other_start, False, gap.end, gap.other_end) for gap in between]
    for start, other_start, is_same, end, other_end in sorted(found):
        yield Stretch(is_same, "".join(one[start:end]), "".join(other[other_start:other_end]))
