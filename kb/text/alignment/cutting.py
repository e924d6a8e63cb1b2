"""Sentences that were cut anew: the words stayed, the borders went elsewhere.

A stretch of old sentences and the new ones between the same neighbours are compared word by word,
case apart ("Er kam. Er ging." → "Er kam, und er ging.").
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from kb.text.alignment.sequences import blocks

__all__ = ["Cut", "cut_anew"]

KEPT = 0.8  # as much of the wording stays in what was only cut anew


HELD = 0.6  # as much of a merged sentence comes from those that it was made of; the rest joins them


class Cut(NamedTuple):
    """`places` count in the stretch. Its words are now those from the word number `start` of the first place
    to the one before `end` of the last place.
    """

    places: tuple[int, ...]
    is_split: bool
    start: int
    end: int


class _Run(NamedTuple):
    """Where an old sentence's words stand among the new ones: `first` to `last`, and how they are spread."""

    first: int
    last: int
    spread: dict[int, int]  # letters by new sentence


def cut_anew(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> tuple[dict[int, Cut], dict[int, set[int]]]:
    """Which old sentences were split or merged, and for every one the new ones it shares words with.

    Sentences are lists of words; both answers go by the index of the old sentence.
    """
    old_words = [word.lower() for words in old for word in words]
    new_words = [word.lower() for words in new for word in words]
    old_ends, new_ends = _ends(old), _ends(new)
    matched: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for block in blocks(old_words, new_words):
        for n in range(block.size):
            a, b = block.one + n, block.other + n
            matched[bisect_right(old_ends, a)].append((a, b))
    kept: dict[int, _Run] = {}
    near: dict[int, set[int]] = {}
    for i, places in matched.items():
        near[i] = {bisect_right(new_ends, b) for a, b in places if old_words[a].isalnum()}
        run = _run([b for _, b in places], new_words, new_ends)
        if _is_kept(run, old[i], new_words):
            kept[i] = run
    merged = _merged(kept, new)
    cuts = {}
    for i, run in kept.items():
        touched = tuple(sorted(run.spread))
        if len(touched) > 1 or touched[0] in merged:
            cuts[i] = _cut(i, touched, matched, new_ends)
    return cuts, near


def _ends(sentences: Sequence[Sequence[str]]) -> list[int]:
    return list(accumulate(map(len, sentences)))


def _run(places: list[int], new_words: list[str], new_ends: list[int]) -> _Run:
    spread: dict[int, int] = defaultdict(int)
    marks: dict[int, int] = defaultdict(int)
    for b in places:
        number = bisect_right(new_ends, b)
        (spread if new_words[b][0].isalnum() else marks)[number] += len(new_words[b])
    for number in marks:
        if number in spread or not spread:
            spread[number] += marks[number]
    spoken = [b for b in places if new_words[b][0].isalnum()] or places
    return _Run(spoken[0], spoken[-1], dict(spread))


def _is_kept(run: _Run, words: Sequence[str], new_words: list[str]) -> bool:
    """Whether nearly all words are there, and hardly others between them."""
    shared = sum(run.spread.values())
    passage = sum(map(len, new_words[run.first : run.last + 1]))
    return shared >= KEPT * max(sum(map(len, words)), passage)


def _merged(kept: dict[int, _Run], new: Sequence[Sequence[str]]) -> set[int]:
    """The new sentences that hold nearly nothing but words of several old ones."""
    letters: dict[int, list[int]] = defaultdict(list)
    for run in kept.values():
        for number, shared in run.spread.items():
            letters[number].append(shared)
    return {
        number
        for number, shared in letters.items()
        if len(shared) > 1 and sum(shared) >= HELD * sum(map(len, new[number]))
    }


def _cut(
    i: int,
    touched: tuple[int, ...],
    matched: dict[int, list[tuple[int, int]]],
    new_ends: list[int],
) -> Cut:
    """The cut with all words up to those of the sentences before and behind it."""
    first, last = (
        new_ends[touched[0] - 1] if touched[0] else 0,
        new_ends[touched[-1] - 1] if touched[-1] else 0,
    )
    start, end = first, new_ends[touched[-1]]
    numbers = list(matched)
    if before := bisect_left(numbers, i):
        start = max(start, matched[numbers[before - 1]][-1][1] + 1)
    if before + 1 < len(numbers):
        end = min(end, matched[numbers[before + 1]][0][1])
    places = tuple(range(touched[0], touched[-1] + 1))
    return Cut(places, len(places) > 1, start - first, end - last)
