"""Time that passes when a test says so: what is done at once stands at one moment of the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

__all__ = ["Clock", "set_clock"]

Clock = Callable[[], datetime]


def set_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stops the clock; each call of what it returns says the time until now and passes an hour."""
    now = [datetime(2026, 3, 1, 8, tzinfo=UTC)]

    def read() -> datetime:
        now[0] += timedelta(microseconds=1)  # no two rows are written at the same moment
        return now[0]

    def tick() -> datetime:
        until = read()
        now[0] += timedelta(hours=1)
        return until

    monkeypatch.setattr(timezone, "now", read)
    return tick
