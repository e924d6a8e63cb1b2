"""Writing what a merge does, or its way back: many rows by as many statements as one, with their
history and a note of what was done to which row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Model
from django.utils.dateparse import parse_datetime

from editorial.actions.merging.links import table_of
from editorial.actions.merging.plans import Change, Fold
from editorial.bulk import Row, Rows
from editorial.models import Merge, MergedRow
from editorial.state import plain

__all__ = ["Writing", "as_row", "set_values"]

What = MergedRow.What


class Writing:
    """Writes rows with their history; `notes` are what it did, for a merge to keep."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.notes: list[Row] = []

    def change(self, changes: Sequence[Change]) -> None:
        """Sets values; each row's history is written once, whatever changes in it."""
        for (model, field), group in _grouped(changes).items():
            set_values(model, field, {change.pk: change.new for change in group})
        for model, ids in _ids(changes).items():
            _raise_versions(model, ids)
            self.rows.record(model, self.rows.stored(_of(model, ids)), "~")
        for change in changes:
            self.note(
                What.CHANGED, change.model, change.pk, change.field, old=change.old, new=change.new
            )

    def fold(self, model: Any, field: str, folds: Sequence[Fold]) -> None:
        """Takes doubles away."""
        ids = [fold.pk for fold in folds]
        self.take_away(model, ids)
        for fold in folds:
            content = _content_of(fold.row)
            self.note(What.FOLDED, model, fold.pk, field, kept=fold.kept["id"], content=content)

    def take_away(self, model: Any, ids: Sequence[int]) -> None:
        if not ids:
            return
        found = _of(model, ids)
        self.rows.record(model, self.rows.stored(found), "-")
        # Django's own delete would fetch and record them one by one; nothing hangs on them.
        found._raw_delete(found.db)

    def note(self, what: str, model: Any, row: int, field: str = "", **said: Any) -> None:
        self.notes.append(
            {
                "what": what,
                "table": table_of(model),
                "row": row,
                "field": field,
                "kept": said.get("kept"),
                **{name: plain(said.get(name)) for name in ("old", "new", "content")},
            }
        )

    def keep_notes(self, merge: Merge) -> None:
        self.rows.expect(MergedRow, len(self.notes))
        self.rows.put(
            MergedRow,
            [
                {**note, "merge_id": merge.pk, "id": self.rows.next_id(MergedRow)}
                for note in self.notes
            ],
        )


def set_values(model: Any, field: str, values: Mapping[int, Any]) -> None:
    """Gives the rows with these ids a value each, by one statement that is prepared once."""
    if not values:
        return
    column = model._meta.get_field(field)
    table = connection.ops.quote_name(model._meta.db_table)
    name = connection.ops.quote_name(column.column)
    pairs = [(column.get_db_prep_save(value, connection), pk) for pk, value in values.items()]
    with connection.cursor() as cursor:
        # Only names of our own tables and columns stand in it.
        cursor.executemany(f"UPDATE {table} SET {name} = %s WHERE id = %s", pairs)  # noqa: S608


def _content_of(row: Row) -> dict[str, Any]:
    """All that a row says as plain values; `as_row` reads them."""
    return {name: plain(value) for name, value in row.items()}


def as_row(model: type[Model], content: Mapping[str, Any]) -> Row:
    """A row as `Rows.put` takes it, from what `_content_of` kept of it."""
    row: Row = {}
    for column in model._meta.concrete_fields:
        value = content[column.attname]
        if column.get_internal_type() == "DateTimeField" and value is not None:
            value = connection.ops.adapt_datetimefield_value(parse_datetime(value))
        elif column.get_internal_type() == "DateField":
            value = column.to_python(value)
        row[column.attname] = value
    return row


def _grouped(changes: Iterable[Change]) -> dict[tuple[Any, str], list[Change]]:
    grouped: dict[tuple[Any, str], list[Change]] = {}
    for change in changes:
        grouped.setdefault((change.model, change.field), []).append(change)
    return grouped


def _ids(changes: Iterable[Change]) -> dict[Any, list[int]]:
    found: dict[Any, dict[int, None]] = {}
    for change in changes:
        found.setdefault(change.model, {})[change.pk] = None
    return {model: list(ids) for model, ids in found.items()}


def _of(model: Any, ids: Sequence[int]) -> Any:
    return model._base_manager.filter(pk__in=ids)


def _raise_versions(model: Any, ids: Sequence[int]) -> None:
    """Who has one of these open in a form is told; what has no version has no form of its own."""
    if "version" in {column.name for column in model._meta.concrete_fields}:
        _of(model, ids).update(version=F("version") + 1)
