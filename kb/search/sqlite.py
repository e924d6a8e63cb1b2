"""Terms in SQLite: an FTS5 table beside each table of terms.

It keeps neither positions nor counts (`detail=none`): phrases are looked for in the folded
words, and the score is our own.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.db.models.sql import Query

from kb.models import Terms

__all__ = ["among", "forget", "keep", "matching", "newest", "refresh_statistics", "wait_for_others"]


def keep(model: type[Terms], rows: Iterable[Terms]) -> None:
    """Puts the terms of `rows` into the index; they are not in it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            _sql(model, "INSERT INTO {table} (rowid, terms) VALUES (%s, %s)"),
            [(row.pk, row.terms) for row in rows],
        )


def forget(model: type[Terms], ids: Sequence[int]) -> None:
    """Takes the terms of these things out of the index, those that are in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql(model, "DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(%s))"),
            [json.dumps(list(ids))],
        )


def matching(model: type[Terms], groups: Iterable[Iterable[str]]) -> RawSQL:
    """The ids of what has a term of each group."""
    sql = _sql(model, "SELECT rowid FROM {table} WHERE {table} MATCH %s")
    return RawSQL(sql, [_wanted(groups)])


def newest(
    rows: QuerySet[Any], model: type[Terms], groups: Iterable[Iterable[str]]
) -> QuerySet[Any]:
    """Those of `rows` that have a term of each group, the newest first; to be cut, not filtered.

    The index gives them in this order, so of a frequent word no more is read than is wanted; and
    only what is in every list that `rows` are asked for is looked up.
    """
    thing, index = rows.model._meta.db_table, _sql(model, "{table}")
    # With the plus the rows are looked up by what the index gives, never the other way round.
    conditions = [f"{index} MATCH %s", f"{thing}.id = +{index}.rowid"]
    params: list[Any] = [_wanted(groups)]
    for sql, values in _lists(rows):
        conditions.append(f"+{index}.rowid IN ({sql})")
        params += values
    # The index is a table without a model.
    return rows.extra(tables=[index], where=conditions, params=params, order_by=[f"-{index}.rowid"])


def _lists(rows: QuerySet[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """The queries for ids that `rows` were narrowed by: `pk__in=…`."""
    own_key = (rows.model._meta.db_table, rows.model._meta.pk)
    for condition in rows.query.where.children:
        if isinstance(condition, In) and (condition.lhs.alias, condition.lhs.target) == own_key:
            if isinstance(condition.rhs, Query):
                yield condition.rhs.sql_with_params()
            elif isinstance(condition.rhs, RawSQL):
                yield condition.rhs.sql, condition.rhs.params


def among(ids: Sequence[int]) -> RawSQL:
    """A list of ids as one parameter."""
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def refresh_statistics(tables: Iterable[str]) -> None:
    """The order of its joins needs none."""


def wait_for_others() -> None:
    """Nobody else writes: a transaction of ours that may write begins as the only one."""


def _wanted(groups: Iterable[Iterable[str]]) -> str:
    """A question to FTS5 for a term of each group."""
    return " AND ".join(
        "(" + " OR ".join(f'"{term}"' for term in sorted(group)) + ")" for group in groups
    )


def _sql(model: type[Terms], statement: str) -> str:
    return statement.format(table=f"{model._meta.db_table}_fts")
