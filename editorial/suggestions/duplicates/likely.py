"""Likely duplicates among all actors, events or tags: kept in memory until one of them changes.

What was noted as not the same is left out, and so is what was merged.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Any

from editorial.models import Distinct, Noun
from editorial.suggestions.duplicates.pairs import Item, Pair, pairs_of
from kb.models import Actor, Alias, Event, Precision, Tag

__all__ = ["likely"]

# Committed in another order than they were numbered, two changes can hide one from `_state`.
LONGEST_AGE_SECONDS = 300
CHUNK_ROWS = 5_000

_State = tuple[tuple[int, datetime] | None, ...]
_kept: dict[str, tuple[_State, float, list[Pair]]] = {}  # for the process, by noun


def likely(noun: Noun) -> list[Pair]:
    """The pairs of a noun that are likely the same, the likeliest first.

    Up to three queries while nothing changed; up to two more where something has, and for 100,000
    actors some seconds.
    """
    models = (Actor, Alias) if noun == Noun.ACTOR else (noun.model,)
    state = tuple(_last_change(model) for model in models)
    known = _kept.get(noun)
    if known is None or known[0] != state or monotonic() - known[1] > LONGEST_AGE_SECONDS:
        _kept[noun] = known = (state, monotonic(), _FINDERS[noun]())
    apart = set(Distinct.objects.filter(noun=noun).values_list("one", "other"))
    return [pair for pair in known[2] if (pair.one, pair.other) not in apart]


def _last_change(model: Any) -> tuple[int, datetime] | None:
    return model.history.order_by("-history_id").values_list("history_id", "history_date").first()


def _actors() -> list[Pair]:
    return pairs_of(_actor_items())


def _actor_items() -> Iterator[Item]:
    """Who belongs to one article alone bears a makeshift name, which many share."""
    more = defaultdict(list)
    for actor, name in Alias.objects.order_by("pk").values_list("actor", "name").iterator():
        more[actor].append(name)
    rows = Actor.objects.filter(merged_into=None, only_in=None).order_by("pk")
    fields = ("pk", "name", "kind", "wikidata_id")
    for pk, name, kind, wikidata in rows.values_list(*fields).iterator(chunk_size=CHUNK_ROWS):
        is_person = kind in (Actor.Kind.PERSON, Actor.Kind.UNKNOWN)
        # A state and an organisation are easily taken for each other, a person for none of them.
        yield Item(pk, (name, *more[pk]), is_person, is_person, wikidata or "")


def _events() -> list[Pair]:
    rows = Event.objects.filter(merged_into=None).order_by("pk")
    fields = ("pk", "title", "kind", "start", "start_precision")
    found = rows.values_list(*fields).iterator(chunk_size=CHUNK_ROWS)
    items = (Item(pk, (title,), (kind, _time(day, how))) for pk, title, kind, day, how in found)
    return pairs_of(items, by_words=True)


def _time(day: Any, precision: str) -> str:
    """The time of an event, as exactly as it is known."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return str(day)[:length]


def _tags() -> list[Pair]:
    rows = Tag.objects.filter(merged_into=None).order_by("pk").values_list("pk", "name")
    return pairs_of((Item(pk, (name,)) for pk, name in rows), has_endings=True)


_FINDERS = {Noun.ACTOR: _actors, Noun.EVENT: _events, Noun.TAG: _tags}
