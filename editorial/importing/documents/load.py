"""Importing files of documents with claims: read → parse → look up → store, batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from django.contrib.auth.models import User
from django.db import connection, reset_queries, transaction

from editorial.actions import accounts
from editorial.importing.documents.batch import settle
from editorial.importing.documents.files import Places, batches, lines_of
from editorial.importing.documents.links import settle_claims_elsewhere, settle_relations
from editorial.importing.documents.parse_claim import SOURCE_CHARS
from editorial.importing.documents.rejected import RejectedFile
from editorial.importing.documents.run import LABELS, WORDS, Line, Run
from editorial.importing.errors import in_one_line
from editorial.importing.log import Log, keep_alive

__all__ = ["Report", "import_jsonl"]

LINES_SHOWN = 20

# What is told of the way: the file, how far in it in bytes, and its size.
Progress = Callable[[Path, int, int], None]


@dataclass
class Report:
    """What an import did, as lines for people."""

    summary: str
    notes: list[str] = field(default_factory=list)
    rejections: list[str] = field(default_factory=list)  # the first ones of each file
    rejected: int = 0
    files: list[Path] = field(default_factory=list)  # of what was rejected


@dataclass
class Work:
    """One file under way."""

    path: Path
    run: Run
    linking: Places
    rejected: RejectedFile

    def close(self) -> None:
        """Leaves no file open behind, and none half written."""
        self.linking.close()
        self.rejected.discard()


def import_jsonl(
    paths: Sequence[Path],
    *,
    source: str = "",
    is_publishing: bool = False,
    dry_run: bool = False,
    by: User | None = None,
    progress: Progress = lambda path, done, size: None,
) -> Report:
    """Imports `paths`, one run in the log for each; a dry run does the same and takes it all back.

    Raises OSError for a file that cannot be read, or rejected items that cannot be written; what
    was stored until then stays, and importing again goes on from there.
    """
    paths = list({path.resolve(): path for path in paths}.values())  # each once
    _stay_small()
    with ExitStack() as stack:
        for path in paths:
            _keep_for_us(stack.enter_context(path.open("rb")))
        if dry_run:
            stack.enter_context(transaction.atomic())
        works = [_begin(path, source, is_publishing, by or accounts.writer()) for path in paths]
        for work in works:
            stack.callback(work.close)
        for work in works:
            for lines in _watched(work, progress):
                work.linking.add(settle(work.run, lines))
                _forget(work, works)
        for step in (settle_claims_elsewhere, settle_relations):
            for work in works:
                for lines in batches(work.linking.lines()):
                    step(work.run, lines)
                    _forget(work, works)
        report = _end(works, dry_run)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _keep_for_us(file: IO[bytes]) -> None:
    """Two imports of one file at once would count and reject over each other. Raises OSError."""
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        reason = "is being imported already; wait until that is done"
        raise OSError(error.errno, reason, file.name) from error


def _stay_small() -> None:
    """SQLite maps and keeps what the site reads often; an import only passes by. Memory stays flat."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")
            cursor.execute("PRAGMA cache_size = -16384")


def _begin(path: Path, source: str, is_publishing: bool, by: User) -> Work:
    name = in_one_line(path.name)
    log = Log(source=(source or name)[:SOURCE_CHARS], path=in_one_line(str(path)), by=by)
    log.open()
    run = Run(
        log=log,
        source=source,
        writer=by,
        publisher=accounts.publisher(),
        reason=f"Import: {name}",
        is_publishing=is_publishing,
    )
    return Work(
        path, run, Places(path), RejectedFile(path.with_name(f"{path.name}.rejected.jsonl"))
    )


def _watched(work: Work, progress: Progress) -> Iterator[list[Line]]:
    size = work.path.stat().st_size
    for lines in batches(lines_of(work.path)):
        yield lines
        if (done := lines[-1].offset + len(lines[-1].content)) < size:
            progress(work.path, done, size)
    if size:
        progress(work.path, size, size)


def _forget(work: Work, works: Sequence[Work]) -> None:
    """Lets go of what a batch left in memory, and says that all runs are still under way."""
    keep_alive([each.run.log for each in works])
    work.rejected.add(work.run.rejected)
    work.run.rejected.clear()
    reset_queries()


def _end(works: Sequence[Work], dry_run: bool) -> Report:
    total = Log(source="", path="", by=works[0].run.writer)
    report = Report(summary="")
    for work in works:
        log = work.run.log
        if not dry_run and work.rejected.close():
            report.files.append(work.rejected.path)
        log.close()
        total.add(log)
        report.notes += log.notes
        report.rejections += log.rejections[:LINES_SHOWN]
        if (more := log.rejected - LINES_SHOWN) > 0:
            report.rejections.append(f"… and {more} more, in the file of what was rejected")
    report.rejected = total.rejected
    report.summary = total.summary(LABELS, WORDS)
    return report
