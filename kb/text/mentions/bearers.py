"""Who of those who bear a name is meant: by first names, full names and small letters around it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.text.folding import fold
from kb.text.mentions.names import FIRST_NAMES, Name

__all__ = ["Bearers", "Scene"]

Key = Any  # whatever hashable the caller gave
Split = tuple[tuple[Key, ...], tuple[Key, ...]]  # who may be meant, who is hardly meant

SURNAME_WORDS = 4  # no surname has more: "von und zu Guttenberg"
WINDOW_CHARS = 60  # how far first names are looked for; keeps every step bounded

_OPENING = "„“”\"«»‹›‚‘’'([–—-•*"
_PARTICLES = frozenset("von vom van zu zum zur der den de del della di da du la le ten ter".split())
_JUNIOR = frozenset({"jr", "jun", "junior"})


class Bearers:
    """Whose surname a name is, and which first names go with it: known from their longer names."""

    def __init__(self, names: Iterable[Name]) -> None:
        of_key: dict[Key, list[str]] = {}
        for name in names:
            for key in name.keys:
                of_key.setdefault(key, []).append(name.folded)
        self._first_names: dict[str, dict[Key, set[str]]] = {}
        for key, folded in of_key.items():
            if len(folded) > 1:
                self._learn(key, set(folded))

    def _learn(self, key: Key, names: set[str]) -> None:
        for name in names:
            words = name.split(" ")
            for place in range(max(1, len(words) - SURNAME_WORDS), len(words)):
                surname = " ".join(words[place:])
                if surname in names:
                    of_key = self._first_names.setdefault(surname, {})
                    of_key.setdefault(key, set()).update(words[:place])

    def is_surname(self, name: Name) -> bool:
        """Whether somebody has a longer name that ends with `name`."""
        return name.folded in self._first_names

    def fitting(
        self, names: Iterable[Name], keys: Sequence[Key], before: Sequence[str]
    ) -> Sequence[Key]:
        """Those of `keys` whom the first names `before` (nearest first) do not speak against."""
        own: dict[Key, set[str]] = {}
        for name in names:
            for key, first_names in self._first_names.get(name.folded, {}).items():
                own.setdefault(key, set()).update(first_names)
        called = [key for key in keys if key in own and not own[key].isdisjoint(before)]
        if called:
            return called
        nearest = next((word for word in before if len(word) > 1), "")
        return [key for key in keys if key not in own] if nearest in FIRST_NAMES else keys


@dataclass
class Scene:
    """What a text as a whole tells about who is meant in it."""

    text: str
    bearers: Bearers
    # The longest name of each actor that stands in the text and is nobody else's.
    standing: dict[Key, int] = field(default_factory=dict)
    _known: dict[tuple, Split] = field(default_factory=dict)

    def stands(self, names: Sequence[Name]) -> None:
        """Takes note that `names` stand in the text."""
        keys = bearers_of(names)
        if len(keys) == 1:
            length = len(names[0].folded)
            self.standing[keys[0]] = max(length, self.standing.get(keys[0], 0))

    def split(self, names: tuple[Name, ...], start: int, end: int, has_small_twin: bool) -> Split:
        """The bearers of `names`, who stand in the text from `start` to `end`.

        `has_small_twin`: the same word is in the text with a small letter, as no name.
        """
        is_surname = any(map(self.bearers.is_surname, names))
        before = first_names_before(self.text, start) if is_surname else ()
        is_unsure = has_small_twin and opens_sentence(self.text, start)
        question = (names, before, is_unsure, is_junior(self.text, end))
        if question not in self._known:
            self._known[question] = self._split(*question)
        return self._known[question]

    def _split(
        self, names: tuple[Name, ...], before: tuple[str, ...], is_unsure: bool, is_junior: bool
    ) -> Split:
        keys = bearers_of(names)
        if is_junior:
            return (), keys
        meant = self.bearers.fitting(names, keys, before) if before else keys
        length = len(names[0].folded)
        preferred = [key for key in meant if self.standing.get(key, 0) > length]
        if preferred or is_unsure:
            meant = preferred
        return _divided(keys, set(meant))


def bearers_of(names: Sequence[Name]) -> tuple[Key, ...]:
    """All who bear one of `names`, each once."""
    if len(names) == 1:
        return names[0].keys
    return tuple(dict.fromkeys(key for name in names for key in name.keys))


def first_names_before(text: str, start: int) -> tuple[str, ...]:
    """The words with a capital right before `start`, folded, the nearest first."""
    begin = max(0, start - WINDOW_CHARS)
    words = text[begin:start].replace("\xa0", " ").replace("\n", " ").split(" ")
    if begin:
        del words[0]  # perhaps half a word
    found: list[str] = []
    if not words or words.pop():  # no space before the name
        return ()
    for word in reversed(words):
        bare = word.lstrip(_OPENING)
        letters = bare.replace("-", "").removesuffix("." if len(bare) == 2 else "")
        if not (letters.isalpha() and letters[0].isupper()):
            if word in _PARTICLES:
                continue
            break
        found.extend(reversed(fold(bare).split()))
        if bare != word:
            break
    return tuple(found)


def opens_sentence(text: str, start: int) -> bool:
    """Whether a capital at `start` says nothing, because every word has one there."""
    before = text[max(0, start - 8) : start].rstrip(_OPENING + " \xa0\t")
    return before[-1:] in (".", "!", "?", "…", ":", "\n") if before else start < 8


def is_junior(text: str, end: int) -> bool:
    """Whether the one named before `end` is called junior: "Donald Trump Jr."."""
    following = text[end : end + 8]
    if following[:1] not in (" ", ",", "\xa0"):
        return False
    words = fold(following).split()
    return bool(words) and words[0] in _JUNIOR


def _divided(keys: Sequence[Key], meant: Collection[Key]) -> Split:
    inside = tuple(key for key in keys if key in meant)
    return inside, tuple(key for key in keys if key not in meant)
