from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from editorial.actions import accounts
from editorial.importing.articles.collecting import collect
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.load import SOURCE, import_articles
from editorial.importing.articles.reading import FORMATS, read
from editorial.importing.articles.store import Outcome
from editorial.importing.errors import Rejection
from kb.models import Article
from kb.search.index import catch_up_with_all


class Command(BaseCommand):
    help = (
        "Import articles: text, HTML, ninjs items, Atom and RSS feeds; files, directories and zip "
        "archives of them. Twice is once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        accesses = [code for code in Article.Access.values if code != Article.Access.SEALED]
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--format", choices=FORMATS, default="", help="default: found out")
        parser.add_argument("--source", default=SOURCE, help=f"whose ids they have; {SOURCE}")
        parser.add_argument("--language", default="", help="of those that do not say theirs; de")
        parser.add_argument("--kind", choices=Article.Kind.values, default="", help="alike; other")
        parser.add_argument("--access", choices=accesses, default="", help="of new ones; quotes")
        parser.add_argument("--dry-run", action="store_true", help="report, but change nothing")

    @no_translations
    def handle(self, *args: object, paths: list[Path], dry_run: bool, **options: Any) -> None:
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path}: there is no such file or directory")
        self.verbosity = options["verbosity"]
        report = import_articles(
            found(paths, options["format"]),
            by=accounts.writer(),
            source=options["source"],
            path=" ".join(map(str, paths)),
            dry_run=dry_run,
            language=options["language"],
            kind=options["kind"],
            access=options["access"],
            told=self.tell,
        )
        if not dry_run:
            catch_up_with_all()
        if not report.is_changed and self.verbosity:
            self.stdout.write("nothing changed")
        if dry_run and self.verbosity:
            self.stdout.write("dry run: nothing was written")
        self.stdout.write(report.summary)
        if report.rejected:
            raise CommandError(
                f"{report.rejected} rejected, each with its line above; the rest is imported. "
                "Mend them and import again."
            )

    def tell(self, outcome: Outcome) -> None:
        """One article after the other: what became of it, and how it was read."""
        if outcome.word == "rejected":
            self.stderr.write(outcome.reason)
        if not outcome.draft or not self.verbosity or outcome.word in ("rejected", "same"):
            return
        name, article = outcome.draft.external_id, outcome.article
        if outcome.word == "kept" or article is None or article.current_version is None:
            self.stdout.write(f"kept: {name}: {outcome.reason}")
            return
        sentences = article.current_version.sentences.count()
        self.stdout.write(f"{outcome.word}: {name}: “{article}”, {sentences} sentences")
        for line in (*outcome.draft.notes, *(each.said for each in outcome.duplicates)):
            self.stdout.write(f"    {line}")


def found(paths: list[Path], format: str) -> Iterator[Draft | Rejection]:
    for each in collect(paths):
        if isinstance(each, Rejection):
            yield each
        else:
            name, content = each
            yield from read(content, name=name, format=format)
