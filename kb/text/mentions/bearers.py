"""Who of those who bear a name is meant: by first names, full names and small letters around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.text.folding import fold
from kb.text.mentions.names import FIRST_NAMES, Name

__all__ = ["Bearers", "Reading", "Scene"]

Key = Any  # whatever hashable the caller gave
Split = tuple[tuple[Key, ...], tuple[Key, ...]]  # who may be meant, who is hardly meant

SURNAME_WORDS = 4  # no surname has more: "von und zu Guttenberg"
WINDOW_CHARS = 60  # how far first names are looked for; keeps every step bounded

_SPACES = frozenset(" \n\xa0")
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
        self._learned: set[str] = set()
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
                    self._learned.update(words[:place])

    def is_surname(self, name: Name) -> bool:
        """Whether somebody has a longer name that ends with `name`."""
        return name.folded in self._first_names

    def tells(self, before: Iterable[str]) -> bool:
        """Whether the words `before` a surname may be of use: first names, or nothing but initials."""
        words = [word for word in before if len(word) > 1]
        return not words or any(word in self._learned or word in FIRST_NAMES for word in words)

    def fitting(
        self, names: Sequence[Name], keys: Sequence[Key], before: Sequence[str]
    ) -> Sequence[Key]:
        """Those of `keys` whom the first names `before` (nearest first) do not speak against."""
        nearest = next((word for word in before if len(word) > 1), None)
        is_somebody = nearest is None or nearest in FIRST_NAMES  # with nothing but initials too
        own = self._own(names)
        called = [key for key in keys if key in own and not own[key].isdisjoint(before)]
        if nearest is None and not called:
            called = [key for key in keys if any(word[0] == before[0] for word in own.get(key, ()))]
        if called or not is_somebody:
            return called or keys
        return [key for key in keys if key not in own]

    def _own(self, names: Sequence[Name]) -> Mapping[Key, set[str]]:
        """The first names that go with `names`, by their bearers."""
        if len(names) == 1:
            return self._first_names.get(names[0].folded, {})
        own: dict[Key, set[str]] = {}
        for name in names:
            for key, first_names in self._first_names.get(name.folded, {}).items():
                own.setdefault(key, set()).update(first_names)
        return own


@dataclass(eq=False, slots=True)
class Reading:
    """Which names a passage writes, and whether it surely does."""

    names: tuple[Name, ...]
    is_sure: bool
    is_surname: bool
    keys: tuple[Key, ...] = field(init=False)  # all who bear one of the names, each once

    def __post_init__(self) -> None:
        keys = (key for name in self.names for key in name.keys)
        self.keys = self.names[0].keys if len(self.names) == 1 else tuple(dict.fromkeys(keys))


class Scene:
    """What a text as a whole tells about who is meant in it."""

    def __init__(self, text: str, bearers: Bearers, readings: Iterable[Reading]) -> None:
        """`readings` are those of all names that surely stand in `text`."""
        self._text = text
        self._bearers = bearers
        self._known: dict[tuple, Split] = {}
        # The longest name of each actor that stands there and is nobody else's.
        self._standing: dict[Key, int] = {}
        for reading in readings:
            if len(reading.keys) == 1:
                key, length = reading.keys[0], len(reading.names[0].folded)
                self._standing[key] = max(length, self._standing.get(key, 0))

    def split(self, reading: Reading, start: int, end: int, has_small_twin: bool) -> Split:
        """The bearers of the name that stands in the text from `start` to `end`.

        `has_small_twin`: the same word is in the text with a small letter, as no name.
        """
        if not reading.is_sure:
            return (), reading.keys
        before = _first_names_before(self._text, start) if reading.is_surname else ()
        if before and not self._bearers.tells(before):
            before = ()
        is_unsure = has_small_twin and _opens_sentence(self._text, start)
        is_junior = _is_junior(self._text, end)
        if len(reading.keys) == 1 and not (before or is_unsure or is_junior):
            return reading.keys, ()
        question = (reading, before, is_unsure, is_junior)
        answer = self._known.get(question)
        if answer is None:
            answer = self._known[question] = self._split(*question)
        return answer

    def _split(
        self, reading: Reading, before: tuple[str, ...], is_unsure: bool, is_junior: bool
    ) -> Split:
        keys: Sequence[Key] = reading.keys
        if is_junior:
            return (), reading.keys
        if before:
            keys = self._bearers.fitting(reading.names, keys, before)
        length = len(reading.names[0].folded)
        preferred = [key for key in keys if self._standing.get(key, 0) > length]
        return _divided(reading.keys, preferred if preferred or is_unsure else keys)


def _first_names_before(text: str, start: int) -> tuple[str, ...]:
    """The words with a capital right before `start`, folded, the nearest first."""
    if text[start - 1 : start] not in _SPACES:  # nothing, or no space before the name
        return ()
    begin = max(0, start - WINDOW_CHARS)
    before = text[begin : start - 1].replace("\n", " ").replace("\xa0", " ")
    found: list[str] = []
    while before:
        before, space, word = before.rpartition(" ")
        if begin and not space:  # perhaps half a word
            break
        bare = word.lstrip(_OPENING)
        if not _is_first_name_like(bare):
            if word in _PARTICLES:
                continue
            break
        found.extend(reversed(fold(bare).split()))
        if bare != word:
            break
    return tuple(found)


def _is_first_name_like(word: str) -> bool:
    """A word with a capital or an initial: "Ivanka", "Hans-Peter", "J."."""
    if not word[:1].isupper():
        return False
    if len(word) == 2 and word[1] == ".":
        return True
    return len(word) > 1 and word.replace("-", "").isalpha()


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a capital at `start` says nothing, because every word has one there."""
    before = text[max(0, start - 8) : start].rstrip(_OPENING + " \xa0\t")
    return before[-1:] in (".", "!", "?", "…", ":", "\n") if before else start < 8


def _is_junior(text: str, end: int) -> bool:
    """Whether the one named before `end` is called junior: "Donald Trump Jr."."""
    following = text[end : end + 3]
    if "J" not in following and "j" not in following:  # nearly always
        return False
    words = fold(text[end : end + 10]).split()
    return following[0] in " ,\xa0" and words[0] in _JUNIOR


def _divided(keys: Sequence[Key], meant: Iterable[Key]) -> Split:
    chosen = set(meant)
    if len(chosen) == len(keys):
        return tuple(keys), ()
    inside = tuple(key for key in keys if key in chosen)
    return inside, tuple(key for key in keys if key not in chosen)
