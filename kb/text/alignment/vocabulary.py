"""The words whose change may change a meaning (`lists/*.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.text.alignment.fates import Change
from kb.text.sentences import LANGUAGES
from kb.text.sentences import LISTS as SENTENCE_LISTS

__all__ = ["Vocabulary", "vocabulary"]

LISTS = Path(__file__).parent / "lists"


class Words:
    """Whole words, and beginnings of words, which the lists write with a star."""

    def __init__(self, listed: str) -> None:
        entries = listed.split()
        self._whole = frozenset(entries)
        self._beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._beginnings)


@dataclass(frozen=True)
class Vocabulary:
    """One language's words. Without `is_known` there are none, and any word may be one of them."""

    language: str
    is_known: bool
    listed: dict[Change, Words]
    openers: frozenset[str]  # open a sentence with a capital, and are no names


def vocabulary(language: str) -> Vocabulary:
    """The words of a language tag: "de-CH" is German."""
    return _vocabulary(language.replace("_", "-").partition("-")[0].lower())


@cache
def _vocabulary(language: str) -> Vocabulary:
    if language not in LANGUAGES:
        return Vocabulary(language, False, {}, frozenset())
    lists = tomllib.loads((LISTS / f"{language}.toml").read_text(encoding="utf-8"))
    rules = tomllib.loads((SENTENCE_LISTS / f"{language}.toml").read_text(encoding="utf-8"))
    listed = {Change(name): Words(words) for name, words in lists.items()}
    return Vocabulary(language, True, listed, frozenset(rules["openers"].split()))
