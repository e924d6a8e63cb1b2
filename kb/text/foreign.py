"""Sentences in languages that have no rules of our own: by sentencex, brought to our terms."""

import re
from collections.abc import Iterator

import sentencex

from kb.text.blocks import Border, trimmed

# sentencex takes a time that grows with the square of the quotation marks.
PIECE_CHARS = 10_000
MOST_QUOTES = 500
_QUOTES = re.compile(r"[„“”\"'`«»‹›‚‘’「」『』]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character; sentencex takes whole ones only


def foreign_sentences(text: str, start: int, end: int, language: str) -> Iterator[Border]:
    """The sentences of the block `[start, end)`."""
    for border in _borders(text, start, end, language):
        yield from trimmed(text, start, border)
        start = border
    yield from trimmed(text, start, end)


def _borders(text: str, start: int, end: int, language: str) -> Iterator[int]:
    """Ends of sentences by sentencex, which is shown a long block piece by piece."""
    while start < end:
        piece = text[start : min(end, start + PIECE_CHARS)]
        borders = []
        if len(_QUOTES.findall(piece)) <= MOST_QUOTES:
            readable = _SURROGATE.sub("\ufffd", piece)
            found = sentencex.get_sentence_boundaries(language, readable)
            borders = [start + boundary["end_index"] for boundary in found[:-1]]
        yield from borders
        if start + len(piece) == end:
            return
        last = borders[-1] if borders else start
        # The next piece begins with this one's last sentence, cut off here, unless that is long.
        start = last if last - start > len(piece) // 2 else start + len(piece)
