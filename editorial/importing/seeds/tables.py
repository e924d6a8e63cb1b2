"""Typed reading of one TOML table: every wrong value is named with what would be right."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from editorial.importing.errors import Place, Rejection, did_you_mean, one_of, quoted

__all__ = ["Moment", "Table"]

T = TypeVar("T")

_TEXT_LIMIT = 20_000  # characters; the longest of what an editor writes


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or only its month or year: then the first day of it."""

    day: date
    precision: str


class Table:
    """One table of a knowledge file. All methods raise Rejection."""

    def __init__(self, raw: Any, place: Place, known: Iterable[str], prefix: str = "") -> None:
        self.place = place
        self.prefix = prefix
        if not isinstance(raw, dict):
            raise self.rejection(f"must be a table of {one_of(list(known))}, not {_shown(raw)}")
        self.raw = raw
        names = list(known)
        for name in raw:
            if name not in names:
                remedy = did_you_mean(name, names) or f"; known are {', '.join(names)}"
                raise self.rejection(f"unknown key {quoted(name)}{remedy}")

    def rejection(self, reason: str) -> Rejection:
        return Rejection(self.place, self.prefix + reason)

    def text(self, name: str, *, required: bool = False, limit: int = _TEXT_LIMIT) -> str:
        """The string under `name`, "" if it is not there; `limit` counts characters."""
        if name not in self.raw:
            if required:
                raise self.rejection(f"{name} is missing")
            return ""
        value = self.raw[name]
        if not isinstance(value, str):
            raise self.rejection(f"{name}: {_shown(value)} must be a text in quotation marks")
        return self._checked(name, value, limit)

    def texts(self, name: str, *, limit: int = _TEXT_LIMIT) -> tuple[str, ...]:
        """The strings listed under `name`, each once, in their order."""
        values = self._list(name)
        if wrong := [value for value in values if not isinstance(value, str)]:
            raise self.rejection(f"{name}: {_shown(wrong[0])} must be a text in quotation marks")
        return tuple(dict.fromkeys(self._checked(name, value, limit) for value in values))

    def choice(
        self, name: str, choices: Iterable[str], *, default: str = "", required: bool = False
    ) -> str:
        """One of `choices`; `default` if it is not there."""
        names = [str(choice) for choice in choices]
        if required and name not in self.raw:
            raise self.rejection(f"{name} is missing; use {one_of(names)}")
        value = self.text(name) or default
        if value and value not in names:
            remedy = did_you_mean(value, names) or f"; use {one_of(names)}"
            raise self.rejection(f"{name}: unknown value {quoted(value)}{remedy}")
        return value

    def number(self, name: str) -> int | None:
        """A number from 1 on."""
        value = self.raw.get(name)
        if value is not None and (type(value) is not int or value < 1):
            raise self.rejection(f"{name}: {_shown(value)} must be a number from 1 on")
        return value

    def day(self, name: str) -> date | None:
        """A whole date."""
        moment = self.moment(name)
        if moment and moment.precision != "day":
            shown = _shown(self.raw[name])
            raise self.rejection(f"{name}: {shown} must be a whole date, such as 2025-12-03")
        return moment.day if moment else None

    def moment(self, name: str) -> Moment | None:
        """A date, or "2025-12" or "2025" for one of lower precision."""
        value = self.raw.get(name)
        if value is None or type(value) is date:
            return Moment(value, "day") if value else None
        remedy = 'use 2025-12-03, or "2025-12" or "2025" where only that much is known'
        written = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(value))
        if not isinstance(value, str) or not written:
            raise self.rejection(f"{name}: {_shown(value)} is not a date; {remedy}")
        year, month, day = written.groups()
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise self.rejection(f"{name}: there is no date {quoted(value)}; {remedy}") from error
        return Moment(first, "day" if day else "month" if month else "year")

    def tables(self, name: str, parse: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Each table listed under `name`, parsed with what messages about it begin with."""
        return tuple(parse(raw, prefix) for raw, prefix in self._numbered(name))

    def _numbered(self, name: str) -> Iterator[tuple[Any, str]]:
        for number, raw in enumerate(self._list(name), start=1):
            yield raw, f"{self.prefix}{name} {number}: "

    def _list(self, name: str) -> list[Any]:
        value = self.raw.get(name, [])
        if not isinstance(value, list):
            raise self.rejection(f"{name}: {_shown(value)} must be a list in square brackets")
        return value

    def _checked(self, name: str, value: str, limit: int) -> str:
        if not value.strip():
            raise self.rejection(f"{name} is empty; fill it in or leave it out")
        if "\0" in value:
            raise self.rejection(f"{name} holds a NUL character; remove it")
        if len(value) > limit:
            raise self.rejection(f"{name} has {len(value)} characters; at most {limit} can be kept")
        return value


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
