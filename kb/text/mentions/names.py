"""A name as it was entered."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.text.mentions.latin import folded

__all__ = ["FIRST_NAMES", "Name", "words_of"]

FIRST_NAMES = frozenset(
    folded(name)
    for line in Path(__file__).with_name("first_names.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)

_WORD = re.compile(r"[^\W_]+")


@dataclass(eq=False, slots=True)
class Name:
    """One name and all who bear it, in the order they came in."""

    text: str
    keys: tuple[Any, ...] = ()
    words: tuple[str, ...] = field(init=False)  # composed (NFC), as written
    spaced: str = field(init=False)  # folded, a blank for each mark between words
    folded: str = field(init=False)  # folded, one blank between words

    def __post_init__(self) -> None:
        composed = unicodedata.normalize("NFC", self.text)
        self.words = tuple(_WORD.findall(composed))
        self.spaced = folded(composed).strip()
        self.folded = " ".join(self.spaced.split()) if "  " in self.spaced else self.spaced


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, composed."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text)))
