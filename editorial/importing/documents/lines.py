"""One line of JSON, read strictly: what two databases would keep in two ways is refused."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from editorial.importing.errors import quoted

__all__ = [
    "LEVELS",
    "LINE_LIMIT_BYTES",
    "LineError",
    "is_deep",
    "may_be_unstorable",
    "read_line",
    "unstorable",
    "without_nulls",
]

LINE_LIMIT_BYTES = 16_000_000
LEVELS = 100  # of what is nested: far less than a stack can hold

_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class LineError(ValueError):
    """A line that is not one JSON object; the message says where and what would be right."""


def read_line(line: bytes) -> dict[str, Any]:
    """The object that stands in `line`. Raises LineError.

    Numbers come out in one way: 1.0 and 1e0 are 1.
    """
    if len(line) > LINE_LIMIT_BYTES:
        raise LineError(f"longer than {LINE_LIMIT_BYTES} bytes; divide the document")
    try:
        value = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as error:
        byte = f"byte {line[error.start]:#04x} at offset {error.start} of the line"
        raise LineError(f"not UTF-8: {byte}; save the file as UTF-8") from error
    except RecursionError as error:
        raise LineError("nested too deeply; at most some hundred levels can be read") from error
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except ValueError as error:
        raise LineError(str(error)) from error
    if not isinstance(value, dict):
        raise LineError('not a JSON object; write {"document": {…}, "claims": […]}')
    return value


def may_be_unstorable(line: bytes) -> bool:
    """Whether a line that was read may hold what `unstorable` looks for. Only an escape can bring
    that: UTF-8 forbids it, and JSON in a text."""
    return _ESCAPED.search(line) is not None


def is_deep(value: Any, levels: int = LEVELS) -> bool:
    """Whether lists and objects are nested in `value` on more than so many levels."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return not levels or any(is_deep(item, levels - 1) for item in inner)


def unstorable(value: Any, path: str = "", levels: int = LEVELS) -> str:
    """Where in `value` a character stands that no text may hold, in words; "" if nowhere.

    Looks no deeper than so many levels.
    """
    if isinstance(value, str):
        found = _UNSTORABLE.search(value)
        if not found:
            return ""
        kind = "NUL" if found[0] == "\0" else "half of a surrogate pair"
        return f"{path}: character {found.start() + 1} is {kind}, which no text may hold"
    wrong: Iterable[str] = ()
    if isinstance(value, dict) and levels:
        parts = [(key, f"{path}.{key}" if path else key) for key in value]
        wrong = (
            unstorable(key, "a key") or unstorable(value[key], at, levels - 1) for key, at in parts
        )
    elif isinstance(value, list) and levels:
        wrong = (unstorable(item, f"{path}[{n}]", levels - 1) for n, item in enumerate(value))
    return next(filter(None, wrong), "")


def without_nulls(table: dict[str, Any]) -> dict[str, Any]:
    """The table with what it says; null is the same as absent."""
    return {name: value for name, value in table.items() if value is not None}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {quoted(twice)} stands twice in one object")
    return table


def _number(written: str) -> float | int:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is too large for a number")
    return int(number) if number.is_integer() else number


def _no_number(written: str) -> Any:
    raise ValueError(f"{written} is no JSON number")
