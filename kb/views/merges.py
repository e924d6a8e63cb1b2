"""Why an old address leads to this page, and what was taken for something else for a while."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kb.models import Decision
from kb.models.sight import sees_drafts

__all__ = ["Merged", "merges"]


@dataclass(frozen=True)
class Merged:
    """A merge as readers are told of it; without a `name` it was undone."""

    name: str
    at: datetime
    reason: str


def merges(thing: Any, user: Any) -> list[Merged]:
    """What was merged into `thing`, the newest first, and why it is not merged itself any more.

    Names that were never public are not told. One query.
    """
    model, noun = type(thing), thing._meta.model_name
    told = model._default_manager.filter(merged_into=thing)
    if not sees_drafts(user):
        told = told.once_public().filter(merged_into=thing)
    found = Decision.objects.filter(Q(**{f"{noun}__in": told}) | Q(**{noun: thing}))
    last: dict[int, Merged] = {}
    for decision in found.filter(verb=Decision.Verb.MERGED).select_related(noun):
        about = getattr(decision, noun)
        name = "" if about.pk == thing.pk else str(about)
        last.setdefault(about.pk, Merged(name, decision.at, decision.reason))
    return list(last.values())
