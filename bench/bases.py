"""Databases to measure on: fresh, migrated and empty, on SQLite or on a PostgreSQL of our own."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.commands import manage
from tests.postgres import cluster, programs

__all__ = ["VENDORS", "Base", "Fresh", "connected", "fresh_bases"]

VENDORS = ("sqlite", "postgresql")

# Made of other rows, and again at will.
OF_SEARCH = re.compile(r"kb_(\w+terms(_fts\w*)?|unindexed|typo|word)")


@dataclass(frozen=True)
class Base:
    """One database by its address, as DATABASE_URL names it."""

    url: str

    @property
    def vendor(self) -> str:
        return "sqlite" if self.url.startswith("sqlite") else "postgresql"

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        with closing(connected(self.url)) as connection:
            return {
                table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]
                for table in _tables(connection, self.vendor)
            }

    def server_version(self) -> str:
        sql = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}
        with closing(connected(self.url)) as connection:
            return str(connection.execute(sql[self.vendor]).fetchone()[0])


Fresh = Callable[[str], Base]


def connected(url: str) -> Any:
    """A plain connection to the database behind such an address."""
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"))
    directory, _, name = url.split("@/")[1].rpartition("/")
    return psycopg.connect(host=directory, user="belegstelle", dbname=name, autocommit=True)


def _tables(connection: Any, vendor: str) -> list[str]:
    if vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        sql += " AND table_type = 'BASE TABLE'"
    found = connection.execute(sql).fetchall()
    return sorted(name for (name,) in found if not OF_SEARCH.fullmatch(name))


@contextmanager
def fresh_bases(vendor: str, home: Path) -> Iterator[Fresh]:
    """Yields a function that gives a migrated, empty base of a name; what had that name goes."""
    if vendor == "sqlite":
        template = Base(f"sqlite:///{home / 'template.sqlite3'}")
        manage(template.url, "migrate", "--verbosity", "0")
        yield lambda name: _copied(template, home / f"{name}.sqlite3")
        return
    with cluster(programs()) as url:
        manage(url, "migrate", "--verbosity", "0")
        yield lambda name: _created(Base(url), name)


def _copied(template: Base, path: Path) -> Base:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copyfile(template.url.removeprefix("sqlite:///"), path)
    return Base(f"sqlite:///{path}")


def _created(template: Base, name: str) -> Base:
    server, _, model = template.url.rpartition("/")
    with closing(connected(f"{server}/postgres")) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
    return Base(f"{server}/{name}")
