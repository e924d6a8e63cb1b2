"""Quotes and passages: from a text's characters to its sentences.

A passage is `[start, end)` in code points of the text. A piece is the part of it that one sentence
holds, counted from that sentence's beginning. Sentences are anything with `start` and `end`, in order
and disjoint, with only white space between: `sentences.Span`, or a stored sentence.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from kb.text.folding import fold

SIMILAR_WORDS = 400  # of a quote; more of it would not change which passage is the most similar
CANDIDATES = 5
MANY_PLACES = 10_000  # a quote that stands more often says nothing; finding on would take minutes


class SpanError(ValueError):
    """A passage that does not fit the sentences."""


class Extent(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Piece(NamedTuple):
    """A part of one sentence: its index in the list given, and code points within it."""

    sentence: int
    start: int
    end: int


class Passage(NamedTuple):
    """A part of a text: code points, end exclusive."""

    start: int
    end: int


def find_quote(quote: str, text: str) -> list[Passage]:
    """The places where `quote` stands in `text`, letter for letter: all, up to MANY_PLACES.

    Places may overlap ("aa" stands twice in "aaa"). Raises SpanError for an empty quote.
    """
    if not quote:
        raise SpanError("an empty quote has no place")
    places: list[Passage] = []
    start = text.find(quote)
    while start >= 0 and len(places) < MANY_PLACES:
        places.append(Passage(start, start + len(quote)))
        start = text.find(quote, start + 1)
    return places


def to_pieces(start: int, end: int, sentences: Sequence[Extent]) -> list[Piece]:
    """The passage `[start, end)` as pieces of the sentences it touches, in order.

    It is cut in the white space between sentences, which belongs to no piece. Raises SpanError when
    the passage is empty or an edge lies outside all sentences.
    """
    if start >= end:
        raise SpanError(f"[{start}, {end}) is empty: the end must be greater than the start")
    first = _holding(start, sentences)
    last = _holding(end - 1, sentences)
    if first is None:
        raise SpanError(f"[{start}, {end}) begins outside all sentences")
    if last is None:
        raise SpanError(f"[{start}, {end}) ends outside all sentences")
    return [
        Piece(
            index,
            max(start - sentences[index].start, 0),
            min(end, sentences[index].end) - sentences[index].start,
        )
        for index in range(first, last + 1)
    ]


def most_similar(quote: str, text: str) -> Passage | None:
    """The passage of `text` that shares most words with `quote`; None where no word is shared.

    For messages about a quote that is not there. The work grows with the length of `text`, not with
    its product with the quote's: windows of the quote's length are compared by the words in them,
    and only the best few by the order of these words.
    """
    wanted = _words(quote)[:SIMILAR_WORDS]
    words = _words(text)
    length = len(wanted) + len(wanted) // 4 + 1  # some room for words that the quote lacks
    best, best_likeness = None, -1.0
    for first in _best_windows([word for word, _, _ in wanted], words, length):
        window = _without_edges(words[first : first + length], {word for word, _, _ in wanted})
        order = SequenceMatcher(None, [w[0] for w in wanted], [w[0] for w in window])
        if order.ratio() > best_likeness:
            best, best_likeness = Passage(window[0][1], window[-1][2]), order.ratio()
    return best


def _holding(position: int, sentences: Sequence[Extent]) -> int | None:
    """The index of the sentence with the character at `position`."""
    index = bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1
    return index if index >= 0 and position < sentences[index].end else None


def _words(text: str) -> list[tuple[str, int, int]]:
    """Words with their places, folded and without their endings: "Russlands" is like "Rußland"."""
    folded = fold(text)
    return [
        (found.group().replace("ß", "ss")[:5], found.start(), found.end())
        for found in re.finditer(r"\S+", folded)
    ]


def _best_windows(wanted: list[str], words: list[tuple[str, int, int]], length: int) -> list[int]:
    """Where the windows begin that hold most of the wanted words, the best first."""
    missing = Counter(wanted)
    shared, scores = 0, []
    for n, (word, _, _) in enumerate(words):
        if word in missing:
            shared += missing[word] > 0
            missing[word] -= 1
        if n >= length and (left := words[n - length][0]) in missing:
            missing[left] += 1
            shared -= missing[left] > 0
        if shared:
            scores.append((shared, max(n - length + 1, 0)))
    scores.sort(key=lambda score: -score[0])
    return [first for _, first in scores[:CANDIDATES]]


def _without_edges(
    window: list[tuple[str, int, int]], wanted: set[str]
) -> list[tuple[str, int, int]]:
    """The window from its first wanted word to its last."""
    hits = [n for n, (word, _, _) in enumerate(window) if word in wanted]
    return window[hits[0] : hits[-1] + 1]
