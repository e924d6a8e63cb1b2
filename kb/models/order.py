"""What sorts alike in every database: keys of names, and dates that may be missing."""

from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.indexes import IndexExpression

from kb.text.folding import sort_key

__all__ = ["LatestFirst", "SortKeyField"]


class SortKeyField(models.CharField):
    """The key by which the field `source` of the same row sorts; written whenever it is saved."""

    def __init__(self, *args: Any, source: str, **options: Any) -> None:
        self.source = source
        # Nobody types it, and a name without letters has none.
        super().__init__(*args, **{"editable": False, "blank": True} | options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = sort_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class LatestFirst(OrderBy):
    """By a date from the latest on, rows without one at the end; for orders and their indexes."""

    def __init__(self, field: str) -> None:
        super().__init__(F(field), descending=True, nulls_last=True)

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        # Its own way of sorting NULL is the same, and its indexes may not say so.
        plain = self.copy()
        plain.nulls_first = plain.nulls_last = False
        return plain.as_sql(compiler, connection)


# What may stand outermost in an index; Django knows its own classes only.
IndexExpression.register_wrappers(LatestFirst, OrderBy, Collate)
