"""Whether a passage that folds like a name is written like one: capitals, acronyms, umlauts."""

import enum
from unicodedata import combining, normalize

from kb.text.mentions.forms import Spelling
from kb.text.mentions.names import Name, words_of

__all__ = ["Verdict", "judge", "starts_with_capital"]

ACRONYM_CHARS = 3  # acronyms as short as this are exact: "US" is not "us", "WHO" not "Who"

# German writes them small inside a sentence; there "die Zeit" may be a newspaper or time.
_GERMAN_ARTICLES = frozenset({"der", "die", "das"})
_ARTICLES = _GERMAN_ARTICLES | {"the", "le", "la", "les", "il", "lo", "i", "gli"}


class Verdict(enum.IntEnum):
    NO = 0
    DOUBTFUL = 1
    YES = 2


def judge(passage: str, spelling: Spelling) -> Verdict:
    """Is `passage`, which folds to a form of this spelling of a name, the name?"""
    name = spelling.name
    words = words_of(passage)
    if len(words) != len(name.words) or not (passage[-1].isalnum() or combining(passage[-1])):
        return Verdict.NO
    if words == name.words:
        return Verdict.YES
    if spelling.needs_umlaut and not _has_umlaut(passage):
        return Verdict.NO
    if name.text.lower() == name.text.upper():  # a script without capitals, or digits
        return Verdict.YES
    if passage == passage.lower():
        return Verdict.NO
    if not all(map(_is_cased_like, words[1:], name.words[1:])):
        return Verdict.NO
    if not _is_cased_like(words[0], name.words[0]):
        return _judge_article(words)
    # "Schon" is hardly Nadine Schön.
    is_other_word = len(words) == 1 and _umlauts(passage) != _umlauts(name.text)
    return Verdict.DOUBTFUL if is_other_word else Verdict.YES


def starts_with_capital(name: Name) -> bool:
    """Whether a text that writes `name` begins it with a capital, whatever the rest."""
    first = name.words[0]
    return _is_capital(first) and not (len(name.words) > 1 and first.lower() in _ARTICLES)


def _judge_article(words: tuple[str, ...]) -> Verdict:
    if len(words) == 1 or words[0] not in _ARTICLES:
        return Verdict.NO
    return Verdict.DOUBTFUL if words[0] in _GERMAN_ARTICLES else Verdict.YES


def _is_cased_like(word: str, model: str) -> bool:
    if len(model) <= ACRONYM_CHARS and model.isupper() and not model.isdigit():
        return word.isupper() or (
            word[-1] == "s" and len(word) > len(model) and word[:-1].isupper()
        )
    return _is_capital(word) or not _is_capital(model)


def _is_capital(word: str) -> bool:
    return word[0] != word[0].lower()


def _has_umlaut(passage: str) -> bool:
    return not set("äöü").isdisjoint(normalize("NFC", passage).lower())


def _umlauts(text: str) -> str:
    """The vowels of `text` that have an umlaut, written with dots or written out."""
    composed = normalize("NFC", text).lower()
    short = composed.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    return "".join(letter for letter in short if letter in "äöü")
