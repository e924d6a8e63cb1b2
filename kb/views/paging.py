"""Pages of long lists by key: as quick on the last page as on the first, and never counted."""

from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

__all__ = ["Slice", "cut"]

Row = TypeVar("Row", bound=Model)


class Slice(NamedTuple, Generic[Row]):
    """Rows of one page, and the id after which the next one begins (None on the last)."""

    rows: list[Row]
    after: int | None


def cut(rows: QuerySet[Row], *, by: str, after: int | None = None, size: int = 25) -> Slice[Row]:
    """The `size` rows behind the one whose id is `after`.

    `by` is the field they are sorted by, the id beside it, both descending where it begins
    with "-"; what has no value there comes last. An id that is gone begins from the start.
    """
    field, descends = by.lstrip("-"), by.startswith("-")
    if after is not None:
        rows = rows.filter(_behind(rows, field, descends, after))
    ordered = rows.order_by(*_order(field, descends))
    found = list(ordered[: size + 1])
    return Slice(found[:size], found[size - 1].pk if len(found) > size else None)


def _order(field: str, descends: bool) -> list[str | OrderBy]:
    sign = "-" if descends else ""
    if field == "pk":
        return [f"{sign}pk"]
    column = F(field)
    first = column.desc(nulls_last=True) if descends else column.asc(nulls_last=True)
    return [first, f"{sign}pk"]


def _behind(rows: QuerySet[Row], field: str, descends: bool, after: int) -> Q:
    than = "lt" if descends else "gt"
    behind_id = Q(**{f"pk__{than}": after})
    if field == "pk":
        return behind_id
    key: tuple[Any] | None = rows.model._default_manager.filter(pk=after).values_list(field).first()
    if key is None:
        return Q()
    if key[0] is None:
        return behind_id & Q(**{field: None})
    later = Q(**{f"{field}__{than}": key[0]}) | Q(**{field: key[0]}) & behind_id
    return later | Q(**{field: None})
