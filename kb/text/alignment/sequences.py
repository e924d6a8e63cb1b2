"""What two sequences have in common, in order: patience (Bram Cohen), in near to linear time.

What stands once on each side anchors the rest; between two anchors other things stand once. Where
nothing does, a short stretch is compared by difflib, a long one only from its ends.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

__all__ = ["Block", "Gap", "blocks", "gaps", "longest_rising"]

SMALL = 20_000  # as many pairs difflib may look at; it can take the square of them
DEEPEST = 40  # stretches within stretches; real text needs five
WIDTHS = (1, 2, 4)  # what stands once: an item, in long stretches also some that follow each other


class Block(NamedTuple):
    """`size` items that are equal, from `one` on and from `other` on."""

    one: int
    other: int
    size: int


class Gap(NamedTuple):
    """What stands between two blocks: `[start, end)` of one, `[other_start, other_end)` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def blocks(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Block]:
    """The stretches that `one` and `other` have in common: in order, disjoint, none touching on both sides."""
    found: list[tuple[int, int, int]] = []
    stretches = [(0, len(one), 0, len(other), 0)]
    while stretches:
        start, end, other_start, other_end, depth = stretches.pop()
        size = _shared_start(one, start, end, other, other_start, other_end)
        found.append((start, other_start, size))
        start, other_start = start + size, other_start + size
        size = _shared_end(one, start, end, other, other_start, other_end)
        end, other_end = end - size, other_end - size
        found.append((end, other_end, size))
        if start == end or other_start == other_end:
            continue
        here, there = one[start:end], other[other_start:other_end]
        anchors = _anchors(here, there) if depth < DEEPEST else []
        if anchors:
            borders = [(start + a, other_start + b) for a, b in anchors]
            for border, other_border in borders:
                stretches.append((start, border, other_start, other_border, depth + 1))
                start, other_start = border, other_border
        elif len(here) * len(there) <= SMALL:
            found += _compared(here, there, start, other_start)
    return _joined(sorted(found))


def gaps(same: Sequence[Block], length: int, other_length: int) -> list[Gap]:
    """What stands before, between and behind the blocks of two sequences, one side of which may be empty."""
    found = []
    start = other_start = 0
    for one, other, size in [*same, (length, other_length, 0)]:
        if start < one or other_start < other:
            found.append(Gap(start, one, other_start, other))
        start, other_start = one + size, other + size
    return found


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


def _shared_start(
    one: Sequence[Hashable],
    start: int,
    end: int,
    other: Sequence[Hashable],
    other_start: int,
    other_end: int,
) -> int:
    size, longest = 0, min(end - start, other_end - other_start)
    while size < longest and one[start + size] == other[other_start + size]:
        size += 1
    return size


def _shared_end(
    one: Sequence[Hashable],
    start: int,
    end: int,
    other: Sequence[Hashable],
    other_start: int,
    other_end: int,
) -> int:
    size, longest = 0, min(end - start, other_end - other_start)
    while size < longest and one[end - size - 1] == other[other_end - size - 1]:
        size += 1
    return size


def _anchors(here: Sequence[Hashable], there: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest common order of what stands once on each side, and the ends of both."""
    for width in WIDTHS if len(here) * len(there) > SMALL else WIDTHS[:1]:
        one, other = _runs(here, width), _runs(there, width)
        counts, other_counts = Counter(one), Counter(other)
        single = {item for item, n in counts.items() if n == 1 and other_counts.get(item) == 1}
        if single:
            places = {item: n for n, item in enumerate(other) if item in single}
            pairs = [(n, places[item]) for n, item in enumerate(one) if item in single]
            rising = longest_rising([b for _, b in pairs])
            return [*(pairs[place] for place in rising), (len(here), len(there))]
    return []


def _runs(items: Sequence[Hashable], width: int) -> Sequence[Hashable]:
    """Each item with those that follow it, `width` together."""
    return items if width == 1 else list(zip(*(items[n:] for n in range(width)), strict=False))


def _compared(
    here: Sequence[Hashable], there: Sequence[Hashable], start: int, other_start: int
) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    return [(start + a, other_start + b, size) for a, b, size in matcher.get_matching_blocks()]


def _joined(found: list[tuple[int, int, int]]) -> list[Block]:
    """The blocks with those that touch on both sides made one, and without empty ones."""
    joined: list[Block] = []
    start = other_start = length = 0
    for one, other, size in found:
        if size and (start + length, other_start + length) == (one, other):
            length += size
        elif size:
            joined += [Block(start, other_start, length)] if length else []
            start, other_start, length = one, other, size
    return [*joined, Block(start, other_start, length)] if length else joined
