"""Many rows at once, with their history: COPY on PostgreSQL, prepared statements on SQLite.

The database's own rules look at every row as they do at one that an editor saves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, count
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone

from editorial.models import ImportItem, Reanchoring
from kb.models import (
    Actor,
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Decision,
    Evidence,
    NoClaim,
    Sentence,
)

__all__ = ["Row", "Rows"]

# An order in which every row finds those that its rules look at.
ORDER: tuple[Any, ...] = (
    Article,
    Actor,
    ArticleVersion,
    Sentence,
    Claim,
    Attribution,
    Evidence,
    NoClaim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    ClaimRelation,
    ImportItem,
    Reanchoring,
)
SENTENCE = (
    "id",
    "version_id",
    "position",
    "paragraph",
    "role",
    "start",
    "end",
    "text",
    "created_at",
)
HISTORY = ("history_date", "history_change_reason", "history_type", "history_user_id")
_IDS_AT_ONCE = 200


Row = dict[str, Any]  # values by the names of the fields' attributes


class Rows:
    """Rows on their way into the database; each has its id from the beginning.

    They are plain values: a hundred thousand of them take no time to make. They live as long as
    one transaction. `by` and `reason` are what their history says.
    """

    def __init__(self, by: User, reason: str) -> None:
        self.by = by
        self.reason = reason
        self.now = timezone.now()
        # As the database takes it, once for all rows.
        self.written_now: Any = connection.ops.adapt_datetimefield_value(self.now)
        self._rows: dict[type[Any], list[Row]] = defaultdict(list)
        self._sentences: list[tuple[Any, ...]] = []
        self._ids: dict[type[Any], Iterator[int]] = {}

    def add(self, model: Any, **values: Any) -> Row:
        """Takes a new row in, with the defaults of its model, and gives it an id."""
        row = {**_defaults(model), **values, "id": self.next_id(model)}
        if "created_at" in row:
            row["created_at"] = self.written_now
        self._rows[model].append(row)
        return row

    def add_sentence(self, *values: Any) -> int:
        """A sentence as plain values, from version_id to text: there are the most of them."""
        pk = self.next_id(Sentence)
        self._sentences.append((pk, *values, self.written_now))
        return pk

    def next_id(self, model: type[Any]) -> int:
        if model not in self._ids:
            self._ids[model] = _free_ids(model)
        return next(self._ids[model])

    def expect(self, model: Any, number: int) -> None:
        """Fetches the ids of `number` rows to come in one question, not in portions."""
        if number and connection.vendor == "postgresql":
            self._ids[model] = chain(_next_ids(model, number), _free_ids(model))

    def number(self, model: type[Any]) -> int:
        """How many rows of `model` wait to be written."""
        return len(self._rows[model])

    def write(self) -> bool:
        """Writes all rows taken in so far, and their history; says whether the public may see any."""
        is_seen = bool(self._rows[Article])
        for model in ORDER:
            if model is Sentence:
                _write(Sentence, SENTENCE, self._sentences)
            elif model is Article:
                self._write_articles()
            elif rows := self._rows[model]:
                _write(model, _names(model), map(itemgetter(*_names(model)), rows))
            if model is Sentence:
                self._make_current()
            self.record(model, self._rows[model], "+")
        self._rows.clear()
        self._sentences.clear()
        return is_seen

    def put(self, model: Any, rows: Sequence[Row]) -> None:
        """Writes whole rows of any model at once, under the ids they bring, and their history."""
        if rows:
            _write(model, _names(model), map(itemgetter(*_names(model)), rows))
            self.record(model, rows, "+")

    def record(
        self, model: type[Any], rows: Sequence[Row], kind: str, by: User | None = None
    ) -> None:
        """Writes a history row of `kind` (+, ~ or -) for each of `rows`, as they are now."""
        if not rows or not hasattr(model, "history"):
            return
        record = model.history.model
        names = [field.attname for field in record.tracked_fields]
        said = (self.written_now, self.reason or None, kind, (by or self.by).pk)
        _write(record, (*names, *HISTORY), ((*row, *said) for row in map(itemgetter(*names), rows)))

    def stored(self, rows: models.QuerySet) -> list[Row]:
        """Rows as they stand in the database, in the form in which `record` takes them."""
        adapt = connection.ops.adapt_datetimefield_value
        fields = rows.model._meta.concrete_fields
        moments = [f.attname for f in fields if f.get_internal_type() == "DateTimeField"]
        found = rows.order_by("pk").values(*(field.attname for field in fields))
        return [row | {name: adapt(row[name]) for name in moments} for row in found]

    def decide(self, decisions: Iterable[Row]) -> None:
        """Writes decisions, taken now."""
        decisions = list(decisions)
        self.expect(Decision, len(decisions))
        rows = [
            {**_defaults(Decision), **row, "id": self.next_id(Decision), "at": self.written_now}
            for row in decisions
        ]
        _write(Decision, _names(Decision), map(itemgetter(*_names(Decision)), rows))

    def _write_articles(self) -> None:
        """Without their current version, which is not there yet."""
        names = tuple(name for name in _names(Article) if name != "current_version_id")
        _write(Article, names, map(itemgetter(*names), self._rows[Article]))

    def _make_current(self) -> None:
        pairs = [(row["current_version_id"], row["id"]) for row in self._rows[Article]]
        if not pairs:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "UPDATE kb_article SET current_version_id = pair.version FROM "
                    "unnest(%s::bigint[], %s::bigint[]) AS pair (version, article) "
                    "WHERE id = pair.article",
                    tuple(map(list, zip(*pairs, strict=True))),
                )
            else:
                cursor.executemany(
                    "UPDATE kb_article SET current_version_id = %s WHERE id = %s", pairs
                )


def _write(model: Any, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts plain values into the columns of the fields `names` of `model`."""
    fields = [_field(model, name) for name in names]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    adapted = _adapted(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
            ):
                for row in adapted:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            # Only names of our own tables and columns stand in it.
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
            cursor.executemany(insert, adapted)


def _adapted(fields: Sequence[models.Field], rows: Iterable[tuple[Any, ...]]) -> Any:
    """The rows with days and JSON as the database takes them; moments are `written_now` already."""
    adapters = [(i, a) for i, field in enumerate(fields) if (a := _adapter(field))]
    if not adapters:
        return rows
    return (_adapt(list(row), adapters) for row in rows)


def _adapt(row: list[Any], adapters: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    for index, adapter in adapters:
        row[index] = adapter(row[index])
    return row


def _adapter(field: models.Field) -> Callable[[Any], Any] | None:
    kind = field.get_internal_type()
    if kind == "JSONField":
        return lambda value: connection.ops.adapt_json_value(value, None)
    if connection.vendor == "sqlite" and kind == "DateField":
        return connection.ops.adapt_datefield_value
    return None


@cache
def _defaults(model: Any) -> Row:
    """What a new row says where nobody says anything else."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


@cache
def _names(model: Any) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _field(model: type[Any], attname: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _free_ids(model: type[Any]) -> Iterator[int]:
    """Ids from the database's own counter; those not used stay unused."""
    if connection.vendor == "sqlite":
        return count(_last_id(model) + 1)
    return chain.from_iterable(iter(lambda: _next_ids(model, _IDS_AT_ONCE), []))


def _last_id(model: type[Any]) -> int:
    """Nobody else writes while this transaction lasts, and writing an id moves the counter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _next_ids(model: type[Any], number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [int(pk) for (pk,) in cursor.fetchall()]
