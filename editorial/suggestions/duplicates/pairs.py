"""Pairs that are likely the same, found by keys: nobody is compared with everybody."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from editorial.suggestions.duplicates.keys import (
    initialled,
    is_near,
    lettered,
    letters,
    neighbours,
    same,
    shortened,
    stem,
)

__all__ = ["Item", "Pair", "Why", "pairs_of"]

# An initial that fits more people than this tells nothing.
MOST_FITTING = 4
# Events of one day that share a word; more of them share a word that says nothing.
MOST_SHARING = 50
SHARED_WORD_LETTERS = 4
ALIKE = 0.5  # of all words of two titles


class Why(IntEnum):
    """What speaks for it, the strongest first."""

    SAME = 1
    NEAR = 2
    ENDING = 3
    WORDS = 4
    INITIAL = 5


@dataclass(frozen=True, slots=True)
class Item:
    """Something with its names; only within one `block` things are alike."""

    pk: int
    names: tuple[str, ...]
    block: Any = ""
    is_person: bool = False
    identifier: str = ""  # two with different ones are not the same


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two that are likely the same: `one` is the older; sorts as lists show it."""

    why: Why
    key: str
    one: int
    other: int


Found = dict[tuple[int, int], Why]
Named = list[tuple[Item, str]]  # items with one of their names, folded


def pairs_of(
    items: Iterable[Item], *, has_endings: bool = False, by_words: bool = False
) -> list[Pair]:
    """The likely pairs among `items`, the likeliest first.

    Tags are alike but for an ending; events of one day by half of the words of their titles.
    """
    named = [(item, folded) for item in items for folded in _folded(item)]
    found: Found = {}
    _by_key(named, same, Why.SAME, found)
    _near(named, found)
    if has_endings:
        _by_key(named, lambda folded: [stem(folded)], Why.ENDING, found)
    if by_words:
        _by_shared_words(named, found)
    _by_initial([each for each in named if each[0].is_person], found)
    keys = {item.pk: "".join(letters(item.names[0]).split()) for item, _folded in named}
    return sorted(Pair(why, keys[one], one, other) for (one, other), why in found.items())


def _folded(item: Item) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, map(letters, item.names)))


def _note(found: Found, one: Item, other: Item, why: Why) -> None:
    if one.pk == other.pk or one.block != other.block:
        return
    if one.identifier and other.identifier and one.identifier != other.identifier:
        return
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    found[pair] = min(why, found.get(pair, why))


def _by_key(named: Named, keys: Callable[[str], Iterable[str]], why: Why, found: Found) -> None:
    """Of all that share a key each is paired with the first alone: a thousand are no million pairs."""
    first: dict[Any, Item] = {}
    for item, folded in named:
        for key in keys(folded):
            _note(found, first.setdefault((item.block, key), item), item, why)


def _near(named: Named, found: Found) -> None:
    blocks: dict[Any, list[tuple[Item, str, str]]] = defaultdict(list)
    for item, folded in named:
        for rest, word in neighbours(folded):
            blocks[item.block, rest].append((item, folded, word))
    for block in blocks.values():
        if len(block) > 1:
            _near_in(block, found)


def _near_in(block: list[tuple[Item, str, str]], found: Found) -> None:
    first: dict[str, tuple[Item, str]] = {}
    for item, folded, word in block:
        for key in shortened(word):
            other, its = first.setdefault(key, (item, folded))
            if other.pk != item.pk and its != folded and is_near(its, folded):
                _note(found, other, item, Why.NEAR)


def _by_initial(named: Named, found: Found) -> None:
    blocks: dict[str, Named] = defaultdict(list)
    for item, folded in named:
        if key := initialled(folded):
            blocks[key].append((item, folded))
    for block in blocks.values():
        short = [item for item, folded in block if lettered(folded)]
        full = {item.pk: item for item, folded in block if not lettered(folded)}
        if short and len(full) <= MOST_FITTING:
            for one in short[:MOST_FITTING]:
                for other in full.values():
                    _note(found, one, other, Why.INITIAL)


def _by_shared_words(named: Named, found: Found) -> None:
    blocks: dict[Any, Named] = defaultdict(list)
    for item, folded in named:
        for word in set(folded.split()):
            if len(word) >= SHARED_WORD_LETTERS:
                blocks[item.block, stem(word)].append((item, folded))
    for block in blocks.values():
        if len(block) <= MOST_SHARING:
            for place, (one, its) in enumerate(block):
                for other, others in block[place + 1 :]:
                    if _share(its, others) >= ALIKE:
                        _note(found, one, other, Why.WORDS)


def _share(one: str, other: str) -> float:
    """How much of the words of both stand in both."""
    ours, theirs = set(map(stem, one.split())), set(map(stem, other.split()))
    return len(ours & theirs) / len(ours | theirs)
