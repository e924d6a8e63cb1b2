import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.exports.jsonl import documents, written


class Command(BaseCommand):
    help = "Write the whole base as JSON Lines: to a file, or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")

    def handle(self, *args: object, file: Path | None, **options: Any) -> None:
        lines = (written(document).encode() for document in documents())
        if file is None:
            for line in lines:
                sys.stdout.buffer.write(line)
            return
        try:
            number = _write(file, lines)
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}") from error
        self.stdout.write(f"documents: {number}")


def _write(path: Path, lines: Iterable[bytes]) -> int:
    """Writes beside the place and puts the file there whole. Returns the number of lines."""
    draft = path.with_name(f".{path.name}.part")
    number = 0
    try:
        with draft.open("wb") as out:
            for line in lines:
                number += 1
                out.write(line)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return number
