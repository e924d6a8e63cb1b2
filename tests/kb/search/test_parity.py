"""SQLite and PostgreSQL find the same things in the same order: `make test-search` in full."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg.sql import SQL, Identifier

EDITS = int(os.environ.get("SEARCH_EDITS", "200"))
QUESTIONS = int(os.environ.get("SEARCH_QUESTIONS", "300"))
SCRATCH = f"belegstelle_parity_{os.getpid()}"

server = os.environ.get("DATABASE_URL", "")


@pytest.mark.skipif(
    not server.startswith(("postgres", "psql", "pgsql")),
    reason="compares both databases: runs where the tests run on PostgreSQL",
)
def test_both_databases_find_the_same_in_the_same_order(shared_data: Path, tmp_path: Path) -> None:
    started = monotonic()
    with scratch() as url:
        told = [
            run(address, shared_data, tmp_path / name)
            for name, address in (("postgresql", url), ("sqlite", f"sqlite:///{tmp_path}/base"))
        ]
        assert [process.wait() for process in told] == [0, 0], errors(tmp_path)
    one, other = ((tmp_path / name).read_text("utf-8").splitlines() for name in NAMES)
    assert len(one) == len(other) == QUESTIONS + 11
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    assert differing == []
    kept, anew = (sorted(ln.partition(" ")[2] for ln in one if ln.startswith(w)) for w in WAYS)
    assert kept == anew
    assert len(kept) == 5
    show([json.loads(line) for line in one if line.startswith("[") and "{" in line])
    print(f"{json.loads(one[0])}\n{errors(tmp_path)}, together {monotonic() - started:.0f} s")


NAMES = ("postgresql", "sqlite")
WAYS = ("kept", "anew")


def show(answers: list[Any]) -> None:
    """How much there was to compare; little would prove little."""
    kinds, found = Counter(kind for _, kind, *_ in answers), Counter[str]()
    for _, kind, _typed, results, _words in answers:
        found[kind] += any(ids for _, _, ids in results.values())
    ids = sum(len(ids) for *_, results, _words in answers for _, _, ids in results.values())
    full = sum(is_full for *_, results, _words in answers for is_full, _, _ in results.values())
    share = {kind: f"{found[kind]} of {kinds[kind]}" for kind in sorted(kinds)}
    print(
        f"\n{len(answers)} questions found {ids} things, {full} times more than are ranked; {share}"
    )
    assert sum(found.values()) > len(answers) / 2
    assert full


def run(url: str, data: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.kb.search.parity", data, str(EDITS), str(QUESTIONS)]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kb.settings"}
    with output.open("wb") as lines, output.with_suffix(".log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=lines, stderr=log
        )


def errors(directory: Path) -> str:
    logs = {name: (directory / f"{name}.log").read_text("utf-8") for name in NAMES}
    return "; ".join(f"{name}: {', '.join(log.splitlines())}" for name, log in logs.items())


@contextmanager
def scratch() -> Iterator[str]:
    """The address of a database of its own beside the one that tests use."""
    with psycopg.connect(**connected(), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(SCRATCH)))
        try:
            address, _, options = server.partition("?")
            yield f"{address.rpartition('/')[0]}/{SCRATCH}" + (f"?{options}" if options else "")
        finally:
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(SCRATCH)))


def connected() -> dict[str, Any]:
    known = settings.DATABASES["default"]
    wanted = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"]}
    wanted["password"] = known["PASSWORD"]
    return {name: value for name, value in wanted.items() if value} | {"dbname": "postgres"}
