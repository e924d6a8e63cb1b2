"""Who is named in German: noun phrases that may be a subject or the object of a preposition.

Told by capitals, determiners and endings alone. Where they do not tell, nothing is found.
"""

import re

from editorial.suggestions.cues import Place
from editorial.suggestions.wording import words

__all__ = [
    "NOUN_PHRASE",
    "OBLIQUE",
    "is_first_person",
    "leading_subject",
    "phrase_at",
    "subject_at",
    "whole_subject",
]

# A day or a part of the year is nobody: "sagte Rutte Mitte Woche".
_TIMES = (
    r"Anfang|Mitte|Ende|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Januar|Februar"
    r"|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Herbst|Winter"
)
_TITLE = r"(?:Dr|Prof|Hr|St)\."
_WORD = rf"(?:{_TITLE}|(?!(?:{_TIMES})\b)[A-ZÄÖÜÉ][\w’'/-]*)"
_ADJECTIVE = r"[a-zäöüß][\wäöüß-]{2,}e[nrsm]?"
_NAME = rf"{_WORD}(?:\s(?:(?:von|van|van\sder|de|di|bin|al|ter|zu)\s)?{_WORD}){{0,4}}"
_GENITIVE = r"[a-zäöüß][\wäöüß-]*e[nrm]"  # "der örtlichen Polizei", but not "der grösste Markt"
_TAIL = rf"(?:\s(?:des|der|dieses|dieser|von|vom)\s(?:{_GENITIVE}\s){{0,2}}{_NAME}){{0,2}}"
# What agrees with a nominative; "der" and "die" may be other cases too.
_NOMINATIVE = (
    r"(?i:der|die|das|ein|eine|sein|seine|ihr|ihre|dieser|diese|jener|jene|viele|mehrere|einige|etliche"
    r"|manche|alle|beide|zahlreiche|andere|weitere|zwei|drei|vier|fünf|jeder|jede|unser|unsere)"
)
_LEAD = r"(?:(?i:auch|selbst|sogar|nur)\s)?"
PRONOUN = r"(?:[Ee]r|[Ss]ie)(?!\w)"
NOUN_PHRASE = (
    rf"{_LEAD}(?:{PRONOUN}|{_NOMINATIVE}\s(?:{_ADJECTIVE}\s){{0,3}}{_NAME}{_TAIL}"
    rf"|(?:[A-ZÄÖÜ][a-zäöüß-]*e\s)?{_NAME}(?:\s(?:des|der)\s(?:{_GENITIVE}\s)?{_NAME})?)(?!\w)"
)
# After a preposition: "laut dem deutschen Minister", "nach Angaben der Polizei".
OBLIQUE = (
    r"(?:(?i:dem|den|der|des|einem|einer|eines|seinem|seiner|seines|ihrem|ihrer|ihres|diesem|dieser|mehreren"
    rf"|einigen|vielen|verschiedenen)\s)?(?:{_ADJECTIVE}\s){{0,3}}{_NAME}(?:\sfür\s{_NAME})?{_TAIL}(?!\w)"
)

# What may stand between a verb and its subject: "antwortete ihm", "pflichteten dem Generalsekretär".
_BETWEEN = re.compile(
    rf"\s+(?:(?:sich|ihm|ihr|ihnen|uns|es|dazu|dies|das|am\s(?:{_TIMES}|\w+tag)|gestern|heute|dann|damals|auch"
    rf"|jedoch|aber|zudem|einem|dem\s(?:{_ADJECTIVE}\s)?{_WORD})\s+){{0,2}}"
)
_SUBJECT = re.compile(NOUN_PHRASE)
_DETERMINED = re.compile(
    rf"(?:{PRONOUN}|{_NOMINATIVE}\s(?:{_ADJECTIVE}\s){{0,3}}{_NAME}{_TAIL})(?=\s)"
)
# By their endings adverbs, which have a capital where they begin a sentence.
_ADVERB = re.compile(
    r"[A-ZÄÖÜ]\w*(?:lich|weise|dings|falls|halb|mals|seits|tens|wegs|igt|sam|voll|los|erst)"
)
_CONJUNCTION = re.compile(r"\s*(?:(?i:und|aber|denn|doch|oder|sondern|sowie|zwar)\s+)?")
_FIRST_PERSON = re.compile(
    r"\b(?:[Ii]ch|[Ww]ir|[Mm]ein(?:e[rsnm]?|es)?|[Uu]nser(?:e[rsnm]?)?|[Mm]ir|[Mm]ich)\b"
)


def is_first_person(text: str) -> bool:
    """Whether the author speaks of himself: then speech is his own."""
    return _FIRST_PERSON.search(text) is not None


def phrase_at(text: str, position: int) -> Place | None:
    """The noun phrase that begins at `position`."""
    found = _SUBJECT.match(text, position)
    return None if not found or _is_nobody(found[0]) else Place(*found.span())


def subject_at(text: str, position: int) -> Place | None:
    """The noun phrase that follows a verb ending at `position`."""
    between = _BETWEEN.match(text, position)
    return phrase_at(text, between.end()) if between else None


def whole_subject(text: str, start: int, end: int) -> Place | None:
    """The noun phrase that `[start, end)` is, but for a conjunction before it."""
    found = _SUBJECT.fullmatch(text, _behind_conjunction(text, start, end), end)
    return None if not found or _is_nobody(found[0]) else Place(*found.span())


def leading_subject(text: str, start: int, end: int) -> Place | None:
    """The noun phrase with a determiner that `[start, end)` begins with: "die Ministerin in Bern"."""
    found = _DETERMINED.match(text, _behind_conjunction(text, start, end), end)
    return Place(*found.span()) if found else None


def _behind_conjunction(text: str, start: int, end: int) -> int:
    first = _CONJUNCTION.match(text, start, end)
    return first.end() if first else start


def _is_nobody(phrase: str) -> bool:
    """Whether `phrase` is a word that stands for nobody, or begins with an adverb or a preposition."""
    if phrase.lower() in words("de", "nobody") or _ADVERB.fullmatch(phrase):
        return True
    return phrase.split()[0] in words("de", "openers")
