"""German verbs of saying and thinking in a clause: which one, where, and who does it."""

import re
from enum import Enum
from typing import NamedTuple

from editorial.suggestions.cues import Place
from editorial.suggestions.phrases import (
    leading_subject,
    phrase_at,
    subject_at,
    whole_subject,
)
from editorial.suggestions.wording import apart, words

__all__ = ["Manner", "Verb", "is_subordinate", "subject", "verb_in"]

_WORD = re.compile(r"\w[\w-]*")
_HAVING = frozenset("hat haben hatte hatten habe hätte hätten".split())
_PASSIVE = frozenset("wird werden wurde wurden worden ist sind war waren werde".split())
_MODAL = frozenset(
    "kann können konnte konnten muss müssen musste mussten soll sollen sollte sollten will wollen wollte"
    " wollten darf dürfen durfte durften möchte möchten mag mögen würde würden wird lässt lassen könnte"
    " könnten müsste müssten".split()
)
# At a clause's end they make another verb: "verlangt ihr viel ab".
_PARTICLES = frozenset("ab an auf aus ein her hin mit nach um vor weg wieder".split())
_AND = ("und", "oder", "aber", "sowie")
# What is only supposed was not said.
_CONDITION = re.compile(r"\s*(?i:(?:und|aber|denn|doch|oder)\s+)?(?i:wenn|falls|sofern|ob)\b")
_SUBORDINATE = re.compile(
    r"\s*(?:(?i:und|aber|denn|doch|oder)\s+)?(?i:wie|weil|dass|daß|als|nachdem|obwohl|während|da|was"
    r"|sobald|bevor)\s+"
)


class Manner(Enum):
    SAYING = "saying"
    THINKING = "thinking"
    ACT = "act"


class Verb(NamedTuple):
    """`finite` is where the subject is looked for; `place` spans the verb's own words."""

    manner: Manner
    finite: Place
    place: Place
    words: str
    is_passive: bool = False
    is_modal: bool = False  # "will sagen": not said yet


def verb_in(text: str, start: int, end: int) -> Verb | None:
    """The verb of saying of the clause `[start, end)`, if it is its finite verb or completes it."""
    tokens = list(_WORD.finditer(text, start, end))
    small = [token[0] for token in tokens]
    if not tokens:
        return None
    return _completing(tokens, small) or _finite(tokens, small)


def _completing(tokens: list[re.Match[str]], small: list[str]) -> Verb | None:
    """ "hat … gesagt", "gesagt hat", "wurde gesagt", "will … sagen"."""
    for last in range(len(small) - 1, max(len(small) - 3, 0) - 1, -1):
        done = _manner_of_participle(small[last])
        undone = _manner(small[last]) if small[last].endswith("n") else None
        for manner, auxiliaries in ((done, _HAVING), (done, _PASSIVE), (undone, _MODAL)):
            place = _first(small, auxiliaries, last)
            if auxiliaries is _PASSIVE and not (_MODAL - _PASSIVE).isdisjoint(small):
                continue  # "muss gesagt werden"
            if manner and place is not None:
                verb = _joined(tokens, place, last, manner)
                return verb._replace(
                    is_passive=auxiliaries is _PASSIVE, is_modal=auxiliaries is _MODAL
                )
    return None


def _finite(tokens: list[re.Match[str]], small: list[str]) -> Verb | None:
    for n, word in enumerate(small):
        for manner, names in ((Manner.SAYING, "saying_apart"), (Manner.ACT, "acts_apart")):
            later = _particle(small, n, apart("de", names).get(word, frozenset()))
            if later is not None:
                return _joined(tokens, n, later, manner)
        whole = _manner(word)
        if whole and not _is_part_of_another(small, n):
            place = Place(*tokens[n].span())
            return Verb(whole, place, place, word)
    return None


def _is_part_of_another(small: list[str], n: int) -> bool:
    """An infinitive or participle of which something else is said, or half of a separable verb."""
    word = small[n]
    if n + 1 < len(small) and small[-1] in _PARTICLES:
        return True
    if n > 0 and small[n - 1] == "zu":
        return True
    if _manner_of_participle(word) and not (_PASSIVE | _HAVING).isdisjoint(small):
        return True
    return word.endswith("en") and not _MODAL.isdisjoint(small)


def _particle(small: list[str], n: int, particles: frozenset[str]) -> int | None:
    """Where the second half of a separable verb stands: at the clause's end, or before "und"."""
    for later in range(n + 1, len(small)):
        if small[later] in particles:
            is_preposition = small[later] in ("von", "mit", "an")
            if is_preposition or later + 1 == len(small) or small[later + 1] in ("und", "oder"):
                return later
    return None


def _manner(word: str) -> Manner | None:
    if word in words("de", "saying"):
        return Manner.SAYING
    if word in words("de", "acts"):
        return Manner.ACT
    return Manner.THINKING if word in words("de", "thinking") else None


def _manner_of_participle(word: str) -> Manner | None:
    if word in words("de", "saying_participles"):
        return Manner.SAYING
    if word in words("de", "act_participles"):
        return Manner.ACT
    return Manner.THINKING if word in words("de", "thinking_participles") else None


def _joined(tokens: list[re.Match[str]], one: int, other: int, manner: Manner) -> Verb:
    first, last = sorted((one, other))
    return Verb(
        manner,
        Place(*tokens[one].span()),
        Place(tokens[first].start(), tokens[last].end()),
        f"{tokens[first][0]} {tokens[last][0]}",
    )


def _first(small: list[str], of: frozenset[str], other: int) -> int | None:
    """Where the first of the words `of` stands, but for the place `other`."""
    return next((n for n, word in enumerate(small) if word in of and n != other), None)


def is_subordinate(text: str, start: int) -> bool:
    """Whether the clause from `start` on is a part of another that its first word makes it."""
    return _SUBORDINATE.match(text, start) is not None


def subject(text: str, start: int, verb: Verb) -> Place | None:
    """Who says it, in the clause from `start` on: before the verb, behind it, or behind "wie"."""
    if verb.is_passive or _CONDITION.match(text, start):
        return None
    subordinate = _SUBORDINATE.match(text, start, verb.place.start)
    if subordinate:
        found = phrase_at(text, subordinate.end())
        return found if found and found.end <= verb.place.start else None
    end = start + len(text[start : verb.finite.start].rstrip())
    if text[start:end].lower() in _AND:  # whose subject stands before: "…, und forderte Geld"
        return None
    before = whole_subject(text, start, end) or leading_subject(text, start, end)
    return before or subject_at(text, verb.finite.end)
