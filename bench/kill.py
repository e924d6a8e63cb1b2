"""Kills imports and looks whether it leaves a trace: `make bench-kill`.

On each database an import of generated documents (some spoiled, so that a file of rejected ones is
written) is killed by SIGKILL at random moments, spread over its whole course, and started again
until it runs through. Then export, rejected file and the number of rows in every table must be
those of an import that nobody disturbed, and `verify` clean. When one has run through before all
kills are done, the next begins on an empty base. On PostgreSQL the client is killed, not the server.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.bases import VENDORS, Base, Fresh, fresh_bases
from bench.commands import REJECTED, CommandFailed, ends_cleanly, generated, manage, started
from bench.growing import Dice

BAD = 0.02
AT_THE_END = 3  # so many kills fall into the last twentieth, where links between documents are made
SOONER = 0.98  # so much earlier comes a moment that an untouched import did not live to see


@dataclass
class Course:
    """How often, when and at what an import was killed, and what differed afterwards."""

    seconds: float  # undisturbed
    moments: list[float]  # still to come, as shares of its course
    kills: list[dict[str, Any]] = field(default_factory=list)
    rounds: int = 0
    differences: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=VENDORS, action="append", help="one database only")
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    ends_cleanly()
    told = {"documents": arguments.documents, "seed": arguments.seed}
    results: dict[str, Any] = told | known(arguments.results, told)
    for vendor in arguments.on or VENDORS:
        with tempfile.TemporaryDirectory(prefix="belegstelle-kill-") as name:
            home = Path(name)
            (home / "in").mkdir()
            path = generated(home / "in" / "documents.jsonl", arguments.documents, bad=BAD)
            moments = list(spread(Dice(arguments.seed, "kills", vendor), arguments.kills))
            with fresh_bases(vendor, home) as fresh:
                results[vendor] = disturbed(vendor, fresh, path, moments)
    written = json.dumps(results, indent=2, ensure_ascii=False) + "\n"
    if arguments.results:
        arguments.results.write_text(written, encoding="utf-8")
    print(written, end="")
    return 1 if any(results[v]["differences"] for v in VENDORS if v in results) else 0


def known(results: Path | None, told: dict[str, Any]) -> dict[str, Any]:
    """What was written of the other database in an earlier run over the same documents."""
    if results is None or not results.exists():
        return {}
    earlier: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    is_same = told.items() <= earlier.items()
    return {v: earlier[v] for v in VENDORS if is_same and v in earlier}


def spread(dice: Dice, count: int) -> Iterator[float]:
    """So many shares of a course in random order: one in each part of it, some at the end."""
    early = max(1, count - AT_THE_END)
    shares = [(place + dice.below(1000) / 1000) / early for place in range(early)]
    shares += [0.95 + dice.below(50) / 1000 for _ in range(count - early)]
    yield from dice.several(shares, count)


def disturbed(vendor: str, fresh: Fresh, path: Path, moments: list[float]) -> dict[str, Any]:
    whole = fresh("undisturbed")
    seconds = undisturbed(whole, path)
    wanted = state(whole, path)
    say(vendor, f"undisturbed: {seconds:.1f} s, {sum(wanted['rows'].values())} rows")
    course = Course(seconds, moments)
    while course.moments:
        base = fresh("disturbed")
        clear(path)
        course.rounds += 1
        run_through(vendor, course, base, path, wanted["rows"]["kb_article"])
        differences = differing(wanted, state(base, path))
        course.differences += [f"round {course.rounds}: {line}" for line in differences]
        say(vendor, f"round {course.rounds} ran through: {differences or 'no difference'}")
    return {
        "undisturbed_seconds": round(seconds, 2),
        "verify": wanted["verify"],
        "kills": course.kills,
        "rounds": course.rounds,
        "differences": course.differences,
    }


def run_through(vendor: str, course: Course, base: Base, path: Path, documents: int) -> None:
    """Kills the import at one moment after the other, as long as one comes before its end."""
    left = 1.0  # of the course, as far as one can tell
    while (share := next((m for m in course.moments if m <= left), None)) is not None:
        moment, begun = share * course.seconds, time.perf_counter()
        if not is_killed(base, path, moment):
            if left == 1.0:
                # Faster than the first: on a shared machine the course is what it was last.
                course.seconds = min(course.seconds, time.perf_counter() - begun)
                course.moments[course.moments.index(share)] *= SOONER
            return
        course.moments.remove(share)
        articles = base.counts()["kb_article"]
        left = 1 - articles / documents
        course.kills.append(
            {"round": course.rounds, "seconds": round(moment, 2), "articles": articles}
        )
        say(vendor, f"killed after {moment:.1f} s with {articles} articles")
    undisturbed(base, path)


def undisturbed(base: Base, path: Path) -> float:
    """Imports to the end and says in how many seconds. Spoiled documents make it complain."""
    begun = time.perf_counter()
    with suppress_rejections():
        manage(base.url, *command(path))
    return time.perf_counter() - begun


@contextmanager
def suppress_rejections() -> Iterator[None]:
    try:
        yield
    except CommandFailed as error:
        if REJECTED not in str(error):
            raise


def command(path: Path) -> tuple[str, ...]:
    return "import_jsonl", str(path), "--source=bench", "--index-later"


def is_killed(base: Base, path: Path, seconds: float) -> bool:
    """Starts the import and kills it after so long; False if it had run through by then."""
    with tempfile.TemporaryFile() as complaints:
        process = started(base.url, complaints, *command(path))
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            # Its group is its own: whatever it started goes with it.
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait() == -signal.SIGKILL
        complaints.seek(0)
        with suppress_rejections():
            if code:
                raise CommandFailed(f"ended with {code}: {complaints.read().decode()[-2000:]}")
        return False


# --- Comparing -----------------------------------------------------------------------------------


def state(base: Base, path: Path) -> dict[str, Any]:
    """What must be the same however often an import was killed. Times of day may differ."""
    export = path.parent.parent / "export.jsonl"
    manage(base.url, "export_jsonl", str(export))
    written = sorted(p for p in path.parent.iterdir() if p != path)
    return {
        "export": sha256(export),
        "rows": base.counts(),
        "files": {p.name: sha256(p) for p in written},
        "verify": verified(base),
    }


def verified(base: Base) -> str:
    try:
        return manage(base.url, "verify").last_line
    except CommandFailed as error:
        return str(error)


def differing(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    lines = []
    if wanted["export"] != found["export"]:
        lines.append("the export differs")
    if wanted["verify"] != found["verify"]:
        lines.append(f"verify says {found['verify']}")
    for kind in ("rows", "files"):
        one, two = wanted[kind], found[kind]
        names = sorted(name for name in one | two if one.get(name) != two.get(name))
        lines += [f"{name}: {two.get(name)} instead of {one.get(name)}" for name in names]
    return lines


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def clear(path: Path) -> None:
    """Takes away what earlier rounds wrote beside the documents."""
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()


def say(vendor: str, line: str) -> None:
    print(f"{vendor}: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
