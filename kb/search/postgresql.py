"""Terms in PostgreSQL: each table of terms has an index over them as an array.

Arrays and not text-search vectors: its parsers have opinions of their own on words.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from kb.models import Terms

__all__ = ["among", "forget", "keep", "matching", "newest", "refresh_statistics", "wait_for_others"]

LOCK = 0x6265_6C65_7465_726D  # "beleterm": a number that no other program takes by chance
# Word for word what the index of migration 0003 is over, and a term of a group in it.
HAS_ONE_OF = "string_to_array(btrim({table}.terms), ' ') && %s"


def keep(model: type[Terms], rows: Iterable[Terms]) -> None:
    """The database keeps its index by itself."""


def forget(model: type[Terms], ids: Sequence[int]) -> None:
    """The database keeps its index by itself."""


def matching(model: type[Terms], groups: Iterable[Iterable[str]]) -> RawSQL:
    """The ids of what has a term of each group."""
    conditions, wanted = _wanted(model, groups)
    # Materialized: else the planner walks all of the other table for a rare word.
    found = (
        "WITH found AS MATERIALIZED (SELECT {key} FROM {table} WHERE {condition})"
        " SELECT {key} FROM found"
    )
    key, table = model._meta.pk.column, model._meta.db_table
    condition = " AND ".join(conditions) or "TRUE"
    return RawSQL(found.format(key=key, table=table, condition=condition), wanted)


def newest(
    rows: QuerySet[Any], model: type[Terms], groups: Iterable[Iterable[str]]
) -> QuerySet[Any]:
    """Those of `rows` that have a term of each group, the newest first; to be cut, not filtered.

    The terms stand in the join that the score is made from. Without the sum the planner would go
    through all rows from the newest on, for a rare word through all there are.
    """
    conditions, wanted = _wanted(model, groups)
    having = rows.filter(terms__isnull=False).extra(where=conditions, params=wanted)
    return having.order_by((F("pk") + 0).desc())


def among(ids: Sequence[int]) -> RawSQL:
    """A list of ids as one parameter."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def refresh_statistics(tables: Iterable[str]) -> None:
    """Has the planner look at some rows of each."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def wait_for_others() -> None:
    """Takes a lock that ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _wanted(
    model: type[Terms], groups: Iterable[Iterable[str]]
) -> tuple[list[str], list[list[str]]]:
    """The conditions for a term of each group, and what they ask."""
    wanted = [sorted(group) for group in groups]
    return [HAS_ONE_OF.format(table=model._meta.db_table)] * len(wanted), wanted
