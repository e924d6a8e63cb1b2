"""Which old sentence is which new one, where their texts are equal to the code point."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kb.text.alignment.sequences import blocks, longest_rising
from kb.text.alignment.words import WORD

__all__ = ["certain", "in_order", "pairs"]

FEW_CHARS = 40  # of what says more than its words where it stands
FEW_WORDS = 3
_CLOSED = re.compile(r"[.!?…][^\w\s]*$")


def pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The new index of each old sentence whose text stands in the new version too, one to one.

    First what is in the common order; then what stands once on each side; then what stands beside
    a pair; in the end, sentences of equal text by their order.
    """
    found = {
        block.one + n: block.other + n for block in blocks(old, new) for n in range(block.size)
    }
    taken = set(found.values())
    left, free = defaultdict(list), defaultdict(list)
    for i, text in enumerate(old):
        if i not in found:
            left[text].append(i)
    for j, text in enumerate(new):
        if j not in taken and text in left:
            free[text].append(j)
    _pair_single(left, free, found)
    taken.update(found.values())
    _pair_neighbours(old, new, found, taken)
    for text, olds in left.items():
        rest = [j for j in free[text] if j not in taken]
        found.update(zip([i for i in olds if i not in found], rest, strict=False))
    return found


def in_order(found: dict[int, int]) -> dict[int, int]:
    """Of the pairs, those of a longest common order."""
    olds = sorted(found)
    rising = longest_rising([found[i] for i in olds])
    return {olds[place]: found[olds[place]] for place in rising}


def certain(old: Sequence[str], new: Sequence[str], found: dict[int, int]) -> set[int]:
    """The old sentences that surely say in the new version what they said before.

    Three words or fewer answer what stands before them ("Nein."): that must be the same. A short
    sentence that stands more than once, or is out of order, needs one neighbour that came with it.
    """
    how_often, how_often_new = Counter(old), Counter(new)
    ordered = in_order(found)
    sure: set[int] = set()
    for i in sorted(found):
        text, j = old[i], found[i]
        follows = (i - 1 in sure and found[i - 1] == j - 1) or i == j == 0
        if _is_answer(text):
            is_sure = follows
        elif len(text) >= FEW_CHARS:
            is_sure = True
        else:
            is_single = how_often[text] == how_often_new[text] == 1 and i in ordered
            is_last = i == len(old) - 1 and j == len(new) - 1
            is_sure = is_single or follows or is_last or found.get(i + 1) == j + 1
        if is_sure:
            sure.add(i)
    return sure


def _is_answer(text: str) -> bool:
    if len(text) >= 2 * FEW_CHARS or not _CLOSED.search(text):  # a heading is not closed
        return False
    return sum(word[0].isalnum() for word in WORD.findall(text)) <= FEW_WORDS


def _pair_single(
    left: dict[str, list[int]], free: dict[str, list[int]], found: dict[int, int]
) -> None:
    for text, olds in left.items():
        if len(olds) == len(free[text]) == 1:
            found[olds[0]] = free[text][0]


def _pair_neighbours(
    old: Sequence[str], new: Sequence[str], found: dict[int, int], taken: set[int]
) -> None:
    """Pairs what stands before or behind a pair, and so on from there."""
    for step, olds in ((1, range(len(old))), (-1, range(len(old) - 1, -1, -1))):
        for i in olds:
            j = found.get(i - step, -2) + step
            if i not in found and 0 <= j < len(new) and j not in taken and old[i] == new[j]:
                found[i] = j
                taken.add(j)
