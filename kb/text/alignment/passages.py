"""Where a passage of an old sentence may stand now: `carry`."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from kb.text.alignment.difference import stretches

__all__ = ["carry"]

ALIKE = 0.5  # as much of its letters a word in the place of another shares with it
FEW_CHARS = 400  # of two replaced passages that are compared by their letters


def carry(old: str, start: int, end: int, new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where the passage `old[start:end]` may stand in the sentences `new` of the old one's fate.

    Each piece is an index into `new` and code points within that sentence, end exclusive; the pieces are in order
    and touch. It reaches from what is left of the passage's beginning to what is left of its end,
    and takes with it what was put in between. Nothing where nothing of it is left. Raises ValueError for a passage
    that does not lie within `old`.
    """
    if not 0 <= start < end <= len(old):
        raise ValueError(f"[{start}, {end}) is no passage of a sentence of {len(old)} characters")
    text = " ".join(new)
    found = _places(old, start, end, text)
    return _pieces(min(a for a, _ in found), max(b for _, b in found), new) if found else []


def _places(old: str, start: int, end: int, text: str) -> list[tuple[int, int]]:
    """The places in `text` of what is left of the passage."""
    found = []
    place = other = 0
    for is_same, before, after in stretches(old, text):
        first, last = max(start - place, 0), min(end - place, len(before))
        if first < last:
            if is_same:
                found.append((other + first, other + last))
            else:
                found += [(other + a, other + b) for a, b in _replaced(before, first, last, after)]
        place, other = place + len(before), other + len(after)
    return [(a, b) for a, b in found if any(map(str.isalnum, text[a:b]))]


def _replaced(before: str, first: int, last: int, after: str) -> list[tuple[int, int]]:
    """Where `before[first:last]` stands in the words that replaced `before`, if it is still like them."""
    if max(len(before), len(after)) > FEW_CHARS:
        return []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    shared = [
        (b + max(first - a, 0), b + min(last - a, size))
        for a, b, size in matcher.get_matching_blocks()
        if a < last and a + size > first
    ]
    if sum(b - a for a, b in shared) < ALIKE * (last - first):
        return []
    return [_whole_words(after, shared[0][0], shared[-1][1])]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _pieces(start: int, end: int, sentences: Sequence[str]) -> list[tuple[int, int, int]]:
    """`[start, end)` of the joined sentences as pieces of each, without white space at the edges."""
    pieces, offset = [], 0
    for number, sentence in enumerate(sentences):
        first, last = max(start - offset, 0), min(end - offset, len(sentence))
        if first < last:
            piece = sentence[first:last]
            first += len(piece) - len(piece.lstrip())
            last -= len(piece) - len(piece.rstrip())
            pieces += [(number, first, last)] if first < last else []
        offset += len(sentence) + 1
    return pieces
