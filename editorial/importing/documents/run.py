"""One run over files of documents: who writes, what is known of it, what goes where."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from editorial.importing.log import Log

__all__ = ["LABELS", "WORDS", "Line", "Run"]

LABELS = ("documents", "claims", "evidence")
WORDS = ("new", "changed", "same")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number from 1, where it begins in bytes, and its content."""

    file: str
    number: int
    offset: int
    content: bytes

    @property
    def place(self) -> str:
        return f"{self.file}: line {self.number}"


@dataclass
class Run:
    log: Log
    source: str  # of documents that name none
    writer: User
    publisher: User
    reason: str  # what history and decisions say: the import's name
    is_publishing: bool = False
    rejected: list[dict[str, Any]] = field(default_factory=list)  # of the batch under way

    @contextmanager
    def counting(self) -> Iterator[None]:
        """What is counted and said within it is forgotten when it fails."""
        before = self.log.memento()
        rejected = list(self.rejected)
        try:
            yield
        except BaseException:
            self.log.restore(before)
            self.rejected[:] = rejected
            raise
