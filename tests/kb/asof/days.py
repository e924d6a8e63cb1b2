"""Days that pass while a test writes: `with on("2026-01-05"): make_claim()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone

__all__ = ["on"]


@contextmanager
def on(day: str, at: str = "12:00") -> Iterator[None]:
    """Within it the clock stands at that day and time (UTC); each look at it is later by 1 ms."""
    begin = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=UTC)
    milliseconds = count()

    def now() -> datetime:
        return begin + timedelta(milliseconds=next(milliseconds))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", now)
        yield
