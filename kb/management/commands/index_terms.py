from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kb.search.index import catch_up_with_all, note_all


class Command(BaseCommand):
    help = "Brings the search terms up to date with what they were made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="make all terms anew, not only those of what changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            note_all()
        done = catch_up_with_all()
        self.stdout.write(f"{done} changes can be found now." if done else "All was up to date.")
