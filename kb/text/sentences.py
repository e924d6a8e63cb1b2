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
from typing import Literal, NamedTuple

import sentencex

# Stored with each version. Raise the number with every change that can move a border.
SEGMENTER = "belegstelle-1"

Role = Literal["heading", "lead", "body", "caption"]
Border = tuple[int, int]

LONG_LINE_CHARS = 90  # hard-wrapped lines stay below; a longer one is a paragraph of its own
HEADING_CHARS = 100
WINDOW_CHARS = 80  # how far a decision looks around itself; keeps every step bounded

OPENING = "„“\"»«‹›‚‘'([{¿¡"
CLOSING = "“”\"»«‹›’‘')]}"
NEWLINE = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

# A run of closing marks and what closes after it: quotes, brackets, note marks ("martyr.[1]").
# Possessive and consumed whole, so that a megabyte of full stops is read once.
_CANDIDATE = re.compile(rf"([.!?…]++)((?:[{re.escape(CLOSING)}¹²³⁴-⁹]|\s?\[\d{{1,3}}\])*+)")
# A quotation mark set off by a space, as in French: "« Non. »".
_FREE_QUOTE = re.compile(r"[ \xa0\u2009\u202f]([»«›‹”“\"])(?=[\s.,;:!?…]|$)")
_AHEAD = re.compile(rf"[{re.escape(OPENING)}\s–—•*-]{{0,12}}+((?:\w[\w'’]{{0,40}}+)?)")
# What goes on after a mark: "(…!)," and "– eine Tatsache! –, dass" and "jetzt! – das Gespräch".
_CONTINUES = re.compile(r"(?:[–—-]\s*)?[.,;:!?…)\]}]|[–—-]\s[a-zäöüàéèßœ]")
_ITEM = re.compile(r"(?:[-–—•*·▪‣]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s")
_BULLET = re.compile(r"[-–—•*·▪‣]\s")
_CLOSED = re.compile(rf"[.!?…:;,][\s{re.escape(CLOSING)}]*$")
_NUMBER = re.compile(r"(?:\d{1,2}\.)?\d+$")
_ROMAN = re.compile(r"[IVXLC]{2,}$")
_LETTERS = re.compile(r"(?:\w{1,2}[.-]{1,2})*[^\W\d_]$")
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

    never: frozenset[str]
    may_end: frozenset[str]
    before_number: frozenset[str]
    only_lower_case: frozenset[str]
    with_mark: frozenset[str]
    openers: frozenset[str]
    months: frozenset[str] = frozenset()
    ordinal_leads: frozenset[str] = frozenset()
    ordinal_nouns: frozenset[str] = frozenset()
    before_lower_case: str = ""


def split(text: str, language: str) -> list[Span]:
    """The sentences of `text`, in order and disjoint, with only white space (`str.isspace`) around them.

    `language` is a language tag; its first subtag decides ("de-CH" is German). A text of white space
    alone has none.
    """
    rules = _rules(language.replace("_", "-").partition("-")[0].lower())
    blocks = list(_blocks(text))
    free_closing = _closing_quotes(text) if rules else ""
    spans: list[Span] = []
    for number, (start, end) in enumerate(blocks, 1):
        role = _role(text[start:end], number, len(blocks))
        if rules:
            borders = _sentences(text, start, end, rules, free_closing)
        else:
            borders = _foreign(text, start, end, language)
        spans.extend(Span(first, last, number, role) for first, last in borders)
    return spans


@cache
def _rules(language: str) -> Rules | None:
    path = Path(__file__).parent / "lists" / f"{language}.toml"
    if language not in ("de", "en", "fr", "it"):
        return None
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    marks = words.pop("before_lower_case")
    classes = {name: frozenset(value.split()) for name, value in words.items()}
    return Rules(before_lower_case=marks, **classes)


# Blocks: paragraphs, list items, lines ---------------------------------------------------------


