"""English without a model: verbs of saying, sources and hearsay.

Looks at one sentence, in which quotations are masked (quotations.MASK). Words are data (lists/en.toml).
"""

import re
from collections.abc import Iterator

from editorial.suggestions.cues import Cue, CueKind, Place
from editorial.suggestions.quotations import MASK
from editorial.suggestions.wording import words
from kb.models import Mode

__all__ = ["cues"]

_SAYING = "|".join(sorted(words("en", "saying"), key=len, reverse=True))
_ACTS = "|".join(sorted(words("en", "acts"), key=len, reverse=True))
_NOBODY = r"(?!(?:I|We|It|This|That|There|What|Who|He said|You)\b)"
_CAPITAL = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gen|Gov|St)\.|[A-Z][\w’'-]*)"
_NAME = rf"{_CAPITAL}(?:\s(?:(?:of|de|van|von|al|bin)\s(?:the\s)?)?{_CAPITAL}){{0,5}}"
_SMALL = r"(?:(?!(?:that|who|which|and|is|was|has|had)\b)[a-z][\w’'-]*)"
_DESCRIBED = (
    rf"(?i:the|a|an|his|her|its|their|several|some|many|two|three|one)\s(?:{_SMALL}\s|{_CAPITAL}\s){{0,3}}"
    rf"(?:{_SMALL}|{_CAPITAL})(?:\s{_NAME})?(?:\s(?:of|for|at|from|in)\s(?:the\s)?{_NAME})?"
)
_WHO = rf"{_NOBODY}(?:[Hh]e|[Ss]he|[Tt]hey|{_DESCRIBED}|{_NAME})"
_OFFICE = r"(?:,\s[^,;:]{1,80},)?"  # "Rutte, the alliance's head, said"
_ADVERB = r"(?:\s(?:also|later|then|repeatedly|has|had|have|\w+ly))?"
_WHEN = r"(?:\s(?:on|in|at|late|early|last|this)\s[\w ]{1,25}|\s(?:yesterday|today))?"

# "Rutte said (that) …", "Rutte said: …"
_BEFORE = re.compile(
    rf"(?:^|[,;]\s|\b(?:and|but|as)\s|{MASK}\s*)(?P<who>{_WHO}){_OFFICE}{_ADVERB}\s(?P<verb>{_SAYING})"
    rf"(?:(?<=told)\s(?:the\s\w+|\w+))?{_WHEN}(?P<then>\s+that\b|\s*:|,?\s*{MASK}|\s|[.,]|$)"
)
# "…, said the minister", "…, she said"
_BEHIND = re.compile(
    rf"[,{MASK}?!]\s*(?:(?P<who>{_WHO}){_ADVERB}\s(?P<verb>{_SAYING})|(?P<verb2>{_SAYING})\s(?P<who2>{_WHO}))"
    rf"(?:(?<=told)\s(?:the\s\w+|\w+))?{_WHEN}(?=[.,;:]|\s*$|\s(?:in|on|at|to|after|during)\b)"
)
_ACT = re.compile(
    rf"(?:^|[,;]\s|\b(?:and|but)\s)(?P<who>{_WHO}){_OFFICE}{_ADVERB}\s(?P<verb>{_ACTS})\b"
)
_SOURCE = re.compile(rf"\b(?P<cue>[Aa]ccording to)\s(?P<who>{_WHO})")
_HEARSAY = re.compile(
    r"\b(?:[Rr]eportedly|[Aa]llegedly|[Pp]urportedly"
    r"|(?:is|are|was|were)\s(?:said|believed|alleged|reported|rumoured|rumored)\sto\s(?:have|be)\b)"
)


def cues(sentence: str) -> Iterator[Cue]:
    """The cues of `sentence`, whose quotations are masked; places are code points within it."""
    yield from _behind(sentence) or _before(sentence)
    for found in _SOURCE.finditer(sentence):
        yield _cue(CueKind.SOURCE, Mode.REPORTED, found, "cue", "who", Place(0, len(sentence)))
    for found in _HEARSAY.finditer(sentence):
        yield _cue(CueKind.HEARSAY, Mode.REPORTED, found, 0, None, Place(0, len(sentence)))


def _behind(sentence: str) -> list[Cue]:
    found = _BEHIND.search(sentence)
    if not found:
        return []
    group = "" if found["who"] else "2"
    is_quoted = MASK in sentence[max(found.start() - 1, 0) : found.start() + 1]
    mode = Mode.DIRECT if is_quoted else Mode.INDIRECT
    said = None if is_quoted else Place(0, found.start())
    return [_cue(CueKind.SAYING, mode, found, f"verb{group}", f"who{group}", said)]


def _before(sentence: str) -> list[Cue]:
    found = _BEFORE.search(sentence)
    if not found:
        act = _ACT.search(sentence)
        whole = Place(0, len(sentence))
        return [_cue(CueKind.SAYING, Mode.REPORTED, act, "verb", "who", whole)] if act else []
    rest = Place(found.end(), len(sentence))
    if ":" in found["then"] or MASK in found["then"]:
        is_quoted = sentence[rest.start :].lstrip().startswith(MASK)
        said = None if is_quoted else rest
        return [_cue(CueKind.SAYING, Mode.DIRECT, found, "verb", "who", said)]
    has_clause = len(sentence[rest.start : rest.end].split()) >= 3
    mode = Mode.INDIRECT if has_clause else None
    return [_cue(CueKind.SAYING, mode, found, "verb", "who", rest if has_clause else None)]


def _cue(
    kind: CueKind,
    mode: Mode | None,
    found: re.Match[str],
    words_: str | int,
    who: str | None,
    said: Place | None,
) -> Cue:
    speaker = Place(*found.span(who)) if who else None
    return Cue(kind, mode, *found.span(words_), found[words_], said, speaker)
