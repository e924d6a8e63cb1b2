"""Where the sentences of a text begin and end.

Plain rules for German, English, French and Italian; their words are data (`lists/*.toml`). Other
languages are cut by sentencex. The rules in prose, and their figures: docs/sentences.md.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.text.blocks import CLOSING, Border, Role, blocks, role_of
from kb.text.foreign import foreign_sentences

# Stored with each version. Raise the number with every change that can move a border.
SEGMENTER = "belegstelle-1"

LISTS = Path(__file__).parent / "lists"
LANGUAGES = ("de", "en", "fr", "it")
WINDOW_CHARS = 80  # how far a decision looks around itself; keeps every step bounded

OPENING = "„“\"»«‹›‚‘'`([{¿¡"

# A run of marks and what closes after it: quotes, brackets, notes ("martyr.[1]"), omissions ("[…]").
# Possessive and consumed whole, so that a megabyte of full stops is read once.
_MARKS = re.compile(
    rf"([.!?…]++)(?:[{re.escape(CLOSING)}¹²³⁴-⁹]"
    r"|[ \xa0]?(?:\[(?:\d{1,3}|\.\.\.|…)\]|\((?:\.\.\.|…)\)))*+"
)
# A closing quotation mark set off by a space, as in French: "« Non. »".
_FREE_QUOTE = re.compile(r"[ \xa0\u2009\u202f]([»«›‹”“\"])(?=[\s.,;:!?…]|$)")
# A straight quote opens or closes leaning on a word; one that stands free does so by turns.
_STRAIGHT_QUOTE = re.compile(r"(?<!\S)(\")(?=\w)|(?<=\S)(\")(?!\w)|\"")
# Behind these the sentence goes on: "(…!), aber", "– eine Tatsache! –, dass".
_GOES_ON = re.compile(r"(?:[–—-]\s*)?(?:[,;:!?…)\]}]|\.(?!\w)|\.\.)")
_AHEAD = re.compile(
    rf"[{re.escape(OPENING)}\s–—•*-]{{0,12}}+((?:\w[\w'’]{{0,40}}+)?)(?:[ \xa0](\w{{1,40}}))?"
)
_JOINT = re.compile(r"['’-]|\./")
_NUMBER = re.compile(r"(?:\d{1,2}\.)?\d+$")
_ROMAN = re.compile(r"[IVXLC]{2,}$")
_LETTERS = re.compile(r"(?:\w{1,2}\.)*[^\W\d_]$")
_VOWEL = re.compile(r"[aeiouyäöüáàâéèêëíìîïóòôúùûœæ]", re.IGNORECASE)


class Span(NamedTuple):
    """A sentence's place in its text: code points, end exclusive; paragraphs count from 1."""

    start: int
    end: int
    paragraph: int
    role: Role


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's words; what each class means is written in lists/de.toml."""

    before_lower_case: str
    never: frozenset[str]
    may_end: frozenset[str]
    before_number: frozenset[str]
    only_lower_case: frozenset[str]
    with_mark: frozenset[str]
    openers: frozenset[str]
    saying: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    ordinal_leads: frozenset[str] = frozenset()
    ordinal_nouns: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where a sentence may end: „…, so Rutte.“ Dann …"""

    before: str  # the sentence so far, at most WINDOW_CHARS of it
    words: list[str]  # its last words
    mark: str
    closing: str
    dash: bool  # whether one follows
    ahead: str  # the word that follows
    next: str  # and the one behind it


def split(text: str, language: str) -> list[Span]:
    """The sentences of `text`: in order, disjoint, with only white space (`str.isspace`) around them.

    `language` is a language tag; its first subtag decides ("de-CH" is German). The first paragraph
    is the lead; a short line without closing punctuation between others is a heading. A caption
    is something only a reader of HTML can tell; no plain text has one.
    """
    places = list(blocks(text))
    base = language.replace("_", "-").partition("-")[0].lower()
    rules = _rules(base) if base in LANGUAGES else None
    free_closing = _free_closing(text, base)
    spans: list[Span] = []
    for number, (start, end) in enumerate(places, 1):
        role = role_of(text[start:end], number, len(places))
        if rules:
            borders = _sentences(text, start, end, rules, free_closing)
        else:
            borders = foreign_sentences(text, start, end, language)
        spans.extend(Span(first, last, number, role) for first, last in borders)
    return spans


@cache
def _rules(language: str) -> Rules:
    lists = tomllib.loads((LISTS / f"{language}.toml").read_text(encoding="utf-8"))
    marks = lists.pop("before_lower_case")
    return Rules(marks, **{name: frozenset(words.split()) for name, words in lists.items()})


def _sentences(
    text: str, start: int, end: int, rules: Rules, free_closing: str
) -> Iterator[Border]:
    seen, is_quoting = start, False
    for found in _MARKS.finditer(text, start, end):
        after = found.end()
        is_quoting = _is_quoting(text, seen, after, is_quoting)
        seen = after
        quote = _FREE_QUOTE.match(text, after, end)
        if quote and (quote[1] in free_closing or (quote[1] == '"' and is_quoting)):
            after = quote.end()
        following = _skip_space(text, after, end)
        if not after < following < end or _GOES_ON.match(text, following):
            continue
        if _ends(_place(text, start, found, after, following), rules):
            yield start, after
            start = following
    yield start, end


def _is_quoting(text: str, start: int, end: int, is_quoting: bool) -> bool:
    """Whether a straight quotation is open at `end`, given whether one was at `start`."""
    if text.find('"', start, end) < 0:  # nearly always, and ten times faster
        return is_quoting
    for found in _STRAIGHT_QUOTE.finditer(text, start, end):
        is_quoting = found[1] is not None or (found[2] is None and not is_quoting)
    return is_quoting


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _place(text: str, start: int, found: re.Match[str], after: int, following: int) -> Place:
    before = text[max(start, found.start() - WINDOW_CHARS) : found.start()]
    ahead = _AHEAD.match(text, following)
    return Place(
        before=before,
        words=before.rsplit(None, 4)[-4:],
        mark=found[1],
        closing=text[found.end(1) : after].strip(),
        dash=text[following] in "–—-",
        ahead=(ahead and ahead[1]) or "",
        next=(ahead and ahead[2]) or "",
    )


def _ends(place: Place, rules: Rules) -> bool:
    if place.before.endswith(("(", "[")) and place.closing:  # "ein(!) Satz", "[…] Satz"
        return False
    if place.ahead[:1].islower():
        return _ends_before_lower_case(place, rules)
    if "!" in place.mark or "?" in place.mark:
        if place.closing and place.next in rules.saying:  # “Is it enough?” Smith asked.
            return False
        return _opens(place, rules) or not _belongs_to_name(place, rules)
    return place.mark != "." or _full_stop_ends(place, rules)


def _ends_before_lower_case(place: Place, rules: Rules) -> bool:
    """Careless writing: a whole word and a bare mark may end a sentence before a small letter."""
    is_ellipsis = place.mark != "." and not place.mark.strip(".…")
    if place.closing or is_ellipsis or place.mark.strip(".…" + rules.before_lower_case):
        return False
    if not place.words or (place.dash and place.mark != "."):  # "jetzt! – das Gespräch suchen"
        return False
    word = place.words[-1].strip(OPENING + CLOSING)
    letters = re.sub(r"['’-]", "", word)
    if len(letters) < 2 or not letters.isalpha() or letters.isupper() or not _VOWEL.search(letters):
        return False
    classes = (rules.never, rules.may_end, rules.before_number, rules.only_lower_case)
    forms = _forms([word])
    return all(words.isdisjoint(forms) for words in (*classes, rules.with_mark))


def _opens(place: Place, rules: Rules) -> bool:
    """Does the word that follows typically open a sentence? ("L'" and "C'" do, elided.)"""
    word, apostrophe, _ = place.ahead.replace("’", "'").partition("'")
    return word + apostrophe in rules.openers or place.ahead in rules.openers


def _belongs_to_name(place: Place, rules: Rules) -> bool:
    """A mark in a name: "Yahoo! Deutschland", in der Sendung „Wer wird Millionär?“ Platz nehmen."""
    if not place.closing:
        return bool(place.words) and place.words[-1] in rules.with_mark
    marks = "(" if place.closing[0] == ")" else "„“\"»«‹›‚‘'"
    opening = max(place.before.rfind(mark) for mark in marks)
    introduction = place.before[: max(opening, 0)].rstrip()
    return introduction != "" and introduction[-1] not in ".:!?…,;–-"


def _full_stop_ends(place: Place, rules: Rules) -> bool:
    if not place.words:
        return False
    word, forms = _bare(place.words[-1]), _forms(place.words)
    if not rules.never.isdisjoint(forms):
        return False
    if not rules.before_number.isdisjoint(forms) and (
        place.ahead[:1].isdigit() or _ROMAN.match(place.ahead)
    ):
        return False
    if _NUMBER.match(word):
        return _number_ends(place, word, rules)
    if not rules.may_end.isdisjoint(forms) or _may_end(word, rules):
        return _opens(place, rules)
    return True


def _may_end(word: str, rules: Rules) -> bool:
    """Does `word` end a sentence only before a typical opener, though it is in no list for that?"""
    if word in rules.only_lower_case:
        return True
    if _LETTERS.match(word):  # "J. R. R. Tolkien"
        return True
    if rules.ordinal_leads and _ROMAN.match(word):  # "Ludwig XIV. Bourbon"
        return True
    return not _VOWEL.search(word) and word.isalpha() and word[1:].islower()  # "Hptm.", "Schtz."


def _forms(words: list[str]) -> set[str]:
    """The last word as the lists may write it; spaced letters are joined ("z. B" is "z.B")."""
    name = words[-1]
    for before in reversed(words[:-1]):
        if not (before.endswith(".") and len(before) <= 4):
            break
        name = before + name
    forms = {name.replace("’", "'").lstrip(OPENING), _bare(words[-1])}
    # An acronym in capitals is no abbreviation: "in der WG." is not "wg."
    return forms | {form.lower() for form in forms if not (form.isalpha() and form[1:].isupper())}


def _bare(word: str) -> str:
    """Without what is written together with it: "dell'art", "Dipl.-Ing", "2./3", "(ca"."""
    return _JOINT.split(word)[-1].lstrip(OPENING)


def _number_ends(place: Place, number: str, rules: Rules) -> bool:
    if len(place.words) == 1 and len(number) <= 4:  # "1. Dies ist ein Listenpunkt"
        return False
    if not rules.ordinal_leads or len(number) > 3:  # no German: "the 3rd"; a year
        return True
    if place.ahead in rules.months or place.ahead in rules.ordinal_nouns:
        return False
    if _opens(place, rules):
        return True
    return not place.ahead[:1].isdigit() and not _leads_to_ordinal(place.words[:-1], rules)


def _leads_to_ordinal(words: list[str], rules: Rules) -> bool:
    word = _bare(words[-1]).lower() if words else ""
    if word in ("und", "oder", "bis", "sowie", "bzw."):  # "im 1. und 2. Halbfinale"
        return len(words) > 1 and _NUMBER.match(words[-2].rstrip(".")) is not None
    if word in rules.ordinal_leads:
        return True
    is_between = (
        len(words) > 1 and len(word) > 4 and words[-1].islower()
    )  # "den insgesamt 36. Titel"
    return is_between and words[-2].lower() in rules.ordinal_leads


def _free_closing(text: str, language: str) -> str:
    """Which marks close where they stand between spaces ("« Non. »"), after a closing mark.

    In German «…» and »…« are both in use: there they do what they mostly do leaning on a word.
    """
    closing = "”" + ("“" if "„" in text else "")
    for left, right in ("«»", "‹›"):
        if language == "de" and (left in text or right in text):
            outward = len(re.findall(rf"(?<!\S){left}\S|\S{right}(?!\S)", text))
            inward = len(re.findall(rf"(?<!\S){right}\S|\S{left}(?!\S)", text))
            closing += left if inward > outward else right
        else:
            closing += right
    return closing
