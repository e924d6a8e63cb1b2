"""Long lists by key: as quick on the last page as on the first, and counted only so far."""

from collections.abc import Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from kb.models import Article, Outlet

__all__ = ["COUNTED", "Place", "Slice", "beginning", "chunks", "counted", "cut", "within"]

COUNTED = 2_000  # more than so many are "more than 2,000"

Row = TypeVar("Row", bound=Model)


class Place(NamedTuple):
    """Where a page begins: behind the row with this key and id, though it be gone by now."""

    key: int | str
    pk: int


class Slice(NamedTuple, Generic[Row]):
    """Rows of one page, and the place after which the next one begins (None on the last)."""

    rows: list[Row]
    after: Place | None


def counted(rows: QuerySet[Any]) -> int:
    """How many there are; COUNTED + 1 stands for more."""
    return rows.order_by("pk")[: COUNTED + 1].count()


def cut(rows: QuerySet[Row], *, by: str, after: Place | None = None, size: int = 25) -> Slice[Row]:
    """The `size` rows behind `after`, sorted by the field or annotation `by`, then by id.

    A "-" before it turns the order of the field around, that of ids stays.
    """
    field = by.lstrip("-")
    if after is not None:
        rows = rows.filter(_behind(field, after, descends=by != field))
    found = list(rows.order_by(*_order(by))[: size + 1])
    if len(found) <= size:
        return Slice(found, None)
    last = found[size - 1]
    return Slice(found[:size], Place(getattr(last, field), last.pk))


def beginning(rows: QuerySet[Row], *, by: str, size: int = 25) -> tuple[Slice[Row], int]:
    """The first page, and how many there are as `counted` tells it: they are searched once."""
    keys = list(rows.order_by(*_order(by)).values_list("pk", flat=True)[: COUNTED + 1])
    return cut(rows.filter(pk__in=keys[: size + 1]), by=by, size=size), len(keys)


def chunks(rows: QuerySet[Row], *, by: str, size: int = 500) -> Iterator[list[Row]]:
    """All rows in this order, some hundred at a time; they are sorted once.

    What ceases to belong to `rows` meanwhile is left out.
    """
    keys = list(rows.order_by(*_order(by)).values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        part = keys[start : start + size]
        found = {row.pk: row for row in rows.filter(pk__in=part)}
        yield [found[pk] for pk in part if pk in found]


def within(
    rows: QuerySet[Row],
    path: str,
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
) -> QuerySet[Row]:
    """Those of `rows` whose article is this one, or of these; `path` leads to it, "" from itself."""
    to = f"{path}__" if path else ""
    asked = {f"{to}pk": article and article.pk, f"{to}outlet": outlet, f"{to}language": language}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def _order(by: str) -> list[str]:
    return [by] if by == "pk" else [by, "pk"]


def _behind(field: str, after: Place, *, descends: bool) -> Q:
    if field == "pk":
        return Q(pk__gt=after.pk)
    than = "lt" if descends else "gt"
    return Q(**{f"{field}__{than}": after.key}) | Q(**{field: after.key}, pk__gt=after.pk)
