"""The values of one table of a line, each asked for by name and checked."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from editorial.importing.documents.lines import LEVELS, is_deep, without_nulls
from editorial.importing.errors import did_you_mean, one_of, quoted

__all__ = ["FieldError", "Fields"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class FieldError(ValueError):
    """A value that does not fit; the message names it and says what would."""


class Fields:
    """A JSON object whose values are taken by name. Each method raises FieldError.

    null is the same as absent; a text that is there is never empty, so that what comes in goes
    out again unchanged.
    """

    def __init__(self, table: Any, noun: str) -> None:
        if not isinstance(table, dict):
            raise FieldError(f"{noun} is {_shown(table)}; write an object {{…}}")
        self.noun = noun
        self._left = without_nulls(table)

    def text(self, name: str, *, needed: bool = False, limit: int | None = None) -> str:
        """A text of at most `limit` characters; "" where it is absent."""
        value = self._left.pop(name, None)
        if value is None:
            if needed:
                raise FieldError(f"{name} is missing; give it")
            return ""
        if not isinstance(value, str):
            raise FieldError(f"{name} is {_shown(value)}; write a text")
        if not value.strip():
            raise FieldError(f"{name} is empty; leave it out or fill it in")
        if limit and len(value) > limit:
            raise FieldError(f"{name} has {len(value)} characters, at most {limit} can be kept")
        return value

    def fitting(self, name: str, field: Any) -> str:
        """A text that the model's `field` can hold: its length, and what it validates."""
        value = self.text(name, limit=field.max_length)
        if value:
            try:
                field.run_validators(value)
            except ValidationError as error:
                reason = " ".join(error.messages)
                raise FieldError(f"{name} is {quoted(value)}: {reason}") from error
        return value

    def choice(self, name: str, choices: list[str], default: str) -> str:
        value = self.text(name)
        if value and value not in choices:
            raise FieldError(f"{name} is {quoted(value)}; known are {one_of(choices)}")
        return value or default

    def language(self, name: str, field: Any, default: str) -> str:
        value = self.text(name, limit=field.max_length)
        if value and not _LANGUAGE.fullmatch(value):
            raise FieldError(f'{name} is {quoted(value)}; write a language tag, such as "de"')
        return value or default

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise FieldError(f"{name} is {quoted(value)}; write a date as YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise FieldError(f"{name}: there is no day {quoted(value)}") from error

    def index(self, name: str) -> int | None:
        """A number from 0 on; None where it is absent."""
        value = self._left.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise FieldError(f"{name} is {_shown(value)}; write a whole number from 0 on")
        return value

    def items(self, name: str) -> list[Any]:
        value = self._left.pop(name, None)
        if value is None:
            return []
        if not isinstance(value, list):
            raise FieldError(f"{name} is {_shown(value)}; write a list […]")
        return value

    def has(self, name: str) -> bool:
        return name in self._left

    def names(self, name: str, limit: int) -> list[str]:
        """Texts, each of at most `limit` characters; the same one twice is one."""
        names = []
        for item in self.items(name):
            if not isinstance(item, str) or not item.strip():
                raise FieldError(f"{name} holds {_shown(item)}; write names as texts")
            if len(item) > limit:
                raise FieldError(f"{name} holds a name of {len(item)} characters, at most {limit}")
            names.append(item)
        return list(dict.fromkeys(names))

    def table(self, name: str) -> "Fields | None":
        value = self._left.pop(name, None)
        return None if value is None else Fields(value, name)

    def drop(self, *names: str) -> None:
        """Leaves out what an earlier import wrote beside what it rejected."""
        for name in names:
            self._left.pop(name, None)

    def rest(self) -> dict[str, Any]:
        """What nobody asked for."""
        return self._left

    def extra(self) -> dict[str, Any]:
        """What nobody asked for, where it can be kept and read again."""
        for name, value in self._left.items():
            if is_deep(value):
                raise FieldError(
                    f"{quoted(name)} is nested deeper than {LEVELS} levels; flatten it"
                )
        return self._left

    def nothing_else(self, known: Iterable[str]) -> None:
        for name in self._left:
            remedy = did_you_mean(name, list(known)) or f"; known are {one_of(list(known))}"
            raise FieldError(f"{self.noun} has an unknown key {quoted(name)}{remedy}")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)[:40]
