from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["Finding", "rows"]

_CHUNK_ROWS = 2000


class Finding(NamedTuple):
    """One thing that is off: which rule, where, and what."""

    rule: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.place}: {self.text}"


def rows(queryset: Any) -> Iterator[Any]:
    """The rows of `queryset`, read so that memory stays flat."""
    return iter(queryset.iterator(chunk_size=_CHUNK_ROWS))
