"""What two names of one actor, event or tag have in common: keys under which both are found."""

import re
import unicodedata
from collections.abc import Iterator

from kb.text.folding import fold

__all__ = ["initialled", "is_near", "lettered", "letters", "neighbours", "same", "stem"]

# Shorter names differ in one letter and mean another: Iran, Irak.
SHORTEST_NEAR = 8
ENDINGS = ("innen", "en", "er", "es", "e", "n", "s")
SHORTEST_STEM = 4
SHORTEST_SURNAME = 3

_WRITTEN_OUT = re.compile("([aou])e")
_NUMBER = re.compile(r"\d+")


def letters(name: str) -> str:
    """The words of a name folded: no case, diacritics or hyphens; ß is ss, and ae is ä is a."""
    folded = fold(unicodedata.normalize("NFC", name)).replace("ß", "ss")
    return " ".join(_WRITTEN_OUT.sub(r"\1", folded).split())


def same(folded: str) -> Iterator[str]:
    """Keys of names with the same words in any order, or the same letters however divided."""
    if folded:
        yield folded.replace(" ", "")
        yield " ".join(sorted(folded.split()))


def initialled(folded: str) -> str:
    """First initial and surname of a name of two words or more: "m rutte"; else ""."""
    words = folded.split()
    is_long = len(words) >= 2 and len(words[-1]) >= SHORTEST_SURNAME
    return f"{words[0][0]} {words[-1]}" if is_long else ""


def lettered(folded: str) -> bool:
    """Whether a name has an initial where others have a first name."""
    return any(len(word) == 1 for word in folded.split()[:-1])


def stem(folded: str) -> str:
    """A name without the ending of its last word; a short word keeps it."""
    for ending in ENDINGS:
        if folded.endswith(ending) and len(folded.split()[-1]) - len(ending) >= SHORTEST_STEM:
            return folded.removesuffix(ending)
    return folded


def neighbours(folded: str) -> Iterator[tuple[str, str]]:
    """For each word of a longer name: the other words, and that word.

    Of two names that differ in one letter all words but one are the same.
    """
    if len(folded) < SHORTEST_NEAR:
        return
    words = folded.split()
    for place, word in enumerate(words):
        yield " ".join((*words[:place], "*", *words[place + 1 :])), word


def shortened(word: str) -> Iterator[str]:
    """The word, and it without one of its letters: words that differ in one letter share one."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def is_near(one: str, other: str) -> bool:
    """Whether two folded names differ in one letter, or in two neighbours that changed places.

    Numbers must be the same: a year or an ordinal means another.
    """
    if abs(len(one) - len(other)) > 1 or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = sorted((one[start:], other[start:]), key=len)
    if len(rest) < len(others):
        return others[1:] == rest
    return rest[1:] == others[1:] or (rest[:2], rest[2:]) == (others[1::-1], others[2:])
