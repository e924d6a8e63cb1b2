from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from editorial.importing.errors import NoSeeds
from editorial.importing.seeds.load import load_seeds
from kb.search.index import catch_up_with_all


class Command(BaseCommand):
    help = "Load seed articles (.txt) and the knowledge beside them (.toml). Twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", nargs="?", type=Path, help="default: seeds/")
        parser.add_argument("--dry-run", action="store_true", help="report, but change nothing")

    @no_translations
    def handle(
        self, *args: object, directory: Path | None, dry_run: bool, verbosity: int, **options: Any
    ) -> None:
        try:
            report = load_seeds(directory or settings.BASE_DIR / "seeds", dry_run=dry_run)
        except NoSeeds as error:
            raise CommandError(str(error)) from error
        if not dry_run:
            catch_up_with_all()
        if verbosity:
            kept = [f"kept: {line}" for line in report.kept]
            lines = [*report.notes, *kept, *report.coverage, report.summary]
            lines += [] if report.is_changed else ["nothing changed"]
            lines += ["dry run: nothing was written"] if dry_run else []
            self.stdout.write("\n".join(lines))
        for line in report.rejected:
            self.stderr.write(line)
        if report.rejected:
            raise CommandError(
                f"{len(report.rejected)} rejected, each with its line above; the rest is loaded. "
                "Mend them and load again."
            )
