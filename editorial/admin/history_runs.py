"""Which import made a change: the history names the account, the time tells the run."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Subquery
from django.db.models.functions import Coalesce

from editorial.history import PAUSE, Change
from editorial.models import STANDS_FOR, ImportItem, ImportRun

__all__ = ["runs_of"]

PUBLISHER = "import-publisher"  # editorial.actions.accounts: publishes for whoever imports


def runs_of(model: type[Any], pk: int, changes: Sequence[Change]) -> dict[int, ImportRun]:
    """By the number of a change the import under way at that time, where it was the only one.

    Of the sources that ever brought the object; one query, none for what no import brings.
    """
    kinds = [kind for kind, stands_for in STANDS_FOR.items() if stands_for is model]
    if not kinds or not changes:
        return {}
    items = ImportItem.objects.filter(kind__in=kinds, object_id=pk)
    publisher = User.objects.filter(username=PUBLISHER).values("pk")
    runs = ImportRun.objects.annotate(
        publisher=Subquery(publisher), until=Coalesce(F("finished_at"), F("active_at"))
    ).filter(
        source__in=items.values("source"),
        started_at__lte=max(change.at for change in changes) + PAUSE,
        until__gte=min(change.began for change in changes) - PAUSE,
    )
    return {
        change.number: found[0]
        for change in changes
        if len(found := [run for run in runs if _made(run, change)]) == 1
    }


def _made(run: Any, change: Change) -> bool:
    is_then = run.started_at - PAUSE <= change.at <= run.until + PAUSE
    return is_then and change.by in (run.by_id, run.publisher)
