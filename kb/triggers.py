"""What constraints cannot say, held by the database itself: docs/decisions/0003-rules-in-the-database.md.

The rules stand in `sql/sqlite.sql` and `sql/postgresql.sql` of each app that has any; the plain
ones of the knowledge base that follow one pattern a table (nothing is updated, nothing is
deleted, no key is taken over) are made by `kb.sql.patterns`. `install` and `remove` put them in place after every migration and take them away
before it, because a table that SQLite rebuilds loses its triggers silently; `differences`
compares what is in place with what should be.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kb.models import TEXT_LIMIT_BYTES
from kb.sql.patterns import generated, watched
from kb.text.blank import INVISIBLE, WHITE_SPACE

__all__ = ["differences", "install", "is_ready", "remove"]

_OBJECT = re.compile(r"^CREATE (VIEW|TRIGGER|FUNCTION) (\w+)")
_WATCHED = re.compile(r"^CREATE TRIGGER .*? ON (\w+)", re.DOTALL)

Objects = dict[tuple[str, str], str]


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every trigger in place, exactly as this code says, and takes older ones away."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        with connection.cursor() as cursor:
            for statement in _wanted(connection).values():
                # A PostgreSQL body may hold a %: no parameters, no interpolation.
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                _pin_settings(cursor)


def _pin_settings(cursor: Any) -> None:
    """Else somebody's temporary table of the same name would answer the rules; and a plan made
    when the tables were empty would go on reading them whole, for every row."""
    schema = _schema(cursor)
    for signature in _signatures(cursor):
        cursor.execute(f"ALTER FUNCTION {signature} SET search_path = {schema}, pg_temp")
        cursor.execute(f"ALTER FUNCTION {signature} SET enable_seqscan = off")


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    return str(cursor.fetchone()[0])


def _signatures(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'kb\\_%'"
        " AND pronamespace = current_schema()::regnamespace"
    )
    return [signature for (signature,) in cursor.fetchall()]


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes every trigger of ours away, also those that only an older release knew."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for (kind, name), table in _in_place(cursor, connection.vendor).items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP {kind} "{name}"')
            elif kind == "TRIGGER":
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        if connection.vendor == "postgresql":
            for signature in _signatures(cursor):
                cursor.execute(f"DROP FUNCTION {signature} CASCADE")


def is_ready(connection: BaseDatabaseWrapper) -> bool:
    """Whether all tables the triggers watch are there: not before the first migration."""
    tables = {model._meta.db_table for model in watched()}
    return tables <= set(connection.introspection.table_names())


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """What is missing, altered, disabled or not ours, one line each; empty if all is well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = _sqlite_objects(cursor)
        else:
            found = _postgresql_objects(cursor)
    wanted = {
        key: _comparable(connection.vendor, key[0], sql) for key, sql in _wanted(connection).items()
    }
    lines = [f"{kind.lower()} {name} is missing" for kind, name in wanted.keys() - found.keys()]
    lines += [f"{kind.lower()} {name} is not ours" for kind, name in found.keys() - wanted.keys()]
    lines += [
        f"{kind.lower()} {name} was altered"
        for kind, name in wanted.keys() & found.keys()
        if wanted[kind, name] != found[kind, name]
    ]
    return sorted(lines)


def _wanted(connection: BaseDatabaseWrapper) -> Objects:
    """All but triggers of tables that are not there: after the migration of one app alone."""
    tables = {*connection.introspection.table_names()}
    return {
        key: sql
        for key, sql in expected(connection.vendor).items()
        if not (watched := _WATCHED.match(sql)) or watched[1] in tables
    }


def expected(vendor: str) -> Objects:
    """All objects by kind and name, in the order in which they are created."""
    objects: Objects = {}
    for sql in (*_written(vendor), *generated(vendor)):
        match = _OBJECT.match(sql)
        if not match or match.group(1, 2) in objects:
            # Left out or overwritten in silence, a rule would be missed by nobody.
            raise ValueError(f"neither a view, a trigger nor a function of its own: {sql[:60]}")
        objects[match[1], match[2]] = sql
    return objects


def _written(vendor: str) -> Iterator[str]:
    # The knowledge base first: the rules of others call its functions.
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name != "kb"):
        if (path := Path(app.path) / "sql" / f"{vendor}.sql").exists():
            yield from _statements(path.read_text(encoding="utf-8"), vendor)


def _statements(text: str, vendor: str) -> Iterator[str]:
    text = text.replace("{text_limit_bytes}", str(TEXT_LIMIT_BYTES))
    text = text.replace("{white_space}", _characters(vendor, WHITE_SPACE))
    text = text.replace("{blank}", _characters(vendor, WHITE_SPACE + INVISIBLE))
    text = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    for statement in re.split(r"^(?=CREATE )", text, flags=re.MULTILINE):
        if statement.strip():
            yield statement.strip().removesuffix(";")


def _characters(vendor: str, characters: str) -> str:
    if vendor == "sqlite":
        return f"char({', '.join(str(ord(c)) for c in characters)})"
    return "E'" + "".join(f"\\u{ord(c):04x}" for c in characters) + "'"


# --- What is in place ----------------------------------------------------------------------------


def _in_place(cursor: Any, vendor: str) -> dict[tuple[str, str], str]:
    """Tables of our objects by kind and name; PostgreSQL's functions are not among them."""
    if vendor == "sqlite":
        cursor.execute(
            "SELECT upper(type), name, tbl_name FROM sqlite_master"
            " WHERE type IN ('trigger', 'view') AND name LIKE 'kb\\_%' ESCAPE '\\'"
            " ORDER BY type"  # triggers before the views they read
        )
    else:
        cursor.execute(
            "SELECT 'TRIGGER', t.tgname, c.relname FROM pg_trigger t JOIN pg_class c"
            " ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgname LIKE 'kb\\_%'"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    return {(kind, name): table for kind, name, table in cursor.fetchall()}


def _sqlite_objects(cursor: Any) -> Objects:
    cursor.execute(
        "SELECT upper(type), name, sql FROM sqlite_master"
        " WHERE type IN ('trigger', 'view') AND name LIKE 'kb\\_%' ESCAPE '\\'"
    )
    return {(kind, name): _squeezed(sql) for kind, name, sql in cursor.fetchall()}


def _postgresql_objects(cursor: Any) -> Objects:
    cursor.execute(
        "SELECT 'FUNCTION', proname, prosrc || ' ' || replace(coalesce("
        "array_to_string(proconfig, ' '), ''), quote_ident(current_schema()), 'ours') FROM pg_proc WHERE proname LIKE 'kb\\_%'"
        " AND pronamespace = current_schema()::regnamespace"
        " UNION ALL SELECT 'TRIGGER', t.tgname, pg_get_triggerdef(t.oid) || CASE t.tgenabled"
        " WHEN 'O' THEN '' ELSE ' (disabled)' END FROM pg_trigger t JOIN pg_class c"
        " ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgname LIKE 'kb\\_%'"
        " AND c.relnamespace = current_schema()::regnamespace"
    )
    # pg_get_triggerdef names the schema before the table, but not before the function.
    return {
        (kind, name): _squeezed(re.sub(r" ON [\w\"]+\.", " ON ", sql) if kind == "TRIGGER" else sql)
        for kind, name, sql in cursor.fetchall()
    }


def _comparable(vendor: str, kind: str, sql: str) -> str:
    if vendor == "postgresql" and kind == "FUNCTION":
        sql = sql.split("$$")[1] + " search_path=ours, pg_temp enable_seqscan=off"
    return _squeezed(sql)


def _squeezed(sql: str) -> str:
    return " ".join(sql.split())
