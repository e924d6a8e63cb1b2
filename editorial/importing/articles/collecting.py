"""Files, directories and zip archives, one content after the other: never two in memory."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from editorial.importing.articles.reading import CONTENT_LIMIT_BYTES, ENDINGS, KNOWN
from editorial.importing.errors import Place, Rejection

__all__ = ["collect", "collect_zip"]

ARCHIVE_LIMIT_BYTES = 500_000_000
UNPACKED_LIMIT_BYTES = 1_000_000_000
ENTRIES_LIMIT = 20_000
RATIO_LIMIT = 200  # text shrinks to a tenth, rarely to a fiftieth
RATIO_FREE_BYTES = 100_000  # what unpacks to less does no harm, however well it was packed

_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

Collected = tuple[str, bytes] | Rejection


def collect(paths: Iterable[Path]) -> Iterator[Collected]:
    """The contents of files, of directories with all below them, and of zip archives, by name.

    Directories are walked in the order of names; what is hidden in them is passed by, and a link
    that leads out of the directory is refused. A file that cannot be read, is too large, or is of
    no kind that `reading` knows, is a Rejection; the others go on without it. Names are paths as
    they were given, and for what lies in an archive "archive.zip/path/in/it".
    """
    for path in paths:
        if path.is_dir():
            yield from _directory(path)
        else:
            yield from _file(path, asked_for=True)


def collect_zip(archive: Path, name: str = "") -> Iterator[Collected]:
    """The contents of a zip archive, by the rules of `collect`; `name` is what it is called."""
    name = name or str(archive)
    try:
        size = archive.stat().st_size
        if size > ARCHIVE_LIMIT_BYTES:
            yield Rejection(Place(name), _too_large(size, ARCHIVE_LIMIT_BYTES))
            return
        with zipfile.ZipFile(archive) as opened:
            yield from _entries(opened, name)
    except _UNPACKING as error:
        reason = _("cannot be opened as a zip archive: %(reason)s") % {"reason": _said(error)}
        yield Rejection(Place(name), reason)


def _directory(root: Path) -> Iterator[Collected]:
    home = root.resolve()
    # Walking does not follow links to directories; those to files are looked at one by one.
    for path in sorted(root.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            reason = _("a link that leads out of %(directory)s; copy the file")
            yield Rejection(Place(str(path)), reason % {"directory": root})
        elif path.is_file():
            yield from _file(path, asked_for=False)


def _file(path: Path, *, asked_for: bool) -> Iterator[Collected]:
    """A file that was named itself may have any ending: its content tells its kind."""
    name = str(path)
    if path.suffix.lower() == ".zip":
        yield from collect_zip(path)
        return
    if not asked_for and (refusal := _unknown_kind(name)):
        yield refusal
        return
    try:
        if path.exists() and not path.is_file():
            raise Rejection(Place(name), _("neither a file nor a directory"))
        with path.open("rb") as file:
            content = file.read(CONTENT_LIMIT_BYTES + 1)
        if len(content) > CONTENT_LIMIT_BYTES:
            raise Rejection(Place(name), _too_large(path.stat().st_size, CONTENT_LIMIT_BYTES))
    except OSError as error:
        reason = _("cannot be read: %(reason)s") % {"reason": error.strerror}
        yield Rejection(Place(name), reason)
    except Rejection as rejection:
        yield rejection
    else:
        yield name, content


def _entries(archive: zipfile.ZipFile, name: str) -> Iterator[Collected]:
    entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    if len(entries) > ENTRIES_LIMIT:
        reason = _("holds %(number)d files, at most %(limit)d are unpacked; divide it")
        said = {"number": len(entries), "limit": ENTRIES_LIMIT}
        yield Rejection(Place(name), reason % said)
        return
    unpacked = 0
    for entry in entries:
        if entry.is_dir() or _is_hidden(entry.filename):
            continue
        place = Place(f"{name}/{entry.filename}")
        refusal = _refused(entry, place)
        if not refusal and unpacked + entry.file_size > UNPACKED_LIMIT_BYTES:
            reason = _("unpacks to more than %(limit)d bytes; divide it")
            yield Rejection(Place(name), reason % {"limit": UNPACKED_LIMIT_BYTES})
            return
        collected = refusal or _unpacked(archive, entry, place)
        unpacked += 0 if isinstance(collected, Rejection) else len(collected[1])
        yield collected


def _refused(entry: zipfile.ZipInfo, place: Place) -> Rejection | None:
    """Why an entry is not even unpacked, by what the archive says of it."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return Rejection(place, _("its name leads out of the archive"))
    if entry.external_attr >> 16 & 0o170000 == 0o120000:
        return Rejection(place, _("a link; an archive must hold the file itself"))
    if entry.flag_bits & 1:
        return Rejection(place, _("encrypted; unpack it with its password first"))
    if entry.filename.lower().endswith(".zip"):
        return Rejection(place, _("an archive in an archive; unpack it first"))
    if refusal := _unknown_kind(place.file):
        return refusal
    if entry.file_size > CONTENT_LIMIT_BYTES:
        return Rejection(place, _too_large(entry.file_size, CONTENT_LIMIT_BYTES))
    packed = max(entry.compress_size, 1)
    if entry.file_size > RATIO_FREE_BYTES and entry.file_size > RATIO_LIMIT * packed:
        reason = _("unpacks to %(ratio)d times its size, as no text does")
        return Rejection(place, reason % {"ratio": entry.file_size // packed})
    return None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> Collected:
    try:
        with archive.open(entry) as file:
            # Never more than it says it has: what it says may be a lie.
            content = file.read(CONTENT_LIMIT_BYTES + 1)
    except (*_UNPACKING, NotImplementedError) as error:
        reason = _("cannot be unpacked: %(reason)s") % {"reason": _said(error)}
        return Rejection(place, reason)
    if len(content) > CONTENT_LIMIT_BYTES:
        return Rejection(place, _too_large(len(content), CONTENT_LIMIT_BYTES))
    return place.file, content


def _is_hidden(name: str) -> bool:
    """Also what macOS puts into archives."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _unknown_kind(name: str) -> Rejection | None:
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending in ENDINGS:
        return None
    reason = _("of a kind that cannot be read; known are %(known)s") % {"known": KNOWN}
    return Rejection(Place(name), reason)


def _too_large(size: int, limit: int) -> str:
    reason = _("has %(size)d bytes, at most %(limit)d are read; divide it")
    return reason % {"size": size, "limit": limit}


def _said(error: Exception) -> str:
    strerror = error.strerror if isinstance(error, OSError) else None
    return strerror or str(error) or type(error).__name__
