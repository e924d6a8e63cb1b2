"""What stands in quotation marks, and whether it is speech or only words held at arm's length."""

import re
from typing import NamedTuple

from editorial.suggestions.cues import Place

__all__ = ["MASK", "Quotation", "find", "masked"]

# Stands for each character of a quotation while the words around it are looked at.
MASK = "\ue000"

LONGEST_CHARS = 5_000  # a mark that is closed later than this was no quotation's
SPEECH_WORDS = 8  # so many words in quotation marks are no name and no scare quote
SENTENCE_WORDS = 3  # so many do if a sentence ends within the marks

_MARKS = re.compile('[„“”«»‹›"]')
_CLOSING = {"„": '“”"', "“": "”“", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", '"': '"'}
_BEGINNING = re.compile(r"(?:^|[.!?…]\s)\s*$")
_INTRODUCED = re.compile(r":\s*$")
LONGEST_BREAK_CHARS = 80
_BREAK = re.compile(r"\s?,?\s[^.!?]+,\s$")
# "Wird Millionär?" within a sentence is a title; at its end, or before a comma, it is speech.
_GOES_ON = re.compile(r"\s*[a-zäöüß]")
_SPACED = {"fr"}  # « Non. »: the marks stand free of their words


class Quotation(NamedTuple):
    """A quotation with its marks; `inner` is what stands between them."""

    start: int
    end: int
    inner: Place
    is_speech: bool


def find(text: str, language: str) -> list[Quotation]:
    """The quotations of `text`, in order; one within another counts as part of it.

    A mark opens where it leans on the word that follows, and closes the one that is open. A quotation
    that is not closed within LONGEST_CHARS is none: nothing is made of it.
    """
    found: list[Quotation] = []
    opened = None
    for mark in _MARKS.finditer(text):
        place = mark.start()
        if opened is not None and place - opened > LONGEST_CHARS:
            opened = None
        if opened is None:
            opened = place if _opens(text, place, language) else None
        elif mark[0] in _CLOSING[text[opened]] and not _leans_right(text, place, language):
            goes_on = bool(found) and _goes_on(text, found[-1], opened)
            is_speech = goes_on or _is_speech(text, opened, place + 1)
            found.append(Quotation(opened, place + 1, Place(opened + 1, place), is_speech))
            opened = None
    return found


def masked(text: str, quotations: list[Quotation]) -> str:
    """`text` with those quotations that are speech made unreadable, each character by MASK."""
    parts, seen = [], 0
    for start, end, _, is_speech in quotations:
        if is_speech:
            parts += [text[seen:start], MASK * (end - start)]
            seen = end
    return "".join(parts) + text[seen:]


def _opens(text: str, place: int, language: str) -> bool:
    if language in _SPACED:
        return text[place] in '«“"‹'
    return _leans_right(text, place, language)


def _leans_right(text: str, place: int, language: str) -> bool:
    """Whether the mark stands before a word and behind none."""
    if language in _SPACED and text[place] in "«»":
        return text[place] == "«"
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return bool(after.strip()) and not after.isspace() and not (before.isalnum() or before in _ENDS)


_ENDS = set(".,!?…%")


def _goes_on(text: str, before: Quotation, start: int) -> bool:
    """Whether a quotation goes on at `start`: „Wir sind bereit“, sagte Rutte, „und einig.“"""
    between = text[before.end : start]
    return before.is_speech and len(between) < LONGEST_BREAK_CHARS and bool(_BREAK.match(between))


def _is_speech(text: str, start: int, end: int) -> bool:
    words = text[start + 1 : end - 1].split()
    if len(words) == 0 or text[start - 1 : start] in ("(", "["):
        return False
    is_sentence = words[0][0].isupper() and words[-1][-1] in ".!?…"
    if _INTRODUCED.search(text, max(start - 3, 0), start):
        return is_sentence or len(words) > SENTENCE_WORDS
    if len(words) < SENTENCE_WORDS or not words[0][0].isupper():
        return False
    if len(words) >= SPEECH_WORDS:
        return True
    begins = _BEGINNING.search(text, max(start - 3, 0), start) is not None
    if is_sentence or words[-1][-1] == ",":
        return begins or not _GOES_ON.match(text, end)
    return begins and text[end : end + 1] == ","
