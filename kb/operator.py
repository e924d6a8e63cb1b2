"""What the operator of the site says there in words of their own: imprint and privacy."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

__all__ = ["SETTINGS", "OperatorText", "UnreadableText", "operator_text"]

SETTINGS = ("IMPRINT_FILE", "PRIVACY_FILE")


class UnreadableText(Exception):
    """A file that is named in the settings cannot be read; the message says why."""


@dataclass(frozen=True)
class OperatorText:
    """Plain text; blank lines part its paragraphs."""

    words: str
    language: str


def operator_text(setting: str, language: str) -> OperatorText | None:
    """What the file in `setting` says; None where none is named or nothing stands in it.

    For /path/imprint.txt and the language "en" that is /path/imprint.en.txt if it is there, else
    the file itself, which speaks the language of the site. Raises UnreadableText.
    """
    if not (named := getattr(settings, setting)):
        return None
    main = Path(named)
    own = main.with_name(f"{main.stem}.{language}{main.suffix}")
    path = own if own.is_file() else main
    try:
        words = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as why:
        raise UnreadableText(f"{setting} names {path}, which cannot be read: {why}") from why
    return (
        OperatorText(words, language if path == own else settings.LANGUAGE_CODE) if words else None
    )
