"""The plain load and the comparison after kills, with a few documents from end to end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from bench.bases import Base, Fresh, fresh_bases
from bench.commands import CommandFailed, generated, manage, module
from bench.kill import differing, state

DOCUMENTS = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def fresh(home: Path) -> Iterator[Fresh]:
    with fresh_bases(connection.vendor, home) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def documents(home: Path) -> Path:
    (home / "in").mkdir()
    return generated(home / "in" / "documents.jsonl", DOCUMENTS)


@pytest.fixture(scope="module")
def imported(fresh: Fresh, documents: Path) -> Base:
    base = fresh("imported")
    manage(base.url, "import_jsonl", str(documents), "--source=bench")
    return base


def test_every_generated_document_comes_in(imported: Base, documents: Path) -> None:
    assert imported.counts()["kb_article"] == DOCUMENTS
    assert [path.name for path in documents.parent.iterdir()] == [documents.name]


def test_a_plain_load_writes_the_same_rows(fresh: Fresh, imported: Base, home: Path) -> None:
    plain, path = fresh("plain"), home / "statements.sql"
    before = sum(plain.counts().values())
    answer = module(plain.url, "bench.load", imported.url, "--statements", str(path))
    added = sum(imported.counts().values()) - before
    assert json.loads(answer.out)["rows"] == added > DOCUMENTS * 20
    assert plain.counts() == imported.counts()
    lines = path.read_text(encoding="utf-8").splitlines()
    verb = {"sqlite": "INSERT INTO", "postgresql": "COPY"}[connection.vendor]
    assert [line for line in lines if line.startswith(f'{verb} "kb_sentence" (')]
    assert all(line.startswith(("--", verb, "ANALYZE", "UPDATE kb_article")) for line in lines)


def test_it_loads_without_triggers_too(fresh: Fresh, imported: Base) -> None:
    plain = fresh("plain")
    module(plain.url, "bench.load", imported.url, "--without-triggers")
    assert plain.counts() == imported.counts()
    with pytest.raises(CommandFailed, match="trigger"):
        manage(plain.url, "verify")


def test_it_names_what_differs(fresh: Fresh, imported: Base, documents: Path) -> None:
    whole = state(imported, documents)
    assert whole["verify"].startswith("verified")
    assert differing(whole, state(imported, documents)) == []
    found = differing(whole, state(fresh("empty"), documents))
    assert "the export differs" in found
    assert f"kb_article: 0 instead of {DOCUMENTS}" in found


def test_a_command_that_fails_says_why(imported: Base) -> None:
    with pytest.raises(CommandFailed, match="no-such-file"):
        manage(imported.url, "import_jsonl", "no-such-file.jsonl", "--source=bench")
