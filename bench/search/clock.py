"""How long something takes: by the clock, and by what the processors worked for it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

__all__ = ["Clock", "Moment"]


class Moment(NamedTuple):
    """Milliseconds."""

    clock: float
    processors: float  # of this process and the database's own together


class Clock:
    """Watches this process and, on PostgreSQL, the one that answers it."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._backend: Path | None = None
        if connection.vendor == "postgresql":
            pid = connection.connection.info.backend_pid
            self._backend = Path(f"/proc/{pid}/schedstat")  # Linux; elsewhere nobody tells

    def timed(self, do: Callable[[], Any]) -> Moment:
        begun = self._now()
        do()
        ended = self._now()
        return Moment(ended.clock - begun.clock, ended.processors - begun.processors)

    def _now(self) -> Moment:
        return Moment(time.perf_counter() * 1000, time.process_time() * 1000 + self._elsewhere())

    def _elsewhere(self) -> float:
        if self._backend is None or not self._backend.exists():
            return 0.0
        return int(self._backend.read_text(encoding="ascii").split()[0]) / 1e6
