"""Reading the text of a seed article: INTERCHANGE.md says what it looks like."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from editorial.importing.errors import Place, Rejection
from kb.models import TEXT_LIMIT_BYTES

__all__ = ["KNOWLEDGE_LIMIT_BYTES", "SeedText", "not_utf8", "parse_text", "read_bytes", "read_text"]

KNOWLEDGE_LIMIT_BYTES = 10_000_000
_HEADER_LIMIT_BYTES = 4_096  # the white space before a header counts, too

# What begins like a header is meant as one, well written or not: "date", then what looks like a day.
_HEADER = re.compile(
    r"\ufeff?\s*date[ \t]+(?P<day>\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{8})(?P<after>[^ ]?)"
)


@dataclass(frozen=True, slots=True)
class SeedText:
    """An article as its file has it; `text` to the code point."""

    stem: str
    place: Place
    published_on: date | None
    text: str


def read_text(path: Path, place: Place) -> SeedText:
    """Reads `path`. Raises Rejection, naming what is wrong and what would be right."""
    content = read_bytes(path, place, TEXT_LIMIT_BYTES, slack=_HEADER_LIMIT_BYTES)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_utf8(content, error, place) from error
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise Rejection(
            place, f"character {nul + 1} (line {line}) is NUL, which no text may hold; remove it"
        )
    published_on, text = parse_text(text, place)
    if (size := len(text.encode())) > TEXT_LIMIT_BYTES:
        raise Rejection(place, _too_large(size, TEXT_LIMIT_BYTES, "text"))
    return SeedText(path.stem, place, published_on, text)


def parse_text(content: str, place: Place) -> tuple[date | None, str]:
    """The date of the header, if there is one, and the text after it, to the code point."""
    if not content or content.isspace():
        raise Rejection(place, "the file is empty; it must hold the article's text")
    header = _HEADER.match(content)
    if not header:
        return None, content
    day = _day(header["day"], place)
    text = content[header.end() + 1 :]
    if not content[header.end("day") :].strip():
        raise Rejection(place, "there is no text after the header; put it behind the date")
    if header["after"]:
        raise Rejection(
            place,
            f"the header must be followed by one space and the text on the same line, not by "
            f"{header['after']!r}",
        )
    return day, text


def read_bytes(path: Path, place: Place, limit: int, slack: int = 0) -> bytes:
    """The file's bytes, never more than `limit` + `slack` of them: a larger file is refused unread."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + slack + 1)
            if len(content) > limit + slack:
                raise Rejection(place, _too_large(path.stat().st_size, limit, "file"))
    except OSError as error:
        raise Rejection(place, f"cannot be read: {error.strerror}") from error
    return content


def not_utf8(content: bytes, error: UnicodeDecodeError, place: Place) -> Rejection:
    """Names the first byte of `content` that is not UTF-8."""
    line = content.count(b"\n", 0, error.start) + 1
    byte = f"byte {content[error.start]:#04x} at offset {error.start} (line {line})"
    return Rejection(place, f"not UTF-8: {byte}; save the file as UTF-8")


def _day(written: str, place: Place) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        raise Rejection(place, f'header: "{written}" is not an ISO date; write it as YYYY-MM-DD')
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        reason = f'header: there is no day "{written}"; write a real date as YYYY-MM-DD'
        raise Rejection(place, reason) from error


def _too_large(size: int, limit: int, what: str) -> str:
    return f"the {what} has {size} bytes, at most {limit} can be kept; divide it"
