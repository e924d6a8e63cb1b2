"""Links into the very words of a page: text fragments, `https://…#:~:text=[prefix-,]start[,end][,-suffix]`.

After WICG's "URL Fragment Text Directives". A browser looks for the first place where the words
stand, word by word, whatever case, accents and white space; each part must lie within one block of
the page. Offsets are code points, end exclusive.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from kb.text.folding import fold

__all__ = ["Directive", "directive", "leading_to"]

EXACT_CHARS = 120  # longer quotes are named by their first and last words
EDGE_WORDS = (5, 8, 12)  # of a long quote, the fewest first
CONTEXT_WORDS = (2, 4, 8)  # before and after a quote that stands more than once


@dataclass(frozen=True)
class Directive:
    """The words by which a browser finds a quote; `end` is empty where `start` is all of it."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """As it stands in an address behind `#:~:`."""
        parts = [_encoded(self.start)]
        if self.prefix:
            parts.insert(0, f"{_encoded(self.prefix)}-")
        if self.end:
            parts.append(_encoded(self.end))
        if self.suffix:
            parts.append(f"-{_encoded(self.suffix)}")
        return f"text={','.join(parts)}"

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a browser would find it in `text`."""
        return self.places_folded(fold(text))

    def places_folded(self, folded: str) -> Iterator[tuple[int, int]]:
        """The same in a text that is folded already."""
        start, end = _pattern(self.start), _pattern(self.end)
        before = rf"{_pattern(self.prefix)} *" if self.prefix else ""
        after = rf"(?= *{_pattern(self.suffix)}(?!\w))" if self.suffix else r"(?!\w)"
        # A browser takes the first `end` that the suffix follows.
        words = rf"(?P<start>{start})" + (rf"(?!\w).*?(?<!\w){end}" if end else "")
        for found in re.finditer(rf"(?<!\w){before}{words}{after}", folded):
            yield found.start("start"), found.end()


def directive(
    text: str, start: int, end: int, told: tuple[int, int] | None = None
) -> Directive | None:
    """What leads to `text[start:end]`, unmistakably where `text` allows it; None without any word.

    Words around the quote are taken from `text[told[0]:told[1]]` alone: of some articles no other
    words may be told.
    """
    folded = fold(text)
    bare = folded[start:end].strip()
    if not bare:
        return None
    first = folded.index(bare, start)
    start, end = _to_words(text, first, first + len(bare), (start, end))
    bare = folded[start:end].strip()
    first = folded.index(bare, start)
    found = None
    for found in _directives(text, start, end, told or (0, len(text))):
        places = found.places_folded(folded)
        if next(places, None) == (first, first + len(bare)) and next(places, None) is None:
            break
    return found


def leading_to(url: str, directives: Iterable[Directive]) -> str:
    """The address `url` with the directives; a fragment that `url` has stays before them."""
    address = url.partition(":~:")[0].removesuffix("#")
    found = "&".join(map(str, directives))
    if not found:
        return address
    return f"{address}{'' if '#' in address else '#'}:~:{found}"


def _encoded(words: str) -> str:
    """Percent-encoded; a hyphen, too, which has a meaning of its own beside a comma."""
    return quote(words, safe="").replace("-", "%2D")


def _pattern(words: str) -> str:
    return " +".join(map(re.escape, fold(words).split()))


def _to_words(text: str, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """The span with the whole of its first and last word and the marks `within` that touch them."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    while start > within[0] and not text[start - 1].isspace():
        start -= 1
    while end < within[1] and not text[end].isspace():
        end += 1
    return start, end


def _directives(text: str, start: int, end: int, told: tuple[int, int]) -> Iterator[Directive]:
    """From the plainest to the one that says most."""
    before = _line(text[min(told[0], start) : start], last=True)
    after = _line(text[end : max(told[1], end)], last=False)
    for edges in _edges(text[start:end]):
        yield Directive(*edges)
        for count in CONTEXT_WORDS:
            prefix = " ".join(before[-count:])
            if prefix:
                yield Directive(*edges, prefix=prefix)
            if after:
                yield Directive(*edges, prefix=prefix, suffix=" ".join(after[:count]))


def _edges(quoted: str) -> Iterator[tuple[str, str]]:
    """The quote as `start` and `end`: whole if it is short and stands in one block."""
    first, last = _line(quoted, last=False), _line(quoted, last=True)
    is_one_block = len(quoted.splitlines()) == 1
    if is_one_block and len(quoted) <= EXACT_CHARS:
        yield " ".join(first), ""
        return
    for count in EDGE_WORDS:
        if not is_one_block or 2 * count < len(first):
            yield " ".join(first[:count]), " ".join(last[-count:])
    if is_one_block:
        yield " ".join(first), ""


def _line(text: str, *, last: bool) -> list[str]:
    """The words of the last or first line that has any: no part may cross from block to block."""
    lines = text.splitlines()
    for line in reversed(lines) if last else lines:
        if words := line.split():
            return words
    return []
