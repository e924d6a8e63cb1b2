"""Pages of long lists by key: as quick on the last page as on the first, and never counted."""

from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from kb.models.order import LatestFirst

__all__ = ["Slice", "cut"]

Row = TypeVar("Row", bound=Model)


class Slice(NamedTuple, Generic[Row]):
    """Rows of one page, and the id after which the next one begins (None on the last)."""

    rows: list[Row]
    after: int | None


def cut(rows: QuerySet[Row], *, by: str, after: int | None = None, size: int = 25) -> Slice[Row]:
    """The `size` rows behind the one of them whose id is `after`.

    `by` is the field they are sorted by, the id beside it, both descending where it begins
    with "-"; what has no value there comes last. An id that is not among them begins from the
    start.
    """
    field, descends = by.lstrip("-"), by.startswith("-")
    if after is not None:
        rows = rows.filter(_behind(rows, field, descends, after))
    ordered = rows.order_by(*_order(rows, field, descends))
    found = list(ordered[: size + 1])
    return Slice(found[:size], found[size - 1].pk if len(found) > size else None)


def _order(rows: QuerySet[Row], field: str, descends: bool) -> list[str | OrderBy]:
    sign = "-" if descends else ""
    if field == "pk":
        return [f"{sign}pk"]
    if not _may_be_empty(rows, field):
        return [f"{sign}{field}", f"{sign}pk"]
    return [LatestFirst(field) if descends else F(field).asc(nulls_last=True), f"{sign}pk"]


def _may_be_empty(rows: QuerySet[Row], field: str) -> bool:
    return bool(getattr(rows.model._meta.get_field(field), "null", False))


def _behind(rows: QuerySet[Row], field: str, descends: bool, after: int) -> Q:
    than = "lt" if descends else "gt"
    behind_id = Q(**{f"pk__{than}": after})
    if field == "pk":
        return behind_id
    # Among these rows only: where a hidden one stands is not told.
    key: tuple[Any] | None = rows.filter(pk=after).values_list(field).first()
    if key is None:
        return Q()
    if key[0] is None:
        return behind_id & Q(**{field: None})
    later = Q(**{f"{field}__{than}": key[0]}) | Q(**{field: key[0]}) & behind_id
    return later | Q(**{field: None}) if _may_be_empty(rows, field) else later
