"""Marks in a text the words that it was found by, with the analysis that found it."""

from collections.abc import Sequence

from kb.search.analysis import Token, fold, forms, tokens
from kb.search.asking import Asked

__all__ = ["hits"]


def hits(text: str, language: str, asked: Asked) -> list[tuple[int, int]]:
    """The spans of `text` that answer the question, in order and apart: code points, end exclusive.

    A phrase is one span; so are words next to each other that a blank alone divides.
    """
    found = list(tokens(text))
    wanted = frozenset().union(*(word.own for word in asked.words))
    marked = {
        at
        for at, token in enumerate(found)
        if not wanted.isdisjoint((its := forms(token.word, language)).own | its.parts)
    }
    for phrase in asked.phrases:
        marked |= _phrase(found, phrase.split())
    return _joined(text, [found[at] for at in sorted(marked)])


def _phrase(found: Sequence[Token], words: Sequence[str]) -> set[int]:
    """Where in `found` the words of a phrase stand."""
    folded = [fold(token.word) for token in found]
    starts = (at for at in range(len(folded)) if folded[at : at + len(words)] == [*words])
    return {at + step for at in starts for step in range(len(words))}


def _joined(text: str, marked: Sequence[Token]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for token in marked:
        if spans and text[spans[-1][1] : token.start] in (" ", "-"):
            spans[-1] = spans[-1][0], token.end
        else:
            spans.append((token.start, token.end))
    return spans
