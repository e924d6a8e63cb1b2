"""The plain triggers, which follow one pattern a table: nothing is updated, nothing deleted,
no key taken over, no value that nobody can read."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from simple_history.models import HistoricalChanges

__all__ = ["generated", "watched"]

FROZEN = ("ArticleVersion", "Sentence", "Original", "Decision")
KEPT = ("Claim", "Evidence", "Attribution", "NoClaim", "Article", "Actor", "Event", "Tag")
# Links whose coming and going decides what was ever public: once_public in kb.models.
LINKS = ("ClaimAbout", "ClaimEvent", "ClaimTag", "Participation")


def generated(vendor: str) -> Iterator[str]:
    """The CREATE TRIGGER statements for SQLite or PostgreSQL."""
    attributions = apps.get_model("kb", "Attribution")._meta.db_table
    for model in _frozen():
        table = model._meta.db_table
        yield _refusal(vendor, f"{table}_no_update", "BEFORE UPDATE", table)
        yield _refusal(vendor, f"{table}_no_delete", "BEFORE DELETE", table)
    yield _refusal(vendor, f"{attributions}_no_update", "BEFORE UPDATE", attributions)
    for name in LINKS:
        yield _recorded(vendor, apps.get_model("kb", name))
    for model in watched():
        if vendor == "sqlite":
            yield from _key_guards(model)
            yield from _value_guards(model)
            yield _id_guard(model)
        else:
            table = model._meta.db_table
            yield _refusal(vendor, f"{table}_no_truncate", "BEFORE TRUNCATE", table)


def _frozen() -> list[type[models.Model]]:
    history = [m for m in apps.get_models() if issubclass(m, HistoricalChanges)]
    return [apps.get_model("kb", name) for name in FROZEN] + history


def watched() -> list[type[models.Model]]:
    """All models whose tables are guarded."""
    kept = [apps.get_model("kb", name) for name in (*KEPT, "Revision")]
    return [*_frozen(), *kept, apps.get_model(settings.AUTH_USER_MODEL)]


def _refusal(vendor: str, name: str, when: str, table: str) -> str:
    name = _trigger_name(name)
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} {when} ON {table}\nBEGIN SELECT RAISE(ABORT, 'INV frozen'); END"
        )
    each = "STATEMENT" if when.endswith("TRUNCATE") else "ROW"
    return (
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} "
        "EXECUTE FUNCTION kb_frozen('frozen')"
    )


def _trigger_name(name: str) -> str:
    return name if name.startswith("kb_") else f"kb_{name}"


def _recorded(vendor: str, model: Any) -> str:
    """Refuses to delete a row of which there is no record: it would leave no trace at all."""
    table, records = model._meta.db_table, model.history.model._meta.db_table
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {table}_recorded BEFORE DELETE ON {table}\n"
            f"WHEN NOT EXISTS (SELECT 1 FROM {records} WHERE id = OLD.id)\n"
            "BEGIN SELECT RAISE(ABORT, 'INV unrecorded'); END"
        )
    return (
        f"CREATE TRIGGER {table}_recorded BEFORE DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION kb_recorded('{records}')"
    )


def _value_guards(model: type[models.Model]) -> Iterator[str]:
    """SQLite keeps what is no number, date or truth in columns of such; nobody could read the row."""
    table, rules = model._meta.db_table, []
    for field in model._meta.local_concrete_fields:
        column = f'NEW."{field.column}"'
        kind = field.get_internal_type()
        if field.is_relation or "Integer" in kind:
            rules.append(f"typeof({column}) IN ('integer', 'null')")
        elif kind in ("DateField", "DateTimeField"):
            rules.append(f"({column} IS NULL OR julianday({column}) IS NOT NULL)")
        elif kind == "BooleanField":
            rules.append(f"({column} IS NULL OR {column} IN (0, 1))")
    condition = "\n  AND ".join(rules)
    for verb in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER {_trigger_name(table)}_value_{verb.lower()} BEFORE {verb} ON {table}\n"
            f"WHEN ({condition}) IS NOT TRUE\n"
            "BEGIN SELECT RAISE(ABORT, 'INV value'); END"
        )


def _id_guard(model: type[models.Model]) -> str:
    """In a BEFORE trigger of SQLite an id still to come is -1: no row may have it."""
    table, pk = model._meta.db_table, model._meta.pk.column
    return (
        f"CREATE TRIGGER {_trigger_name(table)}_id AFTER INSERT ON {table}\n"
        f'WHEN NEW."{pk}" < 1\n'
        "BEGIN SELECT RAISE(ABORT, 'INV value'); END"
    )


def _key_guards(model: type[models.Model]) -> Iterator[str]:
    """SQLite's OR REPLACE deletes the row that holds a key, past every DELETE trigger."""
    table = model._meta.db_table
    pk = model._meta.pk.column
    for number, columns in enumerate(_keys(model)):
        same = " AND ".join(f'"{c}" = NEW."{c}"' for c in columns)
        name = _trigger_name(f"{table}_key_{number}")
        yield (
            f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table}\n"
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})\n"
            "BEGIN SELECT RAISE(ABORT, 'INV key'); END"
        )
        changed = " OR ".join(f'NEW."{c}" IS NOT OLD."{c}"' for c in columns)
        yield (
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table}\n"
            f"WHEN ({changed})\n"
            f' AND EXISTS (SELECT 1 FROM {table} WHERE {same} AND "{pk}" <> OLD."{pk}")\n'
            "BEGIN SELECT RAISE(ABORT, 'INV key'); END"
        )


def _keys(model: type[models.Model]) -> Iterator[list[str]]:
    columns = {field.name: field.column or "" for field in model._meta.local_concrete_fields}
    for field in model._meta.local_concrete_fields:
        if field.unique:  # the primary key is, too
            yield [columns[field.name]]
    for constraint in model._meta.total_unique_constraints:
        yield [columns[name] for name in constraint.fields]