def _blocks(text: str) -> Iterator[Border]:
    """Paragraphs without the white space around them."""
    breaks = list(_breaks(text))
    has_blank_lines = any(blank for _, _, blank in breaks)
    lines_are_blocks = not has_blank_lines and _lines_are_blocks(text, breaks)
    start = 0
    for end, following, blank in [*breaks, (len(text), len(text), True)]:
        if blank or lines_are_blocks or _ITEM.match(text, following):
            if block := text[start:end].strip():
                first = start + len(text[start:end]) - len(text[start:end].lstrip())
                yield first, first + len(block)
            start = following


def _breaks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Line breaks with the white space after them: start, end, whether a blank line is among it."""
    for found in re.finditer(rf"[{NEWLINE}]\s*", text):
        run = found.group().replace("\r\n", "\n")
        blank = sum(map(run.count, NEWLINE)) > 1 or "\u2029" in run or "\f" in run
        yield found.start(), found.end(), blank


def _lines_are_blocks(text: str, breaks: list[tuple[int, int, bool]]) -> bool:
    """In a text without blank lines: do its lines end by themselves, or at a right margin?"""
    ends = [end for end, _, _ in breaks]
    starts = [0, *(following for _, following, _ in breaks)]
    whole = [
        end - start >= LONG_LINE_CHARS or _is_closed(text[start:end])
        for start, end in zip(starts, ends, strict=False)
    ]
    return 2 * sum(whole) > len(whole)


def _is_closed(line: str) -> bool:
    return bool(_CLOSED.search(line[-WINDOW_CHARS:]))


def _role(block: str, number: int, count: int) -> Role:
    if number == 1:
        return "lead"
    is_line = len(block) <= HEADING_CHARS and not any(mark in block for mark in NEWLINE)
    is_open = not _is_closed(block) and not _BULLET.match(block)
    if number < count and is_line and is_open and any(map(str.isalpha, block)):
        return "heading"
    return "body"


# Sentences in a block --------------------------------------------------------------------------


def _sentences(
    text: str, start: int, end: int, rules: Rules, free_closing: str
) -> Iterator[Border]:
    straight_quotes, counted = 0, start
    for found in _CANDIDATE.finditer(text, start, end):
        after = found.end()
        straight_quotes += text.count('"', counted, after)
        counted = after
        quote = _FREE_QUOTE.match(text, after, end)
        if quote and (quote[1] in free_closing or (quote[1] == '"' and straight_quotes % 2)):
            after = quote.end()
        following = _skip_space(text, after, end)
        if after < following < end and _ends(text, start, found, following, rules):
            yield start, after
            start = following
    if start < end:
        yield start, end


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _ends(text: str, start: int, found: re.Match[str], following: int, rules: Rules) -> bool:
    """Does the sentence that began at `start` end with the marks `found`, before `following`?"""
    mark, closing = found.groups()
    if _CONTINUES.match(text, following):
        return False
    ahead = _AHEAD.match(text, following)
    word_ahead = ahead[1] if ahead else ""
    words = text[max(start, found.start() - WINDOW_CHARS) : found.start()].split()
    word = words[-1] if words else ""
    if word_ahead[:1].islower():
        return _ends_before_lower_case(mark, closing, words, rules)
    opens = _is_opener(word_ahead, rules)
    if closing[:1] in (")", "]") and word in ("(", "["):  # "ein(!) Satz", "[…] Satz"
        return False
    if "!" in mark or "?" in mark:
        return opens or not _belongs_to_name(text, start, found, rules)
    if mark != ".":
        return True
    return _full_stop_ends(words, word_ahead, opens, rules)


def _ends_before_lower_case(mark: str, closing: str, words: list[str], rules: Rules) -> bool:
    """Careless writing: a whole word and a bare mark may end a sentence before a small letter."""
    is_ellipsis = mark != "." and not mark.strip(".…")
    if closing or is_ellipsis or mark.strip(".…" + rules.before_lower_case) or not words:
        return False
    word = words[-1].strip(OPENING + CLOSING)
    if len(word) < 3 or not word.isalpha() or not _VOWEL.search(word):
        return False
    known = rules.never | rules.may_end | rules.before_number | rules.only_lower_case
    return not _in(word, known | rules.with_mark)


def _is_opener(word: str, rules: Rules) -> bool:
    word = word.replace("’", "'")
    elided = word.partition("'")[0] + "'"
    return word in rules.openers or (elided in rules.openers and "'" in word)


def _belongs_to_name(text: str, start: int, found: re.Match[str], rules: Rules) -> bool:
    """A mark inside a quoted or bracketed name: in der Sendung „Wer wird Millionär?“ Platz nehmen."""
    first = max(start, found.start() - WINDOW_CHARS)
    window = text[first : found.start()]
    closing = found[2]
    if not closing:
        return window.split()[-1:] != [] and window.split()[-1] in rules.with_mark
    opening = max(window.rfind(mark) for mark in ("(" if closing[0] == ")" else '„“"»«‹›‚‘'))
    before = window[: max(opening, 0)].rstrip()
    return bool(before) and before[-1] not in ".:!?…,;–-"


def _full_stop_ends(words: list[str], word_ahead: str, opens: bool, rules: Rules) -> bool:
    if not words:
        return False
    name = _abbreviation(words)
    word = _bare(words[-1])
    if _in(name, rules.never) or _in(word, rules.never):
        return False
    if _in(word, rules.before_number) and (word_ahead[:1].isdigit() or _ROMAN.match(word_ahead)):
        return False
    if _NUMBER.match(word):
        return _number_ends(words, word_ahead, opens, rules)
    if _in(name, rules.may_end) or _in(word, rules.may_end) or word in rules.only_lower_case:
        return opens
    if _LETTERS.match(word) or (rules.ordinal_leads and _ROMAN.match(word)):
        return opens
    if len(word) > 1 and word.isalpha() and not word.isupper() and not _VOWEL.search(word):
        return opens
    return True


def _in(name: str, words: frozenset[str]) -> bool:
    return name in words or name.lower() in words


def _abbreviation(words: list[str]) -> str:
    """The last word as the lists write it; spaced letters are joined ("z. B" is "z.B")."""
    name = words[-1] if words else ""
    for before in reversed(words[-4:-1]):
        if not (before.endswith(".") and len(before) <= 4 and len(name) <= 9):
            break
        name = before + name
    return _bare(name)


def _bare(word: str) -> str:
    """Without opening marks and without what is elided before it ("dell'art")."""
    return word.replace("’", "'").rpartition("'")[2].lstrip(OPENING)


def _number_ends(words: list[str], word_ahead: str, opens: bool, rules: Rules) -> bool:
    number = _bare(words[-1])
    if len(words) == 1 and len(number) <= 4:  # "1. Dies ist ein Listenpunkt"
        return False
    if not rules.ordinal_leads or len(number) > 3:
        return True
    if word_ahead in rules.months or word_ahead in rules.ordinal_nouns:
        return False
    if opens:
        return True
    return not word_ahead[:1].isdigit() and not _leads_to_ordinal(words[:-1], rules)


def _leads_to_ordinal(before: list[str], rules: Rules) -> bool:
    word = _bare(before[-1]).lower() if before else ""
    if word in ("und", "oder", "bis", "sowie", "bzw.", "/"):  # "im 1. und 2. Halbfinale"
        return len(before) > 1 and _NUMBER.match(before[-2].rstrip(".")) is not None
    return word in rules.ordinal_leads


def _closing_quotes(text: str) -> str:
    """Which marks close when they stand free between spaces: what they do where they lean on a word."""
    closing = "”"
    for first, second in ("«»", "‹›"):
        outward = len(re.findall(rf"(?<!\S){first}\S|\S{second}(?!\S)", text))
        inward = len(re.findall(rf"(?<!\S){second}\S|\S{first}(?!\S)", text))
        closing += second if outward >= inward else first
    if "„" in text:
        closing += "“"
    return closing


def _foreign(text: str, start: int, end: int, language: str) -> Iterator[Border]:
    """Borders by sentencex, brought to our terms."""
    block = text[start:end]
    position = 0
    for sentence in sentencex.segment(language, block):
        found = sentence.strip()
        position = block.index(found, position)
        yield start + position, start + position + len(found)
        position += len(found)
