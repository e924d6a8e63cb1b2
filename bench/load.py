"""The plain bulk load an import is measured against: `python -m bench.load SOURCE`.

Writes the rows of an imported base SOURCE into the same tables of the fresh one that DATABASE_URL
names: by COPY on PostgreSQL, by executemany of prepared INSERTs on SQLite, some thousand rows a
transaction, in an order that the triggers accept. On PostgreSQL each table is analysed as soon as it
has rows: without statistics the triggers' plans are so bad that any import would look fast beside
them (13 times as long for 2,000 documents). Reading them beforehand is not timed. At the
end both bases must hold the same rows. Prints one line of JSON; with `--statements FILE` the SQL
goes there.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import django
from django.apps import apps
from django.db import connection
from django.db.models import Model

from bench.bases import connected

BATCH_ROWS = 5000
# Actors and articles name each other: they share the first transaction and are checked at its end.
TERMS = "kb.models.terms"
CIRCLE = ("auth_user", "kb_actor", "kb_outlet", "kb_article")
LATER = {("kb_actor", "only_in_id"), ("kb_article", "current_version_id")}
# Not before its sentences are there.
CURRENT_VERSIONS = (
    "UPDATE kb_article SET current_version_id ="
    " (SELECT v.id FROM kb_articleversion v WHERE v.article_id = kb_article.id)"
    " WHERE current_version_id IS NULL"
)
BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


class Table(NamedTuple):
    """A table and what is to be written: tuples for SQLite, lines of COPY for PostgreSQL."""

    name: str
    columns: list[str]
    order: str
    rows: list[Any]

    def select(self) -> str:
        return f'SELECT {self._columns()} FROM "{self.name}" ORDER BY {self.order}'

    def insert(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" ({self._columns()}) VALUES ({marks})'

    def copy(self) -> str:
        return f'COPY "{self.name}" ({self._columns()}) FROM STDIN'

    def analyze(self) -> str:
        return f'ANALYZE "{self.name}"'

    def _columns(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", metavar="SOURCE", help="the imported base, as an address")
    parser.add_argument("--without-triggers", action="store_true")
    parser.add_argument("--statements", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()
    source, target = arguments.source, os.environ["DATABASE_URL"]
    tables = to_write(source, target)
    if arguments.statements:
        arguments.statements.write_text(statements(tables), encoding="utf-8")
    if arguments.without_triggers:
        kb: Any = apps.get_app_config("kb")
        kb.remove_triggers(using=connection.alias)
    connection.ensure_connection()
    begun = time.perf_counter()
    write(connection.connection, tables)
    seconds = time.perf_counter() - begun
    compare(source, target)
    print(json.dumps({"rows": sum(len(table.rows) for table in tables), "seconds": seconds}))


# --- Reading -------------------------------------------------------------------------------------


def to_write(source: str, target: str) -> list[Table]:
    """What the imported base holds and the fresh one does not, in the order of writing."""
    with closing(connected(source)) as imported, closing(connected(target)) as fresh:
        tables = []
        for table in in_order():
            there = set(read(fresh, table))
            rows = [row for row in read(imported, table) if row not in there]
            if rows:
                tables.append(table._replace(rows=rows))
        return tables


def in_order() -> list[Table]:
    """All tables, each after those it names; the circle comes first. Search makes its own."""
    all_ = apps.get_models(include_auto_created=True)
    models = {model._meta.db_table: model for model in all_ if model.__module__ != TERMS}
    graph = {name: sorted(_named(models[name])) for name in sorted(models)}
    order = [name for name in TopologicalSorter(graph).static_order() if name in models]
    order.sort(key=lambda name: name not in CIRCLE)  # a stable sort: else the order stays
    return [_table(models[name]) for name in order]


def _named(model: type[Model]) -> set[str]:
    """The tables whose rows have to be there before those of `model`."""
    own = model._meta.db_table
    return {
        field.related_model._meta.db_table  # type: ignore[union-attr]
        for field in model._meta.local_concrete_fields
        if field.is_relation and (own, field.column) not in LATER
    } - {own}


def _table(model: type[Model]) -> Table:
    name = model._meta.db_table
    columns = [field.column or "" for field in model._meta.local_concrete_fields]
    key = f'"{model._meta.pk.column}"'
    return Table(name, columns, "version_id, position" if name == "kb_sentence" else key, [])


def read(client: Any, table: Table) -> list[Any]:
    if connection.vendor == "sqlite":
        return client.execute(table.select()).fetchall()
    with client.cursor().copy(f"COPY ({table.select()}) TO STDOUT") as copy:
        # Not splitlines: a text may hold what it takes for the end of a line.
        return [line + b"\n" for line in b"".join(copy).split(b"\n")[:-1]]


# --- Writing -------------------------------------------------------------------------------------


def write(client: Any, tables: list[Table]) -> None:
    """Writes with the database's own client, past Django."""
    first = [table for table in tables if table.name in CIRCLE]
    client.execute(BEGIN[connection.vendor])
    for table in first:
        insert(client, without_current_version(table))
    client.execute("COMMIT")
    for table in first:
        analyse(client, table)
    for table in tables[len(first) :]:
        for number, batch in enumerate(batches(table)):
            client.execute(BEGIN[connection.vendor])
            insert(client, batch)
            client.execute("COMMIT")
            if number == 0:
                analyse(client, table)
        analyse(client, table)
        if table.name == "kb_sentence":
            client.execute(CURRENT_VERSIONS)


def batches(table: Table) -> Iterator[Table]:
    for begin in range(0, len(table.rows), BATCH_ROWS):
        yield table._replace(rows=table.rows[begin : begin + BATCH_ROWS])


def insert(client: Any, table: Table) -> None:
    if connection.vendor == "sqlite":
        client.executemany(table.insert(), table.rows)
        return
    with client.cursor().copy(table.copy()) as copy:
        copy.write(b"".join(table.rows))


def analyse(client: Any, table: Table) -> None:
    if connection.vendor == "postgresql":
        client.execute(table.analyze())


def without_current_version(table: Table) -> Table:
    if table.name != "kb_article":
        return table
    place = table.columns.index("current_version_id")
    if connection.vendor == "sqlite":
        return table._replace(rows=[(*r[:place], None, *r[place + 1 :]) for r in table.rows])
    fields = [row.split(b"\t") for row in table.rows]
    return table._replace(rows=[b"\t".join((*f[:place], b"\\N", *f[place + 1 :])) for f in fields])


def statements(tables: list[Table]) -> str:
    """The SQL of `write`, in its order."""
    is_sqlite = connection.vendor == "sqlite"
    how = "executemany of each" if is_sqlite else "each fed with lines as COPY … TO gives them"
    lines = [f"-- Written by bench/load.py: {how}, {BATCH_ROWS} rows a transaction;"]
    lines.append(f"-- {', '.join(CIRCLE)} share one.")
    if not is_sqlite:
        lines.append("-- A table is analysed after its first rows and after its last.")
    for table in tables:
        lines.append(f"{table.insert() if is_sqlite else table.copy()};")
        if not is_sqlite:
            lines.append(f"{table.analyze()};")
        if table.name == "kb_sentence":
            lines.append(f"{CURRENT_VERSIONS};")
    return "\n".join(lines) + "\n"


def compare(source: str, target: str) -> None:
    """Refuses to give a figure for a load after which the bases differ."""
    with closing(connected(source)) as imported, closing(connected(target)) as loaded:
        for table in in_order():
            if read(imported, table) != read(loaded, table):
                raise SystemExit(f"{table.name} differs from that of the imported base")


if __name__ == "__main__":
    main()
