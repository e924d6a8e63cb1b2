"""What somebody typed into the search box, understood. Anything is a question, nothing an error.

    Rutte Verteidigung          both words, in any of their forms
    "in guter Verfassung"       these words in this order, as they stand
    -Trump  -"keine Sorge"      without them
    actor:Rutte  from:2025-12   only what concerns him, from then on
    -tag:Nato                   nothing of that tag

A field that is not known, and a date that is none, are words like others.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kb.search.analysis import Forms, fold, forms, tokens
from kb.search.stop_words import STOP_WORDS

__all__ = ["FIELDS", "MAX_LENGTH", "Asked", "Field", "Wanted", "ask", "day", "wanted"]

MAX_LENGTH = 400  # characters that are read
MAX_WORDS = 16  # words, and phrases, that are looked for
LANGUAGES = ("de", "en")  # in whose forms words are looked for

# What is typed before the colon, in both languages.
FIELDS = {
    "author": ("author", "autor", "autorin"),
    "actor": ("actor", "akteur"),
    "speaker": ("speaker", "sagt"),
    "event": ("event", "ereignis"),
    "tag": ("tag", "thema", "schlagwort"),
    "from": ("from", "ab", "seit"),
    "to": ("to", "bis"),
}
_FIELD_OF = {typed: name for name, all_ in FIELDS.items() for typed in all_}
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−])?           # without
        (?:(?<!\w)(?P<field>\w{2,12}):)?  # field:
        (?:["„“”«»](?P<phrase>[^"“”„«»]*)(?:["“”«»]|\Z) | (?P<word>[^\s"„“”«»]+))""",
    re.VERBOSE,
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True)
class Field:
    """`name:words`, a name that a thing must go by."""

    name: str
    typed: str
    is_unwanted: bool = False


@dataclass(frozen=True)
class Wanted:
    """A word that is looked for, with all of its terms in every language."""

    typed: str
    folded: str
    own: frozenset[str]

    @classmethod
    def of(cls, word: str) -> "Wanted":
        known: list[Forms] = [forms(word, language) for language in LANGUAGES]
        if word.islower():  # nouns are typed in lower case too: "ruttes"
            known.append(forms(word.capitalize(), "de"))
        return cls(word, known[0].folded, frozenset().union(*(its.own for its in known)))


@dataclass(frozen=True)
class Asked:
    """A question; empty if there is nothing to look for."""

    text: str = ""
    words: tuple[Wanted, ...] = ()
    phrases: tuple[str, ...] = ()  # folded words, a blank between each
    without: tuple[str, ...] = ()  # words or phrases as typed
    fields: tuple[Field, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.without or self.fields) or self.is_dated

    @property
    def is_plain(self) -> bool:
        """Whether it is words and nothing else."""
        return not (self.phrases or self.without or self.fields or self.is_dated)

    @property
    def is_dated(self) -> bool:
        return self.since is not None or self.until is not None

    def with_beside(self, beside: "Asked") -> "Asked":
        """This question with the fields and dates of another; its dates go before these."""
        return replace(
            self,
            fields=self.fields + beside.fields,
            since=beside.since or self.since,
            until=beside.until or self.until,
        )


def ask(text: str) -> Asked:
    """Understands what was typed; of what is too long the beginning."""
    text = " ".join(text[:MAX_LENGTH].replace("\0", " ").split())
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    fields: list[Field] = []
    dates: dict[str, date] = {}
    for piece in _PIECE.finditer(text):
        typed = piece["word"] if piece["phrase"] is None else piece["phrase"]
        name = _FIELD_OF.get((piece["field"] or "").lower())
        folded = _folded(typed)
        if name in ("from", "to") and not piece["minus"] and (limit := day(typed, name)):
            dates[name] = limit
        elif name and name not in ("from", "to") and folded:
            fields.append(Field(name, typed, is_unwanted=bool(piece["minus"])))
        elif piece["minus"]:
            whole = f"{piece['field'] or ''} {typed}".strip()
            without += [whole] if _folded(whole) else []
        elif piece["phrase"] is not None and " " in folded:
            phrases.append(folded)
        else:
            words += [token.word for token in tokens(f"{piece['field'] or ''} {typed}")]
    return Asked(
        text=text,
        words=tuple(_wanted(words)),
        phrases=tuple(phrases[:MAX_WORDS]),
        without=tuple(without[:MAX_WORDS]),
        fields=tuple(fields[:MAX_WORDS]),
        since=dates.get("from"),
        until=dates.get("to"),
    )


def wanted(text: str) -> list[Wanted]:
    """All words of `text` that there is something to look for of."""
    return [Wanted.of(token.word) for token in tokens(text) if fold(token.word)]


def _folded(text: str) -> str:
    return " ".join(filter(None, (fold(token.word) for token in tokens(text))))


def _wanted(words: list[str]) -> Iterator[Wanted]:
    """The words that matter, each once; all of them if none does."""
    known = {fold(word): Wanted.of(word) for word in words if fold(word)}
    telling = {folded: word for folded, word in known.items() if folded not in STOP_WORDS}
    yield from list((telling or known).values())[:MAX_WORDS]


def day(typed: str, name: str) -> date | None:
    """The first day of a year, month or day `from` which, or the last one `to` which; None if none."""
    match = _DATE.fullmatch(typed)
    if not match:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, number or 1)
        if name == "from" or number:
            return first
        last = month or 12
        return date(first.year, last, monthrange(first.year, last)[1])
    except ValueError:
        return None
