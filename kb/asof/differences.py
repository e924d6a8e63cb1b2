"""What differs between two days: facts under their labels, compared word by word."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from kb.text.alignment.difference import Piece, differences

__all__ = ["Change", "Fact", "Item", "ItemChange", "compared"]

SHOWN_CHARS = 120  # of words that stayed, on either side of what came or went
GAP = "[…]"


@dataclass(frozen=True)
class Item:
    """One of several things that a fact names; `key` tells it from the others on both days."""

    key: Hashable
    words: str
    language: str = ""
    address: str = ""


@dataclass(frozen=True)
class Fact:
    """What was told under one label: a text, or items. Only ids from `since` on are compared."""

    label: str
    text: str = ""
    items: tuple[Item, ...] = ()
    language: str = ""
    since: int = 0


@dataclass(frozen=True)
class ItemChange:
    """An item that came, went or reads otherwise."""

    pieces: list[Piece]
    language: str
    address: str


@dataclass(frozen=True)
class Change:
    """What differs under one label."""

    label: str
    pieces: list[Piece]
    items: list[ItemChange]
    language: str
    is_cut: bool  # older items were not compared


def compared(before: Sequence[Fact], after: Sequence[Fact]) -> tuple[list[Change], list[str]]:
    """What differs, and the labels of what does not. A fact missing on one day was not told."""
    olds, news = ({fact.label: fact for fact in facts} for facts in (before, after))
    changes, same = [], []
    for label in dict.fromkeys([*news, *olds]):
        change = _change(olds.get(label) or Fact(label), news.get(label) or Fact(label))
        if change.pieces or change.items:
            changes.append(change)
        else:
            same.append(label)
    return changes, same


def _change(old: Fact, new: Fact) -> Change:
    since = max(old.since, new.since)
    pieces = _folded(differences(old.text, new.text)) if old.text != new.text else []
    items = _items(_keyed(old.items, since), _keyed(new.items, since))
    language = new.language or old.language
    return Change(new.label, pieces, items, language, is_cut=since > 0)


def _keyed(items: Iterable[Item], since: int) -> dict[Hashable, Item]:
    """The items by their keys; several of one key are told apart by their order."""
    found: dict[Hashable, Item] = {}
    numbers: Counter[Hashable] = Counter()
    for item in items:
        if isinstance(item.key, int) and item.key < since:
            continue
        found[item.key, numbers[item.key]] = item
        numbers[item.key] += 1
    return found


def _items(olds: dict[Hashable, Item], news: dict[Hashable, Item]) -> list[ItemChange]:
    changes = []
    for key in dict.fromkeys([*news, *olds]):
        old, new = olds.get(key), news.get(key)
        said = new or old
        before, after = old.words if old else "", new.words if new else ""
        if said and before != after:
            pieces = differences(before, after)
            changes.append(ItemChange(pieces, said.language, new.address if new else ""))
    return changes


def _folded(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, of long runs that stayed only what stands next to what did not."""
    return [
        _fold(piece, place > 0, place < len(pieces) - 1) if piece.kind == "same" else piece
        for place, piece in enumerate(pieces)
    ]


def _fold(piece: Piece, has_before: bool, has_after: bool) -> Piece:
    if len(piece.text) <= 2 * SHOWN_CHARS + len(GAP):
        return piece
    begin = piece.text[:SHOWN_CHARS].rsplit(None, 1)[0] + " " if has_before else ""
    end = " " + piece.text[-SHOWN_CHARS:].split(None, 1)[-1] if has_after else ""
    return Piece("same", f"{begin}{GAP}{end}")
