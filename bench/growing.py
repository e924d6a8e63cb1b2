"""Choices by a seed, and sentences that grow out of word lists (`vocabulary/*.toml`)."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

__all__ = ["LANGUAGES", "Dice", "grow", "named"]

LANGUAGES = ("de", "en", "fr", "it")
PEOPLE = 400  # so many names a language: the same people speak in many documents

_SLOT = re.compile(r"\{(\^?)(\w+)\}")

T = TypeVar("T")


class Dice:
    """Choices that are the same on every Python: `Random.random` alone promises that."""

    def __init__(self, *seed: object) -> None:
        self._random = Random(":".join(str(part) for part in seed)).random

    def below(self, limit: int) -> int:
        return int(self._random() * limit)

    def chance(self, share: float) -> bool:
        return self._random() < share

    def one(self, entries: Sequence[T]) -> T:
        return entries[self.below(len(entries))]

    def several(self, entries: Sequence[T], count: int) -> list[T]:
        """So many different entries, in any order; fewer where there are not as many."""
        left = list(entries)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


@cache
def _vocabulary(language: str) -> dict[str, list[str]]:
    path = Path(__file__).parent / "vocabulary" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def grow(dice: Dice, language: str, slot: str) -> str:
    """An entry of the list `slot`, its own slots filled the same way."""
    return _SLOT.sub(
        lambda match: _filled(dice, language, *match.groups()),
        dice.one(_vocabulary(language)[slot]),
    )


def _filled(dice: Dice, language: str, capital: str, slot: str) -> str:
    text = grow(dice, language, slot)
    return text[0].upper() + text[1:] if capital else text


def named(dice: Dice, language: str, slot: str, count: int) -> list[str]:
    """So many different names of people, organisations, events or tags that others name too."""
    if slot in ("person", "event"):
        numbers = dice.several(range(PEOPLE), count)
        grown = [grow(Dice("named", slot, number), language, slot) for number in numbers]
        return list(dict.fromkeys(grown))
    return dice.several(_vocabulary(language)[slot], count)
