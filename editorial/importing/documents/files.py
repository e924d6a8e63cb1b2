"""Lines of a file, read so that memory stays flat, and found again by where they begin."""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from editorial.importing.documents.lines import LINE_LIMIT_BYTES
from editorial.importing.documents.run import Line

__all__ = ["Places", "batches", "lines_of"]

BATCH_LINES = 200
BATCH_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"
_PLACE = struct.Struct("<QQ")


def lines_of(path: Path) -> Iterator[Line]:
    """The lines that are not blank. Of one longer than can be read no more is kept than tells so."""
    with path.open("rb") as file:
        number, offset = 0, 0
        while content := file.readline(LINE_LIMIT_BYTES + 2):
            number += 1
            length = len(content) + _rest(file, content)
            if number == 1:
                content = content.removeprefix(_BOM)
            if content.strip():
                yield Line(str(path), number, offset, content)
            offset += length


def _rest(file: IO[bytes], content: bytes) -> int:
    """Passes over what is left of an overlong line; gives its length."""
    passed = 0
    while not content.endswith(b"\n") and (content := file.readline(LINE_LIMIT_BYTES)):
        passed += len(content)
    return passed


def batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.content)
        if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class Places:
    """Where lines begin that are read once more at the end; kept outside of memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places = TemporaryFile()  # noqa: SIM115  # closed by `close`

    def close(self) -> None:
        self._places.close()

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._places.write(_PLACE.pack(line.number, line.offset))

    def lines(self) -> Iterator[Line]:
        self._places.seek(0)
        with self.path.open("rb") as file:
            while place := self._places.read(_PLACE.size):
                number, offset = _PLACE.unpack(place)
                file.seek(offset)
                content = file.readline(LINE_LIMIT_BYTES + 2)
                yield Line(str(self.path), number, offset, content.removeprefix(_BOM))
