"""Translations: `python -m tools.messages update` collects and compiles, `check` only complains.

With Babel, so that no machine needs gettext's programs. One catalogue a language serves both apps.
"""

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.checkers import checkers
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 20
LANGUAGES = ("de",)  # English is what the code is written in
SOURCES = ("kb/**/*.py", "editorial/**/*.py", "*/templates/**/*.html", "templates/**/*.html")
FUNCTIONS = (
    "_ gettext gettext_lazy gettext_noop ngettext ngettext_lazy pgettext pgettext_lazy".split()
)
KEYWORDS = dict.fromkeys([*FUNCTIONS, "npgettext", "npgettext_lazy"])
IDLE_HEADERS = (b'"POT-', b'"PO-R', b'"Last-', b'"Language-T', b'"Report-', b'"Generated-')
NAMED = re.compile(r"%\(\w+\)")
CALL = re.compile(r"(?<!\w)(_|n?p?gettext)\(")


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        for language in LANGUAGES:
            update(language)
        return 0
    if arguments == ["check"]:
        complaints = [line for language in LANGUAGES for line in complain(language)]
        print(*complaints[:MOST_LINES], sep="\n", end="\n" if complaints else "")
        if len(complaints) > MOST_LINES:
            print(f"… and {len(complaints) - MOST_LINES} more")
        return 1 if complaints else 0
    print(__doc__)
    return 2


def update(language: str) -> None:
    """Bring the catalogue in line with the code; what is new waits untranslated."""
    catalogue = read(language)
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue))
    mo = path.with_suffix(".mo")
    if not mo.exists() or content(mo.read_bytes()) != content(compiled(catalogue)):
        mo.write_bytes(compiled(catalogue))
    waiting = sum(1 for message in catalogue if message.id and not is_translated(message))
    print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {waiting} to translate")


def complain(language: str) -> Iterator[str]:
    """What keeps a catalogue from being complete, one line each."""
    path = po_path(language)
    name = path.relative_to(ROOT)
    catalogue = read(language)
    wanted = {key(message) for message in collect() if message.id}
    there = {key(message): message for message in catalogue if message.id}
    for context, identifier in sorted(wanted - there.keys(), key=str):
        yield f"{name}: missing: {identifier!r}{f' ({context})' if context else ''}; run make messages"
    for _context, identifier in sorted(there.keys() - wanted, key=str):
        yield f"{name}: no longer used: {identifier!r}; run make messages"
    for message in there.values():
        if not is_translated(message):
            yield f"{name}: not translated: {message.id!r}"
        if message.fuzzy:
            yield f"{name}: fuzzy: {message.id!r}"
        for error in errors(catalogue, message):
            yield f"{name}: {error}: {message.id!r}"
    mo = path.with_suffix(".mo")
    if there and (not mo.exists() or content(mo.read_bytes()) != content(compiled(catalogue))):
        yield f"{mo.relative_to(ROOT)}: older than {path.name}; run make messages"


def collect() -> Catalog:
    """Every string of code and templates that asks for translation."""
    catalogue = Catalog()
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)}):
        place = path.relative_to(ROOT).as_posix()
        found = from_template(path) if path.suffix == ".html" else from_code(path)
        for line, identifier, context in found:
            catalogue.add(identifier, locations=[(place, line)], context=context)
    return catalogue


Found = Iterator[tuple[int, str | tuple[str, str], str | None]]


def from_code(path: Path) -> Found:
    with path.open("rb") as file:
        found: Iterable[Any] = extract_python(file, KEYWORDS, [], {})
        for line, function, arguments, _comments in found:
            texts = [arguments] if isinstance(arguments, str) else arguments
            yield from meant(line, function, texts)


def from_template(path: Path) -> Found:
    """Django turns a template into something like code; pick the calls out of that."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in CALL.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        yield from meant(line, match[1], literals(source, match.end()))


def literals(source: str, start: int) -> list[str | None]:
    """The string arguments of a call whose parenthesis opens before `start`."""
    for closing in re.finditer(r"\)", source[start:]):
        try:
            call = ast.parse(f"f({source[start : start + closing.start()]})", mode="eval").body
        except SyntaxError:
            continue
        assert isinstance(call, ast.Call)
        values = [node.value if isinstance(node, ast.Constant) else None for node in call.args]
        return [value if isinstance(value, str) else None for value in values]
    return []


def meant(line: int, function: str, texts: Sequence[str | None]) -> Found:
    context, singular, plural = None, None, None
    rest = list(texts)
    if "pgettext" in function and rest:
        context = rest.pop(0)
    if rest:
        singular = rest.pop(0)
    if function.startswith(("ngettext", "npgettext")) and rest:
        plural = rest.pop(0)
    if singular:
        yield line, (singular, plural) if plural else singular, context


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Belegstelle", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    return ROOT / "kb" / "locale" / language / "LC_MESSAGES" / "django.po"


def written(catalogue: Catalog) -> bytes:
    """The catalogue's file, without the headers that change with every run."""
    catalogue.header_comment = f"# Belegstelle in {catalogue.locale.english_name}"
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(IDLE_HEADERS))


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def content(mo: bytes) -> dict[object, object]:
    """What a compiled catalogue says, whichever program compiled it."""
    return {key(message): message.string for message in read_mo(io.BytesIO(mo)) if message.id}


def key(message: Message) -> tuple[str | None, str]:
    identifier = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, identifier


def is_translated(message: Message) -> bool:
    if isinstance(message.string, str):
        return bool(message.string)
    return all(message.string or [""])


def errors(catalogue: Catalog, message: Message) -> Iterator[str]:
    if not is_translated(message):
        return
    for checker in checkers:
        try:
            checker(catalogue, message)
        except TranslationError as error:
            yield str(error)
    if isinstance(message.id, str) and isinstance(message.string, str):
        for name in set(NAMED.findall(message.id)) - set(NAMED.findall(message.string)):
            yield f"the translation leaves out {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
