"""Which sentences stand within a quotation that an earlier sentence opened.

Each kind of mark is looked at by itself. A sentence stands within a quotation if the last mark
of a kind before it opens one; so a stray mark never changes more than what stands up to the next.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

__all__ = ["MARKS", "Position", "Quotations", "is_apostrophe"]

Position = tuple[int, int]  # a sentence and an offset in it

# A quotation that nobody closes ends after so many sentences, at the latest.
LONGEST_UNCLOSED = 30

_DOUBLE, _ANGLE, _SINGLE = "double", "angle", "single"
_KINDS = {
    **dict.fromkeys([*'„‟“”"″＂「」『』❝❞', ",,", "``", "''"], _DOUBLE),
    **dict.fromkeys("«»‹›《》", _ANGLE),
    **dict.fromkeys("‚‘‛’'`´", _SINGLE),
}
MARKS = frozenset(_KINDS)
_FOUND = re.compile("|".join(sorted(map(re.escape, MARKS), key=len, reverse=True)))
_ALWAYS_OPEN = frozenset([*"„‚「『《❝", ",,", "``"])
_NEVER_OPEN = frozenset([*"’´」』》❞", "''"])
_BEFORE = frozenset("([{–—-/¿¡:*").union(_KINDS)  # after these a mark opens
_BEHIND = frozenset(".,;:!?…)]}–—-/*").union(_KINDS)  # before these it closes


class Quotations:
    """The quotations of a text, given by its sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._opened: list[Position] = []
        self._closed: list[Position] = []
        last: dict[str, tuple[Position, bool]] = {}  # by kind of mark: where, and whether it opens
        for number, sentence in enumerate(sentences):
            for kind, offset, opens in _marks(sentence, last):
                self._note(last.get(kind), kind, (number, offset), is_closed=not opens)
                last[kind] = (number, offset), opens
        for kind, mark in last.items():
            self._note(mark, kind, (len(sentences), 0), is_closed=False)
        self._opened.sort()
        self._closed.sort()

    def open_at(self, sentence: int, offset: int = 0) -> int:
        """How many quotations are open before this character of this sentence."""
        place = sentence, offset
        return bisect_left(self._opened, place) - bisect_left(self._closed, place)

    def _note(
        self, opened: tuple[Position, bool] | None, kind: str, end: Position, *, is_closed: bool
    ) -> None:
        """The quotation that the last mark of its kind opened, if it did, and that ends at `end`."""
        if opened is None or not opened[1]:
            return
        start = opened[0]
        if not is_closed:
            if kind == _SINGLE:  # more likely an apostrophe
                return
            end = min(end, (start[0] + LONGEST_UNCLOSED, 0))
        self._opened.append(start)
        self._closed.append(end)


def is_apostrophe(text: str, start: int, end: int) -> bool:
    """Whether the mark at `[start, end)` stands within a word: "gibt’s"."""
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def _marks(
    sentence: str, last: dict[str, tuple[Position, bool]]
) -> Iterator[tuple[str, int, bool]]:
    """The marks of `sentence`: kind, offset, and whether it opens. The caller keeps `last`."""
    for found in _FOUND.finditer(sentence):
        kind = _KINDS[found[0]]
        if kind == _SINGLE and is_apostrophe(sentence, *found.span()):
            continue
        start, end = found.span()
        before, behind = sentence[start - 1 : start], sentence[end : end + 1]
        is_open = kind in last and last[kind][1]
        yield kind, start, _opens(found[0], before.strip(), behind.strip(), is_open=is_open)


def _opens(mark: str, before: str, behind: str, *, is_open: bool) -> bool:
    if mark in _ALWAYS_OPEN or mark in _NEVER_OPEN:
        return mark in _ALWAYS_OPEN
    leans_right = bool(behind) and (not before or before in _BEFORE)
    leans_left = bool(before) and (not behind or behind in _BEHIND)
    return leans_right if leans_right != leans_left else not is_open
