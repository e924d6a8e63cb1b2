"""Commands in processes of their own, with the time and the memory they took."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, NamedTuple

__all__ = [
    "REJECTED",
    "ROOT",
    "CommandFailed",
    "Outcome",
    "ends_cleanly",
    "generated",
    "manage",
    "module",
    "started",
]

ROOT = Path(__file__).resolve().parent.parent
# What ru_maxrss counts in: kilobytes, on macOS bytes.
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


# With what an import complains that otherwise ran through.
REJECTED = ".rejected.jsonl"


class CommandFailed(Exception):
    """A command ended with an error."""


class Outcome(NamedTuple):
    """How a command ended. Its peak counts what was resident, mapped files included."""

    seconds: float
    peak_mb: float
    out: str

    @property
    def last_line(self) -> str:
        return self.out.strip().rpartition("\n")[2]


def ends_cleanly() -> None:
    """Asked to end, this process still stops the server it started and removes its files."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def manage(url: str, *arguments: str) -> Outcome:
    """Runs a command of manage.py on the base behind `url`; CommandFailed if it fails."""
    return _run(url, ["manage.py", *arguments])


def module(url: str, name: str, *arguments: str) -> Outcome:
    """Runs a module with the base behind `url` as its default database."""
    return _run(url, ["-m", name, *arguments])


def started(url: str, complaints: IO[bytes], *arguments: str) -> subprocess.Popen[bytes]:
    """A command of manage.py in a process group of its own; `complaints` gets its stderr."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        start_new_session=True,
    )


def generated(path: Path, documents: int, *, bad: float = 0.0) -> Path:
    """Writes so many generated documents to `path`."""
    command = [sys.executable, "-m", "bench.generate", f"--documents={documents}", f"--bad={bad}"]
    with path.open("wb") as output:
        subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.DEVNULL, check=True)
    return path


def _run(url: str, arguments: list[str]) -> Outcome:
    """The process is waited for with wait4: it alone tells the memory of exactly this one.

    A child begins with the peak of the process that started it, so that one has to stay small.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        written, complaints = (_read(file) for file in (out, err))
    if process.returncode:
        end = "\n".join(complaints.splitlines()[-15:])
        raise CommandFailed(f"{' '.join(arguments)} ended with {process.returncode}:\n{end}")
    return Outcome(seconds, usage.ru_maxrss * MAXRSS_BYTES / 1e6, written)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
