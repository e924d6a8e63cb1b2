"""The first subjunctive of German, the mood of what others say: "Russland werde die Stirn geboten"."""

import re
from typing import NamedTuple

from editorial.suggestions.cues import Place
from editorial.suggestions.wording import words

__all__ = ["Subjunctive", "subjunctives"]

_WORD = re.compile(r"[\w-]+")
_SMALL = re.compile(r"\b[a-zäöü]\w*\b")
_COMPARED = re.compile(r"\b(?i:als(?: ob| wenn)?|wie wenn|auf dass|damit)$")
_RECIPE = re.compile(r"(?:^|[:;]\s)[Mm]an\s(?:nehme|stelle|denke|beachte|rechne|sehe|halte)\b")
# In these it is no speech; nor is it in "als sei nichts geschehen" or "wie gross sie auch sei".
_SET = re.compile(
    r"\b(?:(?i:es sei denn)|sei es|sei’s|sei's|wie dem auch sei|sei Dank|koste es|was wolle|wer wolle)\b"
)
_CONCESSIVE = re.compile(r"^(?i:was|wer|wie|wo|wann|welche[rsnm]?|so)\b.*\bauch\b")
_I = re.compile(r"\b[Ii]ch\b")
_AUXILIARIES = {
    *("sei", "seien", "werde", "habe", "könne", "müsse", "solle", "wolle", "dürfe", "lasse"),
}
# An infinitive or a participle, which completes an auxiliary.
_COMPLETION = re.compile(r"(?:\w+en|\w*ge\w+t|(?:be|ver|er|ent|zer)\w+t|\w+iert|\w+ern|\w+eln)$")
_CLAUSE_END = re.compile(r"[,;:.!?–—()„“”«»\"]|\s-\s|\s(?:und|oder|sowie|aber|doch)\s|$")


class Subjunctive(NamedTuple):
    """The verb's place in its sentence, and its words with what completes it ("werde geboten")."""

    place: Place
    words: str


def subjunctives(sentence: str) -> list[Subjunctive]:
    """The verbs of `sentence` that are likely in the first subjunctive of speech, in order."""
    if sentence.rstrip('”“«»" ').endswith("!") or _RECIPE.search(sentence):
        return []
    forms = words("de", "subjunctive_only" if _I.search(sentence) else "subjunctive")
    found = (word for word in _SMALL.finditer(sentence) if word[0] in forms)
    return [
        Subjunctive(Place(*word.span()), _completed(sentence, word))
        for word in found
        if not _is_fixed(sentence, word)
    ]


def _is_fixed(sentence: str, word: re.Match[str]) -> bool:
    """Whether the form stands in a phrase of its own, a wish or a comparison."""
    start, end = _clause(sentence, *word.span())
    clause = sentence[start:end].strip()
    if _SET.search(sentence, start, min(end + 12, len(sentence))) or _CONCESSIVE.match(clause):
        return True
    if _COMPARED.search(sentence[start : word.start()].strip()) or re.match(
        r"(?i:als ob|als wenn|wie wenn|auf dass)\b", clause
    ):
        return True
    is_wish = word[0] in ("sei", "seien") and not words("de", "wished").isdisjoint(clause.split())
    return is_wish and " worden" not in clause


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """From the comma before `[start, end)` to the comma behind it."""
    before = max(sentence.rfind(mark, 0, start) for mark in (*",;:–—()", " - "))
    after = _CLAUSE_END.search(sentence, end)
    return before + 1, after.start() if after else len(sentence)


def _completed(sentence: str, word: re.Match[str]) -> str:
    if word[0] not in _AUXILIARIES:
        return word[0]
    start, end = _clause(sentence, *word.span())
    behind = _WORD.findall(sentence[word.end() : end])
    if behind:
        is_complete = behind[-1][0].islower() and _COMPLETION.match(behind[-1])
        return f"{word[0]} {behind[-1]}" if is_complete else word[0]
    before = _WORD.findall(sentence[start : word.start()])
    if before and before[-1][0].islower() and _COMPLETION.match(before[-1]):
        return f"{before[-1]} {word[0]}"
    return word[0]
