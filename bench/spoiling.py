"""Ways in which a document is spoiled, each of which an import has to refuse."""

from collections.abc import Callable
from typing import Any

from bench.growing import Dice

__all__ = ["spoil"]


def spoil(dice: Dice, entry: dict[str, Any]) -> str:
    """Spoils a generated document in one way that fits it and says which."""
    for name in dice.several(list(WAYS), len(WAYS)):
        if WAYS[name](entry):
            return name
    raise ValueError(f"no way to spoil {entry['document']['id']}")


def _passage(entry: dict[str, Any]) -> dict[str, Any] | None:
    """The first evidence that gives quote and offsets; None if there is none."""
    claims = entry.get("claims", [])
    evidence = [passage for claim in claims for passage in claim["evidence"]]
    wanted = {"quote", "start", "end"}
    return next((e for e in evidence if wanted <= e.keys() and "document" not in e), None)


def _move(entry: dict[str, Any], passage: dict[str, Any], distance: int) -> bool:
    start, end = passage["start"] + distance, passage["end"] + distance
    text = entry["document"]["text"]
    if start < 0 or end > len(text) or text[start:end] == passage["quote"]:
        return False
    passage |= {"start": start, "end": end}
    return True


def _shift(entry: dict[str, Any]) -> bool:
    passage = _passage(entry)
    return passage is not None and (_move(entry, passage, 1) or _move(entry, passage, -1))


def _count_utf16(entry: dict[str, Any]) -> bool:
    passage = _passage(entry)
    if passage is None:
        return False
    before = entry["document"]["text"][: passage["start"]]
    return _move(entry, passage, sum(1 for character in before if ord(character) > 0xFFFF))


def _double_a_space(entry: dict[str, Any]) -> bool:
    passage = _passage(entry)
    if passage is None or " " not in passage["quote"]:
        return False
    passage["quote"] = passage["quote"].replace(" ", "  ", 1)
    return True


def _misquote(entry: dict[str, Any]) -> bool:
    passage = _passage(entry)
    if passage is None:
        return False
    passage["quote"] = f"{passage['quote']} – und mehr"
    del passage["start"], passage["end"]
    return True


def _overlap(entry: dict[str, Any]) -> bool:
    listed = entry["document"].get("sentences", [])
    if len(listed) < 2:
        return False
    listed[1][0] = listed[0][1] - 1
    return True


def _reach_too_far(entry: dict[str, Any]) -> bool:
    listed = entry["document"].get("sentences", [])
    if not listed:
        return False
    listed[-1][1] = len(entry["document"]["text"]) + 1
    return True


def _add_nul(entry: dict[str, Any]) -> bool:
    entry["document"]["text"] += "\0"
    return True


WAYS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "shifted": _shift,
    "utf-16": _count_utf16,
    "white space": _double_a_space,
    "misquoted": _misquote,
    "overlap": _overlap,
    "out of range": _reach_too_far,
    "nul": _add_nul,
}
