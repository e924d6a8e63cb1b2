"""History: every curated row is what its last record says."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Max, Min, OuterRef, Q
from simple_history.models import HistoricalChanges

from kb.models import Actor, Claim, Event, Tag
from kb.verify.finding import Finding, rows

__all__ = ["addresses", "history"]

_CHUNK_ROWS = 500


def history() -> Iterator[Finding]:
    """Rows that changed, came or went without a record of it."""
    for model in apps.get_models():
        if issubclass(model, HistoricalChanges):
            yield from _changed(model)
            yield from _gone(model)


def _changed(model: Any) -> Iterator[Finding]:
    curated = model.instance_type
    fields = [field.attname for field in model.tracked_fields]
    for chunk in _chunks(rows(curated._default_manager.order_by("pk"))):
        records = {record.id: record for record in _last(model, [row.pk for row in chunk])}
        for row in chunk:
            place, record = f"{curated.__name__} {row.pk}", records.get(row.pk)
            if record is None:
                yield Finding("records", place, "has no history")
            elif changed := [n for n in fields if getattr(row, n) != getattr(record, n)]:
                text = f"was changed without a record: {', '.join(changed)}"
                yield Finding("records", place, text)


def _last(model: Any, ids: list[int]) -> Any:
    last_ids = model.objects.filter(id__in=ids).values("id").annotate(last=Max("history_id"))
    return model.objects.filter(history_id__in=last_ids.values("last"))


def _chunks(iterator: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(iterator, _CHUNK_ROWS)):
        yield chunk


def _gone(model: Any) -> Iterator[Finding]:
    curated = model.instance_type
    last_ids = model.objects.values("id").annotate(last=Max("history_id")).values("last")
    last = model.objects.filter(history_id__in=last_ids)
    there = Exists(curated._default_manager.filter(pk=OuterRef("id")))
    for record in rows(last.exclude(history_type="-").exclude(there).order_by("id")):
        yield Finding("records", f"{curated.__name__} {record.id}", "is gone without a record")
    for record in rows(last.filter(there, history_type="-").order_by("id")):
        yield Finding("records", f"{curated.__name__} {record.id}", "is back without a record")


def addresses() -> Iterator[Finding]:
    for model in (Actor, Event, Tag):
        several = model.history.values("id").annotate(first=Min("slug"), last=Max("slug"))
        for row in several.exclude(first=F("last")):
            text = f"its address changed: {row['first']}, {row['last']}"
            yield Finding("silence", f"{model.__name__} {row['id']}", text)
    was_public = Claim.history.filter(published_at__isnull=False).values("id")
    for claim in Claim.objects.filter(Q(published_at=None), pk__in=was_public):
        yield Finding("silence", f"claim {claim.pk}", "its first publication was taken away")
