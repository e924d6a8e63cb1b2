"""Long lists of values in portions that one question to a database can hold."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["VALUES_AT_ONCE", "portions"]

T = TypeVar("T")

# SQLite takes 1,000 conditions joined by OR, and in most builds 32,766 values.
_AT_ONCE = 500
VALUES_AT_ONCE = 10_000


def portions(values: Iterable[T], most: int = _AT_ONCE) -> Iterator[list[T]]:
    """All `values` in their order, at most `most` at a time; none where there are none."""
    left = iter(values)
    while portion := list(islice(left, most)):
        yield portion
