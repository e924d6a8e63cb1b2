"""German words as often as a newspaper uses them: few all the time, most hardly ever.

The commonest are those of `bench/vocabulary/de.toml`; behind them come others of the lemma
dictionary, in no order. How often a word is used follows from its rank (Zipf's law as Mandelbrot
has it). Every word comes in the forms that the dictionary knows.
"""

import hashlib
import re
import tomllib
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from bench.growing import Dice

__all__ = ["Lexeme", "Ranked", "adjuncts", "nouns"]

NOUNS, ADJUNCTS = 14_000, 6_000  # adjuncts: verbs, adjectives, adverbs
FLATTENING = 2.7  # of the first ranks
SHARED = Path(__file__).parent.parent / "vocabulary" / "de.toml"
_PLAIN = re.compile("[A-Za-zÄÖÜäöüß][a-zäöüß]{3,17}")

T = TypeVar("T")


class Lexeme(NamedTuple):
    """A word with its forms, itself among them."""

    lemma: str
    forms: tuple[str, ...]


class Ranked(Generic[T]):
    """Entries in the order of how often they are drawn."""

    def __init__(self, entries: Sequence[T]) -> None:
        self.entries = entries
        self._reached = list(
            accumulate(1 / (rank + FLATTENING) for rank in range(1, len(entries) + 1))
        )

    def draw(self, dice: Dice) -> T:
        point = dice.below(1 << 40) / (1 << 40) * self._reached[-1]
        return self.entries[bisect(self._reached, point)]


def nouns() -> Ranked[Lexeme]:
    return _ranked()[0]


def adjuncts() -> Ranked[Lexeme]:
    return _ranked()[1]


@cache
def _ranked() -> tuple[Ranked[Lexeme], Ranked[Lexeme]]:
    known: dict[str, list[str]] = defaultdict(list)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("de").items():
        # The dictionary nominalises most verbs and adjectives: forms of one case are of one word.
        if _PLAIN.fullmatch(form) and _PLAIN.fullmatch(lemma) and _alike(form, lemma):
            known[lemma].append(form)
    common = [lemma for lemma in _common() if lemma in known]
    rest = [lemma for lemma, forms in known.items() if len(forms) > 1]
    rest.sort(key=_scattered)
    found: dict[bool, list[Lexeme]] = {True: [], False: []}
    for lemma in dict.fromkeys(chain(common, rest)):
        found[lemma[0].isupper()].append(Lexeme(lemma, tuple(sorted({lemma, *known[lemma]}))))
    return Ranked(found[True][:NOUNS]), Ranked(found[False][:ADJUNCTS])


def _alike(form: str, lemma: str) -> bool:
    return form[0].isupper() == lemma[0].isupper()


def _common() -> list[str]:
    """The words of the shared lists."""
    lists: dict[str, Any] = tomllib.loads(SHARED.read_text(encoding="utf-8"))
    entries = " ".join(entry for entries in lists.values() for entry in entries)
    return sorted(set(re.findall(r"(?<![{^\w])\w{4,}(?![}\w])", entries)), key=_scattered)


def _scattered(word: str) -> bytes:
    """A key that sorts words in no order that means anything, always the same."""
    return hashlib.blake2b(word.encode()).digest()
