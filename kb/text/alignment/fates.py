"""What can become of a sentence when its text is corrected."""

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Change", "Fate", "Verdict"]


class Verdict(StrEnum):
    IDENTICAL = "identical"
    MOVED = "moved"  # the same words, out of the common order
    REWORDED = "reworded"  # or the same words, which may mean something else where they stand now
    SPLIT = "split"  # over several sentences that touch
    MERGED = "merged"  # with its neighbours into one sentence
    REMOVED = "removed"


class Change(StrEnum):
    """What may have changed a sentence's meaning."""

    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    MODAL = "modal"
    KONJUNKTIV = "konjunktiv"


class Fate(NamedTuple):
    """What became of one sentence.

    `places` are indices into the new sentences, in order, and empty only for what was removed.
    `likeness` of the wording is 0.0 to 1.0, and 1.0 for identical and moved ones.
    """

    verdict: Verdict
    places: tuple[int, ...]
    likeness: float
    changes: frozenset[Change]
