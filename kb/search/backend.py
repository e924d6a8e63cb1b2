"""What the two databases do each in its own way."""

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from kb.models import Terms
from kb.search import postgresql, sqlite

__all__ = ["among", "matching", "newest", "refresh_statistics", "replace", "wait_for_others"]


def _its() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def matching(model: type[Terms], groups: Iterable[Iterable[str]]) -> RawSQL:
    """The ids of what has a term of each group; for `pk__in`."""
    found: RawSQL = _its().matching(model, groups)
    return found


def newest(
    rows: QuerySet[Any], model: type[Terms], groups: Iterable[Iterable[str]]
) -> QuerySet[Any]:
    """Those of `rows` that have a term of each group, the newest first; to be cut, not filtered."""
    ordered: QuerySet[Any] = _its().newest(rows, model, groups)
    return ordered


def among(ids: Sequence[int]) -> RawSQL:
    """A list of ids as one parameter; for `pk__in`."""
    listed: RawSQL = _its().among(ids)
    return listed


def replace(model: type[Terms], ids: Sequence[int], rows: Sequence[Terms]) -> None:
    """Puts `rows` in the place of what was known of the things with these ids."""
    its = _its()
    its.forget(model, ids)
    model._default_manager.filter(pk__in=its.among(ids)).delete()
    model._default_manager.bulk_create(rows, batch_size=1000)
    its.keep(model, rows)


def refresh_statistics(models: Iterable[type[Model]]) -> None:
    """Has the database look at how much there is of these now.

    Rows that an import just brought are unknown to PostgreSQL's planner for a while: it would go
    through all of them for each of them.
    """
    _its().refresh_statistics([model._meta.db_table for model in models])


def wait_for_others() -> None:
    """From here to the end of the transaction nobody else makes terms.

    Else who read a text before it changed might store its terms after those of the new one.
    """
    _its().wait_for_others()
