"""Why an item was not imported: one line that says where, what, and what would be right."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError

__all__ = [
    "Absent",
    "NoSeeds",
    "Place",
    "QuoteError",
    "Rejection",
    "did_you_mean",
    "in_one_line",
    "one_of",
    "quoted",
    "reason_of",
]

_QUOTED_CHARS = 90


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its file, and in a knowledge file its table."""

    file: str
    table: str = ""
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        if not self.table:
            return self.file
        key = f" {quoted(self.key)}" if self.key else ""
        line = f" (line {self.line})" if self.line else ""
        return f"{self.file}: {self.table}{key}{line}"


class Rejection(Exception):
    """An item cannot be imported, for this reason; the others go on without it."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return in_one_line(f"{self.place}: {self.reason}")


class NoSeeds(Exception):
    """There is nothing to read; the message says what was looked for."""


class Absent(LookupError):
    """An item names another that is not there; the message says why."""


class QuoteError(ValueError):
    """A quote that has no one place; the message says what would be right."""


def quoted(text: str) -> str:
    """`text` in quotation marks, shortened in the middle if it is long."""
    if len(text) > _QUOTED_CHARS:
        half = _QUOTED_CHARS // 2
        text = f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
    return f'"{text}"'


def in_one_line(text: str) -> str:
    """`text` as it can stand in a log, which is read line by line: a reason may hold a quote with
    line breaks, or what no database keeps."""
    return "".join(c if c.isprintable() or c == "\xa0" else _escaped(c) for c in text)


def reason_of(error: Exception) -> str:
    """Why an item was refused: its own reason, all messages of a ValidationError, each with its
    field, or what the database said first."""
    if isinstance(error, DatabaseError):
        return str(error).partition("\n")[0]
    if not isinstance(error, ValidationError):
        return str(getattr(error, "reason", error))
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(
        " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )


def one_of(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else "".join(names)


def did_you_mean(name: str, known: list[str]) -> str:
    """A remedy for a name that nobody knows, with a comma before it; empty if none is near."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else ""


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
