"""What parts a text before its sentences do: paragraphs, list items, lines."""

import re
from collections.abc import Iterator
from typing import Literal

LONG_LINE_CHARS = 90  # hard-wrapped lines stay below; a longer one is a paragraph of its own
HEADING_CHARS = 100
END_CHARS = 80  # how much of a line's end is asked for its closing mark

CLOSING = "“”\"»«‹›’‘')]}"
NEWLINE = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

_BULLET = re.compile(r"[•*·▪‣]\s")
_ITEM = re.compile(r"(?:[-–—•*·▪‣]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s")
_CLOSED = re.compile(rf"[.!?…:;,][\s{re.escape(CLOSING)}]*$")

Role = Literal["heading", "lead", "body", "caption"]
Border = tuple[int, int]


def blocks(text: str) -> Iterator[Border]:
    """Paragraphs without the white space around them."""
    breaks = list(_breaks(text))
    starts = [0, *(following for _, following, _ in breaks)]
    is_item = [*(bool(_ITEM.match(text, start)) for start in starts), False]
    lines_are_blocks = _lines_are_blocks(text, breaks)
    start = 0
    for n, (end, following, is_blank) in enumerate(breaks):
        opens_item = is_item[n + 1] and (
            # A dash or a number alone proves nothing: "am" / "3. Dezember" may be hard-wrapped.
            _BULLET.match(text, following)
            or is_item[n]
            or is_item[n + 2]
            or _is_closed(text[starts[n] : end])
        )
        if is_blank or lines_are_blocks or opens_item:
            yield from trimmed(text, start, end)
            start = following
    yield from trimmed(text, start, len(text))


def _breaks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Line breaks with the white space after them: start, end, whether a blank line is in it."""
    for found in re.finditer(rf"[{NEWLINE}]\s*", text):
        run = found.group().replace("\r\n", "\n")
        is_blank = run[0] in "\f\u2029" or (len(run) > 1 and sum(map(run.count, NEWLINE)) > 1)
        yield found.start(), found.end(), is_blank


def _lines_are_blocks(text: str, breaks: list[tuple[int, int, bool]]) -> bool:
    """In a text without blank lines: do its lines end by themselves, or at a right margin?"""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    inside = [(end, start, is_blank) for end, start, is_blank in breaks if first <= end < last]
    if any(is_blank for _, _, is_blank in inside):
        return False
    starts = [first, *(start for _, start, _ in inside)]
    lines = zip(starts, [*(end for end, _, _ in inside), last], strict=True)
    whole = [end - start >= LONG_LINE_CHARS or _is_closed(text[start:end]) for start, end in lines]
    return 2 * sum(whole) > len(whole)


def _is_closed(line: str) -> bool:
    return bool(_CLOSED.search(line[-END_CHARS:]))


def trimmed(text: str, start: int, end: int) -> Iterator[Border]:
    """`[start, end)` without the white space at its edges; nothing where there is nothing else."""
    block = text[start:end]
    if stripped := block.strip():
        start += len(block) - len(block.lstrip())
        yield start, start + len(stripped)


def role_of(block: str, number: int, count: int) -> Role:
    """The role of a text's block by its number, from 1, among `count`."""
    if number == 1:
        return "lead"
    is_line = len(block) <= HEADING_CHARS and not any(mark in block for mark in NEWLINE)
    is_open = not _is_closed(block) and not _BULLET.match(block)
    if number < count and is_line and is_open and any(map(str.isalpha, block)):
        return "heading"
    return "body"
