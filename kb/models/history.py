"""Who changed what, when and why: history rows for every curated table."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from simple_history.models import HistoricalRecords

__all__ = ["History", "in_force", "recorded_as"]

_author: ContextVar[tuple[AbstractBaseUser, str] | None] = ContextVar("author", default=None)


@contextmanager
def recorded_as(by: AbstractBaseUser, reason: str = "") -> Iterator[None]:
    """Within it, history rows name `by` and `reason`, whoever else is logged in.

    Actions and imports use it; without it the history names the person of the request. An action
    within another one of the same person that names no reason has the reason of the outer one.
    """
    outer = _author.get()
    if outer and not reason and outer[0] == by:
        reason = outer[1]
    token = _author.set((by, reason))
    try:
        yield
    finally:
        _author.reset(token)


def _history_user(request: Any = None, **_: Any) -> Any:
    author = _author.get()
    if author:
        return author[0]
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


class History(HistoricalRecords):
    """History rows that are written with the reason of the action under way."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("get_user", _history_user)
        options.setdefault("history_change_reason_field", models.TextField(null=True))
        super().__init__(**options)

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str) -> Any:
        author = _author.get()
        said = super().get_change_reason_for_object(instance, history_type, using)
        return said or (author[1] if author else None) or None


def in_force(rows: QuerySet, *, since: str) -> QuerySet:
    """Those history rows that said how things stood at the time `since` or later.

    A row holds until the next one of its object. `since` names a time that a row leads to; where
    it is empty, nothing was ever in force.
    """
    ended = rows.model.objects.filter(
        id=OuterRef("id"), history_id__gt=OuterRef("history_id"), history_date__lt=OuterRef(since)
    )
    known = rows.exclude(history_type="-").filter(**{f"{since}__isnull": False})
    return known.filter(~Exists(ended))
