import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from editorial.importing.documents.load import Report, import_jsonl
from editorial.importing.documents.parse_claim import SOURCE_CHARS
from kb.search.index import catch_up_with_all

_NOTES_SHOWN = 50


class Command(BaseCommand):
    help = "Import documents with claims, one JSON object a line. Twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--source", default="", help="of documents that name none")
        parser.add_argument(
            "--publish", action="store_true", help="publish claims that rest on a passage"
        )
        parser.add_argument(
            "--index-later", action="store_true", help="leave search terms to index_terms"
        )
        parser.add_argument("--dry-run", action="store_true", help="report, but change nothing")

    @no_translations
    def handle(
        self,
        *args: object,
        files: list[Path],
        source: str,
        publish: bool,
        dry_run: bool,
        index_later: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        if source and (not source.strip() or len(source) > SOURCE_CHARS):
            raise CommandError(f"--source is a name of at most {SOURCE_CHARS} characters.")
        gc.freeze()  # what is here already stays: looking at it again and again took a tenth of the time
        is_watched = verbosity and self.stderr.isatty()
        try:
            report = import_jsonl(
                files,
                source=source,
                is_publishing=publish,
                dry_run=dry_run,
                progress=self._show if is_watched else _hide,
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if not (dry_run or index_later):
            catch_up_with_all()
        self._tell(report, dry_run, verbosity)
        if report.rejected:
            raise CommandError(_remedy(report, dry_run))

    def _tell(self, report: Report, dry_run: bool, verbosity: int) -> None:
        for line in report.rejections:
            self.stderr.write(line)
        if not verbosity:
            return
        more = len(report.notes) - _NOTES_SHOWN
        for line in report.notes[:_NOTES_SHOWN]:
            self.stdout.write(line)
        if more > 0:
            self.stdout.write(f"… and {more} more notes, in the log of imports")
        if dry_run:
            self.stdout.write("dry run: nothing was written")
        self.stdout.write(report.summary)

    def _show(self, path: Path, done: int, size: int) -> None:
        self.stderr.write(f"\r{path.name}: {done / size:.0%}", ending="\n" if done >= size else "")


def _hide(path: Path, done: int, size: int) -> None:
    """Nobody watches."""


def _remedy(report: Report, dry_run: bool) -> str:
    number = f"{report.rejected} rejected; the rest is imported"
    if dry_run:
        return f"{report.rejected} would be rejected"
    files = ", ".join(str(file) for file in report.files)
    return f"{number}. Mend {files} and import that."
