"""All names in a text, by one pass of one automaton."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from kb.text.folding import fold
from kb.text.mentions.bearers import Bearers, Scene, bearers_of
from kb.text.mentions.names import Form, Name, forms
from kb.text.mentions.spelling import Verdict, judge, starts_with_capital

__all__ = ["Matcher", "Mention"]

K = TypeVar("K", bound=Hashable)

Candidate = tuple[int, int, int]  # start, negative end, number of the form: sorts the longest first

_HYPHENS = ("-", "\u2010", "\u2011")
_APOSTROPHE_S = re.compile(r"['’‘ʼ`´][sS](?![^\W_])")
_LATIN_1 = fold(bytes(range(256)).decode("latin-1")).encode("latin-1")


class Mention(NamedTuple, Generic[K]):
    """A place in a text where actors are named; offsets are code points, the end is exclusive.

    `keys` are the actors it may be, in the order they came in: one, if the text decides. `doubtful`
    are those who bear the name too but are hardly meant: another's first name stands before it,
    another's full name in the text, or it may be a common word. Either may be empty, never both.
    """

    start: int
    end: int
    keys: tuple[K, ...]
    doubtful: tuple[K, ...]
    name: str  # the name that matched, as it was given
    in_compound: bool  # "Nato" in "Nato-Gipfel", "US" in "US- und EU-Politik"


class Reading(NamedTuple):
    """Which names a passage writes, and whether it surely does."""

    names: tuple[Name, ...]
    is_sure: bool


class Hit(NamedTuple):
    """A passage that writes a name."""

    start: int
    end: int
    reading: Reading
    has_small_twin: bool


class Matcher(Generic[K]):
    """Finds the actors whom texts name, by their names and aliases: pairs of key and name.

    A name may belong to several keys, a key to several names. Names without a letter or digit count
    for nothing.
    """

    def __init__(self, aliases: Iterable[tuple[K, str]]) -> None:
        names = _names(aliases)
        self._bearers = Bearers(names)
        found: dict[str, dict[Name, Form]] = {}
        for name in names:
            for form in forms(name, self._bearers.is_surname(name)):
                found.setdefault(form.folded, {}).setdefault(name, form)
        self._forms = [tuple(of_name.items()) for of_name in found.values()]
        self._has_capital = [all(map(starts_with_capital, of_name)) for of_name in found.values()]
        self._automaton = AhoCorasick(
            [f" {folded} " for folded in found],
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str) -> list[Mention[K]]:
        """The mentions in `text`: in order and disjoint; of names that overlap the first, then the longest."""
        sure, unsure = self._hits(text)
        scene = Scene(text, self._bearers)
        for hit in sure:
            scene.stands(hit.reading.names)
        mentions = [_mention(scene, hit) for hit in sure]
        if not unsure:
            return mentions
        ends = [hit.end for hit in sure]
        free = 0
        for hit in unsure:
            place = bisect_right(ends, hit.start)
            if hit.start >= free and (place == len(sure) or hit.end <= sure[place].start):
                mentions.append(_mention(scene, hit))
                free = hit.end
        return sorted(mentions, key=lambda mention: mention.start)

    def _hits(self, text: str) -> tuple[list[Hit], list[Hit]]:
        """What surely is a name, disjoint, and what may be one and overlap."""
        candidates, small = self._candidates(text)
        sure: list[Hit] = []
        unsure: list[Hit] = []
        readings: dict[tuple[int, str, bool], Reading] = {}
        free = 0
        for start, minus_end, form in candidates:
            if start < free:
                continue
            end = -minus_end
            question = (form, text[start:end], text.startswith(_HYPHENS, end))
            reading = readings.get(question)
            if reading is None:
                reading = readings[question] = self._read(*question)
            if reading.names:
                genitive = _APOSTROPHE_S.match(text, end)
                hit = Hit(start, genitive.end() if genitive else end, reading, form in small)
                if reading.is_sure:
                    sure.append(hit)
                    free = hit.end
                else:
                    unsure.append(hit)
        return sure, unsure

    def _candidates(self, text: str) -> tuple[list[Candidate], set[int]]:
        """What may be a name, in order, and the forms that stand in the text as small words too."""
        small: set[int] = set()
        candidates = []
        # The blank added before the text makes up for the one each form begins with.
        for form, start, end in self._automaton.find_matches_as_indexes(
            f" {_folded(text)} ", overlapping=True
        ):
            if self._has_capital[form] and text[start].islower():
                small.add(form)
            else:
                candidates.append((start, 2 - end, form))
        candidates.sort()
        return candidates, small

    def _read(self, form: int, passage: str, is_before_hyphen: bool) -> Reading:
        verdicts = {
            name: judge(passage, name, way)
            for name, way in self._forms[form]
            if is_before_hyphen or not way.needs_hyphen
        }
        best = max(verdicts.values(), default=Verdict.NO)
        if best is Verdict.NO:
            return Reading((), False)
        names = tuple(name for name, verdict in verdicts.items() if verdict is best)
        # Two names that fold alike, "BUND" and "Bund": the one that is spelled like this.
        alike = tuple(name for name in names if passage.startswith(name.text))
        return Reading(alike or names, best is Verdict.YES)


def _names(aliases: Iterable[tuple[K, str]]) -> list[Name]:
    """Each name once, with its keys."""
    keys_of: dict[str, dict[K, None]] = {}
    for key, name in aliases:
        keys_of.setdefault(name.strip(), {})[key] = None
    names = (Name(text, tuple(keys)) for text, keys in keys_of.items())
    return [name for name in names if name.words and name.folded]


def _mention(scene: Scene, hit: Hit) -> Mention:
    names = hit.reading.names
    if hit.reading.is_sure:
        keys, doubtful = scene.split(names, hit.start, hit.end, hit.has_small_twin)
    else:
        keys, doubtful = (), bearers_of(names)
    in_compound = _is_in_compound(scene.text, hit.start, hit.end)
    return Mention(hit.start, hit.end, keys, doubtful, names[0].text, in_compound)


def _is_in_compound(text: str, start: int, end: int) -> bool:
    if text.startswith(_HYPHENS, end):
        return True
    return start > 1 and text.startswith(_HYPHENS, start - 1) and text[start - 2].isalnum()


def _folded(text: str) -> str:
    """`fold(text)`, eight times faster where all letters are Latin ones.

    A table of bytes does what Latin-1 holds; the rest, mostly typographic marks, goes one by one.
    """
    try:
        return text.encode("latin-1", _BEYOND_LATIN_1).translate(_LATIN_1).decode("latin-1")
    except UnicodeEncodeError:  # Greek, Cyrillic: letters that do not fold to Latin ones
        return fold(text)


def _fold_beyond_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return fold(error.object[error.start : error.end]).encode("latin-1"), error.end


_BEYOND_LATIN_1 = "kb.text.mentions"
codecs.register_error(_BEYOND_LATIN_1, _fold_beyond_latin_1)
