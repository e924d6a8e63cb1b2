"""The file of what was rejected: written beside its place, and put there whole at the end."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

__all__ = ["RejectedFile", "written"]


class RejectedFile:
    """`<file>.rejected.jsonl`. Nothing is written before the first line, and an old file goes
    when nothing is rejected any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # One name for every run: what a killed one left is overwritten, or goes at the end.
        self._draft = path.with_name(f".{path.name}.part")
        self._file: IO[bytes] | None = None

    def add(self, lines: Iterable[dict[str, Any]]) -> None:
        """Raises OSError, naming the file, where it cannot be written."""
        with self._named():
            for line in lines:
                if self._file is None:
                    self._file = self._draft.open("wb")
                self._file.write(written(line))

    def close(self) -> bool:
        """Puts the file in its place; says whether there is one. Raises OSError as `add` does."""
        with self._named():
            if self._file is None:
                self._draft.unlink(missing_ok=True)
                self.path.unlink(missing_ok=True)
                return False
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._draft.replace(self.path)
            self._file = None
            return True

    def discard(self) -> None:
        """Leaves the place as it was; after `close` there is nothing to discard."""
        if self._file is not None:
            self._file.close()
            self._draft.unlink(missing_ok=True)
            self._file = None

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What goes wrong with the draft goes wrong with the file."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.path)) from error


def written(line: dict[str, Any]) -> bytes:
    """A line of JSON; what is no valid Unicode is escaped."""
    try:
        return json.dumps(line, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(line).encode() + b"\n"
