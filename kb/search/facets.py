"""What narrows a list of claims further, with the number of claims that would be left.

Counted over claims that were found, all of which the reader may see, and named only as far as
the reader may see the names.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast

from kb.models import (
    Actor,
    Article,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Evidence,
    Mode,
    Stance,
    Tag,
)
from kb.search.backend import among

__all__ = ["FACETS", "Share", "facets"]

FACETS = ("speaker", "about", "event", "tag", "kind", "mode", "stance", "article", "year")
SHOWN = 8  # values of a facet

Counts = dict[str, Counter[Any]]


@dataclass(frozen=True)
class Share:
    """A value as the address names it and as people read it, with its number of claims."""

    value: str
    words: str
    count: int


def facets(ids: Sequence[int], user: Any) -> dict[str, list[Share]]:
    """Of each facet the most frequent values among the claims with these ids; none without claims."""
    if not ids:
        return {}
    counts = _of_claims(ids) | _of_links(ids, user)
    top = {name: _most(counts[name]) for name in FACETS}
    names = _names(top, user)
    return {
        name: [
            Share(names[name][value][0], names[name][value][1], count)
            for value, count in top[name]
            if value in names[name]
        ]
        for name in FACETS
    }


def _of_claims(ids: Sequence[int]) -> Counts:
    """What each claim has one of."""
    rows = Claim.objects.filter(pk__in=among(ids)).order_by()
    columns = ("speaker_id", "kind", "mode", "article_id", "said_on", "article__published_on")
    counts: Counts = {name: Counter() for name in ("speaker", "kind", "mode", "article", "year")}
    for speaker, kind, mode, article, said_on, published_on in rows.values_list(*columns):
        counts["speaker"][speaker] += 1
        counts["kind"][kind] += 1
        counts["mode"][mode] += 1
        counts["article"][article] += 1
        if day := said_on or published_on:
            counts["year"][day.year] += 1
    return counts


def _of_links(ids: Sequence[int], user: Any) -> Counts:
    """What a claim may have several of: counted by the database, in one go."""
    links: dict[str, tuple[QuerySet[Any], str, str]] = {
        "about": (ClaimAbout.objects.all(), "claim", "actor_id"),
        "event": (ClaimEvent.objects.all(), "claim", "event_id"),
        "tag": (ClaimTag.objects.all(), "content_object", "tag_id"),
        "stance": (Evidence.objects.visible_to(user), "claim", "stance"),
    }
    parts = [
        rows.filter(**{f"{claim}__in": among(ids)})
        .order_by()
        .values_list(Value(name), Cast(value, CharField()))
        .annotate(n=Count(claim, distinct=True))
        for name, (rows, claim, value) in links.items()
    ]
    counts: Counts = {name: Counter() for name in links}
    for name, value, n in parts[0].union(*parts[1:], all=True):
        counts[name][value if name == "stance" else int(value)] = n
    return counts


def _most(counter: Counter[Any]) -> list[tuple[Any, int]]:
    """The most frequent first; of as frequent ones the smaller value."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]


def _names(top: dict[str, list[tuple[Any, int]]], user: Any) -> dict[str, dict[Any, Any]]:
    """Address value and words of each value."""
    ids = {name: [value for value, _ in top[name]] for name in FACETS}
    actors = _rows(
        Actor.objects.visible_to(user).filter(listed=True), ids["speaker"] + ids["about"]
    )
    choices = {
        "kind": dict(Claim.Kind.choices),
        "mode": dict(Mode.choices),
        "stance": dict(Stance.choices),
    }
    known: dict[str, dict[Any, Any]] = {
        "speaker": actors,
        "about": actors,
        "event": _rows(Event.objects.visible_to(user), ids["event"]),
        "tag": _rows(Tag.objects.visible_to(user), ids["tag"]),
        "article": _rows(Article.objects.visible_to(user), ids["article"], key="pk"),
        "year": {year: (str(year), str(year)) for year in ids["year"]},
    }
    for name, labels in choices.items():
        known[name] = {value: (value, str(label)) for value, label in labels.items()}
    return known


def _rows(rows: QuerySet[Any], ids: Sequence[int], key: str = "slug") -> dict[int, tuple[str, str]]:
    found = rows.filter(pk__in=ids).order_by("pk")
    return {row.pk: (str(getattr(row, key)), str(row)) for row in found}
