"""The text of a generated document with the places of its sentences.

Everything about document `number` follows from the seed and the number, so that another document
can point at its passages without any being kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bench.growing import LANGUAGES, Dice, grow

__all__ = ["Body", "Span", "body_of", "source_and_id"]

NEAR_DUPLICATES = 0.02
IDENTICAL = 0.003
ENOUGH_SENTENCES = 10  # a near-duplicate differs in one sentence, and should stay nearly the same

SOURCES = ("bench", "bench-agentur", "bench-zeitung", "bench-übersee")
PREFIXES = ("n", "meldung-", "über/", "🗞")

_LONG_WORD = re.compile(r"\w{12,}")

Paragraph = tuple[str, list[str]]  # role and sentences


class Span(NamedTuple):
    """A sentence's place: code points, end exclusive."""

    start: int
    end: int
    role: str


@dataclass(frozen=True)
class Body:
    """A text, its sentences, and those of them that stand in the document's given list."""

    number: int
    model: int  # the document it is a copy of, else its own number
    language: str
    text: str
    spans: tuple[Span, ...]
    listed: tuple[int, ...]  # positions in `spans`; empty where no list is given
    no_claim: tuple[int, ...]  # positions in `spans` judged to hold no claim

    @property
    def free(self) -> list[int]:
        """Positions on which evidence may rest."""
        return [place for place in range(len(self.spans)) if place not in self.no_claim]


def source_and_id(seed: int, number: int) -> tuple[str, str]:
    dice = Dice(seed, "identity", number)
    return dice.one(SOURCES), f"{dice.one(PREFIXES)}{number:06}"


@lru_cache(maxsize=256)
def body_of(seed: int, number: int) -> Body:
    model = _model(seed, number)
    language, paragraphs = _paragraphs(seed, model)
    if model != number and not _is_identical(seed, number):
        _reword_one(Dice(seed, "reworded", number), language, paragraphs)
    text, spans = _assembled(Dice(seed, "layout", model), paragraphs)
    dice = Dice(seed, "list", number)
    listed = _listed(dice, len(spans)) if dice.chance(0.5) else ()
    no_claim = tuple(sorted(dice.several(listed, dice.below(3)))) if dice.chance(0.3) else ()
    return Body(number, model, language, text, spans, listed, no_claim)


def _listed(dice: Dice, count: int) -> tuple[int, ...]:
    """All sentences; a few lists leave some out."""
    left_out = dice.several(range(count), 1 + dice.below(3)) if dice.chance(0.08) else []
    return tuple(place for place in range(count) if place not in left_out)


# --- Copies --------------------------------------------------------------------------------------


def _is_copy(seed: int, number: int) -> bool:
    return number > 0 and Dice(seed, "copy", number).chance(NEAR_DUPLICATES + IDENTICAL)


def _is_identical(seed: int, number: int) -> bool:
    return Dice(seed, "identical", number).chance(IDENTICAL / (NEAR_DUPLICATES + IDENTICAL))


def _model(seed: int, number: int) -> int:
    """The number itself, or for a copy that of an earlier document, which is no copy."""
    if not _is_copy(seed, number):
        return number
    model = Dice(seed, "model", number).below(number)
    while _is_copy(seed, model) or (model and _sentence_count(seed, model) < ENOUGH_SENTENCES):
        model -= 1
    return model


def _reword_one(dice: Dice, language: str, paragraphs: list[Paragraph]) -> None:
    _, sentences = dice.one([p for p in paragraphs if p[0] != "heading"])
    sentences[dice.below(len(sentences))] = _sentences(dice, language)[0]


# --- Sentences and paragraphs --------------------------------------------------------------------


def _sentence_count(seed: int, number: int) -> int:
    """5 to 40, on average 15."""
    dice = Dice(seed, "length", number)
    return 5 + dice.below(15) if dice.chance(0.8) else 14 + dice.below(27)


def _paragraphs(seed: int, number: int) -> tuple[str, list[Paragraph]]:
    dice = Dice(seed, "text", number)
    language = "de" if dice.chance(0.8) else dice.one(LANGUAGES[1:])
    has_headings, is_rare = dice.chance(0.6), dice.chance(0.08)
    left = _sentence_count(seed, number)
    paragraphs: list[Paragraph] = []
    while left:
        if paragraphs and left > 1 and has_headings and dice.chance(0.3):
            paragraphs.append(("heading", [grow(dice, language, "heading")]))
            left -= 1
        paragraphs.append(("body", _paragraph(dice, language, min(left, 1 + dice.below(5)))))
        left -= len(paragraphs[-1][1])
    if is_rare:
        paragraphs[0][1][0] = grow(dice, language, "rare")
    return language, paragraphs


def _paragraph(dice: Dice, language: str, count: int) -> list[str]:
    sentences: list[str] = []
    while len(sentences) < count:
        sentences += _sentences(dice, language)
    return sentences[:count]


def _sentences(dice: Dice, language: str) -> list[str]:
    return grow(dice, language, "sentence").split("| ")


# --- Layout --------------------------------------------------------------------------------------


def _assembled(dice: Dice, paragraphs: list[Paragraph]) -> tuple[str, tuple[Span, ...]]:
    """One text of them, and where each sentence stands in it."""
    line_end = "\r\n" if dice.chance(0.04) else "\n"
    is_decomposed, is_hyphenated = dice.chance(0.03), dice.chance(0.04)
    text = dice.one((line_end, "  ", "\t")) if dice.chance(0.05) else ""
    spans: list[Span] = []
    for role, sentences in paragraphs:
        if spans:
            text += line_end * 2
        for place, sentence in enumerate(sentences):
            if is_hyphenated:
                sentence = _LONG_WORD.sub(lambda m: f"{m[0][:6]}\xad{m[0][6:]}", sentence)
            if is_decomposed:
                sentence = unicodedata.normalize("NFD", sentence)
            text += " " if place else ""
            spans.append(Span(len(text), len(text) + len(sentence), role))
            text += sentence
    if dice.chance(0.1):
        text += line_end
    return text, tuple(spans)
