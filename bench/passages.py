"""Evidence of a generated claim, in all forms that documents may use."""

import re
from typing import Any

from bench.bodies import Body
from bench.growing import Dice

__all__ = ["foreign_evidence", "own_evidence"]

_WORD = re.compile(r"\S+")


def own_evidence(dice: Dice, body: Body) -> list[dict[str, Any]]:
    """One to three passages of the claim's own document that do not touch each other."""
    free = body.free
    evidence: list[dict[str, Any]] = []
    for _ in range(1 + (dice.below(3) if dice.chance(0.5) else 0)):
        if not free:
            break
        first, last = _sentences(dice, free)
        free = [place for place in free if not first - 1 <= place <= last + 1]
        start, end = _span(dice, body, first, last)
        entry = _form(dice, body, first, start, end)
        if evidence:
            entry |= _stance(dice)
        elif dice.chance(0.4):
            entry["stance"] = "supports"
        evidence.append(entry)
    return evidence


def foreign_evidence(dice: Dice, body: Body, source: str, identity: str) -> dict[str, Any]:
    """A passage of another document, which may come later in the file."""
    start, end = _span(dice, body, *_sentences(dice, body.free))
    entry: dict[str, Any] = {"document": {"source": source, "id": identity}}
    entry |= {"start": start, "end": end} | _stance(dice)
    if dice.chance(0.5):
        entry["quote"] = body.text[start:end]
    return entry


def _stance(dice: Dice) -> dict[str, str]:
    return {"stance": dice.one(("supports", "supports", "supports", "disputes", "context"))}


def _sentences(dice: Dice, free: list[int]) -> tuple[int, int]:
    """The first and the last sentence of a passage: mostly one, sometimes two."""
    first = dice.one(free)
    return first, first + 1 if first + 1 in free and dice.chance(0.15) else first


def _span(dice: Dice, body: Body, first: int, last: int) -> tuple[int, int]:
    """From the first to the last sentence, or some whole words of it."""
    start, end = body.spans[first].start, body.spans[last].end
    if dice.chance(0.5):
        return start, end
    words = [match.span() for match in _WORD.finditer(body.text, start, end)]
    if first == last and len(words) < 5:
        return start, end
    # Of two sentences the beginning of the first goes and the end of the last.
    skipped = 1 + dice.below(min(3, len(words) // 3))
    kept = words[skipped : -1 - dice.below(2)] if first == last else words[1:-1]
    edges = kept[0][0], kept[-1][1]
    return edges if _crosses(body, first, last, edges) else (start, end)


def _crosses(body: Body, first: int, last: int, edges: tuple[int, int]) -> bool:
    """Whether a span still begins in the first sentence and ends in the last."""
    return edges[0] < body.spans[first].end and edges[1] > body.spans[last].start


def _form(dice: Dice, body: Body, first: int, start: int, end: int) -> dict[str, Any]:
    quote, offsets = {"quote": body.text[start:end]}, {"start": start, "end": end}
    is_unique = body.text.find(quote["quote"]) == body.text.rfind(quote["quote"])
    index = {"sentence_index": body.listed.index(first)} if first in body.listed else {}
    form = dice.below(10)
    if form < 2 and is_unique:
        return dict(quote)
    if form < 4 and index:
        is_whole = (start, end) == (body.spans[first].start, body.spans[first].end)
        return dict(index) if is_whole and form == 2 else index | offsets | quote
    return dict(offsets) if form < 6 else quote | offsets
