"""Measures searches on several bases at once, each in a process of its own (bench/search/measure.py).

They are asked in turns, question by question: what disturbs one disturbs all, and figures of an
hour are not compared with those of another. Of each question the median of several rounds counts,
after one that does not.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import IO, Any

from bench.bases import Base
from bench.commands import ROOT, CommandFailed
from bench.search.clock import Moment
from bench.search.mix import KINDS

__all__ = ["measured"]

ROUNDS = 3

Ways = dict[str, Moment]  # how long each way to the same page took


@dataclass(frozen=True)
class Worker:
    """A process that answers questions about one base."""

    process: subprocess.Popen[str]
    complaints: IO[bytes]

    def wait(self) -> None:
        """Waits until it has compared both ways; CommandFailed if they differ."""
        self._read()

    def ask(self, number: int) -> Ways:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it ended: `_read` tells why
            self.process.stdin.write(f"{number}\n")
            self.process.stdin.flush()
        return {name: Moment(*spent) for name, spent in json.loads(self._read()).items()}

    def _read(self) -> str:
        assert self.process.stdout is not None
        if line := self.process.stdout.readline():
            return line
        self.process.wait()
        self.complaints.seek(0)
        told = self.complaints.read().decode(errors="replace")
        raise CommandFailed("\n".join(told.splitlines()[-15:]))


@contextmanager
def answering(base: Base, questions: Path, plans: Path) -> Iterator[Worker]:
    """With nothing left to be read the process ends."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "bench", "search.measure", str(questions), str(plans)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": base.url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        yield Worker(process, complaints)


def measured(bases: Mapping[int, Base], questions: Path, plans: Path) -> dict[str, Any]:
    """The figures of each size. The plans are those of the last one."""
    kinds = [kind for kind, *_ in json.loads(questions.read_text(encoding="utf-8"))]
    with ExitStack() as stack:
        workers = {}
        for size, base in bases.items():
            workers[size] = stack.enter_context(answering(base, questions, plans))
            workers[size].wait()
        taken: dict[int, list[list[Ways]]] = {size: [[] for _ in kinds] for size in bases}
        for turn in range(ROUNDS + 1):
            for number in range(len(kinds)):
                for size in sorted(workers, reverse=bool(turn % 2)):
                    ways = workers[size].ask(number)
                    if turn:
                        taken[size][number].append(ways)
    return {str(size): _told(each, kinds) for size, each in taken.items()}


def _told(taken: Sequence[Sequence[Ways]], kinds: Sequence[str]) -> dict[str, Any]:
    """By the clock, and what processors worked: the latter tells of no neighbours."""
    told: dict[str, Any] = {"questions": len(taken)}
    for measure in Moment._fields:
        middle = [
            {name: median(getattr(ways[name], measure) for ways in rounds) for name in rounds[0]}
            for rounds in taken
        ]
        told[measure] = _figures(middle, kinds)
    return told


def _figures(taken: Sequence[dict[str, float]], kinds: Sequence[str]) -> dict[str, Any]:
    ways = {name: [its[name] for its in taken] for name in taken[0]}
    return {
        "p50": {name: _quantile(all_, 0.5) for name, all_ in ways.items()},
        "p95": {name: _quantile(all_, 0.95) for name, all_ in ways.items()},
        "p50_by_kind": {
            kind: {
                name: _quantile([m for m, its in zip(all_, kinds, strict=True) if its == kind], 0.5)
                for name, all_ in ways.items()
            }
            for kind in KINDS
        },
    }


def _quantile(figures: Sequence[float], share: float) -> float:
    return round(sorted(figures)[ceil(share * len(figures)) - 1], 2)
