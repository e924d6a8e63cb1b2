"""What two sequences have in common, in order: patience (Bram Cohen), in near to linear time.

What stands once on each side anchors the rest; between two anchors other things stand once. Where
nothing does, a short stretch is compared by difflib, a long one only from its ends.
"""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

__all__ = ["Block", "Replacement", "blocks", "longest_rising", "replacements"]

SMALL = 20_000  # as many pairs difflib may look at; it can take the square of them
DEEPEST = 40  # stretches within stretches; real text needs five
WIDTHS = (1, 2, 4)  # what stands once: an item, else two or four that follow each other


class Block(NamedTuple):
    """`size` items that are equal, from `one` on and from `other` on."""

    one: int
    other: int
    size: int


class Replacement(NamedTuple):
    """What stands between two blocks: `[start, end)` of one, `[other_start, other_end)` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def blocks(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Block]:
    """The stretches that `one` and `other` have in common: in order, disjoint, none touching on both sides."""
    found: list[Block] = []
    stretches = [(Replacement(0, len(one), 0, len(other)), 0)]
    while stretches:
        stretch, depth = stretches.pop()
        inner = _without_ends(one, other, stretch, found)
        if inner.start == inner.end or inner.other_start == inner.other_end:
            continue
        anchors = _anchors(one, other, inner) if depth < DEEPEST else []
        if anchors:
            stretches += [(between, depth + 1) for between in _between(inner, anchors)]
            found += anchors
        elif (inner.end - inner.start) * (inner.other_end - inner.other_start) <= SMALL:
            found += _compared(one, other, inner)
    return _joined(sorted(found))


def replacements(
    one: Sequence[Hashable], other: Sequence[Hashable]
) -> tuple[list[Block], list[Replacement]]:
    """The blocks, and what stands between them, either side of which may be empty."""
    same = blocks(one, other)
    whole = Replacement(0, len(one), 0, len(other))
    gaps = _between(whole, same)
    return same, [gap for gap in gaps if gap.start < gap.end or gap.other_start < gap.other_end]


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The indices of a longest rising part of `numbers`, all of them different."""
    ends: list[int] = []  # the smallest last number of a rising part of each length
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    rising = []
    place = places[-1] if places else -1
    while place >= 0:
        rising.append(place)
        place = before[place]
    return rising[::-1]


def _without_ends(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: Replacement, found: list[Block]
) -> Replacement:
    """The stretch without what both its ends have in common, which is added to `found`."""
    start, end, other_start, other_end = stretch
    while start < end and other_start < other_end and one[start] == other[other_start]:
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    if start > stretch.start:
        found.append(Block(stretch.start, stretch.other_start, start - stretch.start))
    if end < stretch.end:
        found.append(Block(end, other_end, stretch.end - end))
    return Replacement(start, end, other_start, other_end)


def _anchors(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: Replacement
) -> list[Block]:
    """The longest common order of what stands once on each side."""
    start, end, other_start, other_end = stretch
    for width in WIDTHS:
        here = _once(one, start, end, width)
        there = _once(other, other_start, other_end, width)
        places = [there.get(item, -1) for item in here]
        pairs = [(a, b) for a, b in zip(here.values(), places, strict=True) if b >= 0 and a >= 0]
        rising = longest_rising([b for _, b in pairs])
        if rising:
            return [Block(*pairs[place], 1) for place in rising]
    return []


def _once(items: Sequence[Hashable], start: int, end: int, width: int) -> dict[Hashable, int]:
    """Where each item stands that stands once; -1 for those that stand more often. In order."""
    places: dict[Hashable, int] = {}
    for place in range(start, end - width + 1):
        item = items[place] if width == 1 else tuple(items[place : place + width])
        places[item] = -1 if item in places else place
    return places


def _between(stretch: Replacement, same: list[Block]) -> list[Replacement]:
    gaps = []
    start, _, other_start, _ = stretch
    for block in same:
        gaps.append(Replacement(start, block.one, other_start, block.other))
        start, other_start = block.one + block.size, block.other + block.size
    return [*gaps, Replacement(start, stretch.end, other_start, stretch.other_end)]


def _compared(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: Replacement
) -> list[Block]:
    start, end, other_start, other_end = stretch
    matcher = SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False)
    return [
        Block(start + a, other_start + b, size)
        for a, b, size in matcher.get_matching_blocks()
        if size
    ]


def _joined(found: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in found:
        last = joined[-1] if joined else None
        if last and (last.one + last.size, last.other + last.size) == block[:2]:
            joined[-1] = last._replace(size=last.size + block.size)
        else:
            joined.append(block)
    return joined
