"""All names in a text, by one pass of one automaton."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from kb.text.mentions.bearers import Bearers, Reading, Scene
from kb.text.mentions.forms import Spelling, spellings
from kb.text.mentions.latin import folded
from kb.text.mentions.names import Name
from kb.text.mentions.spelling import Verdict, judge, starts_with_capital

__all__ = ["Matcher", "Mention"]

K = TypeVar("K", bound=Hashable)

Candidate = tuple[int, int, int]  # start, negative end, number of the form: sorts the longest first

READINGS_KEPT = 20_000

_HYPHENS = frozenset("-\u2010\u2011")
_APOSTROPHES = frozenset("'’‘ʼ`´")


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
        found: dict[str, Spelling] = {}
        shared: dict[str, list[Spelling]] = {}  # few forms belong to several names
        either_case: set[str] = set()
        for name in names:
            has_capital = starts_with_capital(name)
            for spelling, forms in spellings(name, self._bearers.is_surname(name)):
                for form in forms:
                    if form not in found:
                        found[form] = spelling
                    elif found[form] is not spelling:
                        shared.setdefault(form, [found[form]]).append(spelling)
                if not has_capital:
                    either_case.update(forms)
        in_order = sorted(found)  # the automaton is built in a third of the time
        self._spellings = [found[form] for form in in_order]
        self._shared = {bisect_left(in_order, form): shared[form] for form in shared}
        self._either_case = {bisect_left(in_order, form) for form in either_case}
        # The same words come again and again, in other texts too.
        self._readings: dict[tuple[int, str, bool], Reading | None] = {}
        self._automaton = AhoCorasick(
            [f" {form} " for form in in_order],
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str) -> list[Mention[K]]:
        """The mentions in `text`: in order and disjoint; of names that overlap the first, then the longest."""
        sure, unsure = self._hits(text)
        scene = Scene(text, self._bearers, {hit.reading for hit in sure})
        mentions = [_mention(text, scene, hit) for hit in sure]
        if not unsure:
            return mentions
        ends = [hit.end for hit in sure]
        free = 0
        for hit in unsure:
            place = bisect_right(ends, hit.start)
            if hit.start >= free and (place == len(sure) or hit.end <= sure[place].start):
                mentions.append(_mention(text, scene, hit))
                free = hit.end
        return sorted(mentions, key=lambda mention: mention.start)

    def _hits(self, text: str) -> tuple[list[Hit], list[Hit]]:
        """What surely is a name, disjoint, and what may be one and overlap."""
        candidates, small = self._candidates(text)
        sure: list[Hit] = []
        unsure: list[Hit] = []
        free = 0
        for start, minus_end, form in candidates:
            if start < free:
                continue
            end = -minus_end
            passage = text[start:end]
            reading = self._read(form, passage, text[end : end + 1] in _HYPHENS)
            if reading is None:
                continue
            has_small_twin = form in small and passage.istitle()
            hit = Hit(start, _with_genitive(text, end), reading, has_small_twin)
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
            f" {folded(text)} ", overlapping=True
        ):
            if text[start].islower() and form not in self._either_case:
                small.add(form)
            else:
                candidates.append((start, 2 - end, form))
        candidates.sort()
        return candidates, small

    def _read(self, form: int, passage: str, is_before_hyphen: bool) -> Reading | None:
        question = (form, passage, is_before_hyphen)
        try:
            return self._readings[question]
        except KeyError:
            if len(self._readings) >= READINGS_KEPT:
                self._readings.clear()
        reading = self._readings[question] = self._judged(*question)
        return reading

    def _judged(self, form: int, passage: str, is_before_hyphen: bool) -> Reading | None:
        verdicts = {
            spelling.name: judge(passage, spelling)
            for spelling in self._shared.get(form) or [self._spellings[form]]
            if is_before_hyphen or not spelling.needs_hyphen
        }
        best = max(verdicts.values(), default=Verdict.NO)
        if best is Verdict.NO:
            return None
        names = tuple(name for name, verdict in verdicts.items() if verdict is best)
        # Two names that fold alike, "BUND" and "Bund": the one that is spelled like this.
        alike = tuple(name for name in names if passage.startswith(name.text))
        names = alike or names
        is_surname = any(map(self._bearers.is_surname, names))
        return Reading(names, best is Verdict.YES, is_surname)


def _names(aliases: Iterable[tuple[K, str]]) -> list[Name]:
    """Each name once, with its keys."""
    keys_of: dict[str, list[K]] = {}
    for key, name in aliases:
        keys_of.setdefault(name.strip(), []).append(key)
    names = (Name(text, tuple(dict.fromkeys(keys))) for text, keys in keys_of.items())
    return [name for name in names if name.words and name.folded]


def _mention(text: str, scene: Scene, hit: Hit) -> Mention:
    start, end, reading, has_small_twin = hit
    keys, doubtful = scene.split(reading, start, end, has_small_twin)
    name = reading.names[0].text
    return Mention(start, end, keys, doubtful, name, _is_in_compound(text, start, end))


def _with_genitive(text: str, end: int) -> int:
    """Behind an apostrophe and its s, if they stand at `end`."""
    if text[end : end + 1] not in _APOSTROPHES or text[end + 1 : end + 2] not in ("s", "S"):
        return end
    return end if text[end + 2 : end + 3].isalnum() else end + 2


def _is_in_compound(text: str, start: int, end: int) -> bool:
    if text[end : end + 1] in _HYPHENS:
        return True
    return start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
