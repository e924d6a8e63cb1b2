"""What the fields of a question ask of each kind of thing: `author:`, `actor:`, `from:` …"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kb.models import (
    Actor,
    ActorTerms,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    Event,
    EventTerms,
    Evidence,
    Sentence,
    Tag,
)
from kb.search.analysis import tokens
from kb.search.asking import Asked, Field, Wanted
from kb.search.backend import among, matching
from kb.text.folding import slug

__all__ = ["narrowed"]

NAMED = 200  # actors, events or tags that one name may mean

Condition = Callable[[Sequence[int]], Q]


def narrowed(rows: QuerySet[Any], asked: Asked, user: Any) -> QuerySet[Any]:
    """Those of `rows` that fit the fields and dates; none where a field asks what they have not."""
    if rows.model is Sentence:
        return _sentences(rows, asked, user)
    for field in asked.fields:
        condition = CONDITIONS[rows.model].get(field.name)
        rows = rows.filter(condition(_ids(field))) if condition else rows.none()
    if asked.is_dated:
        if (dated := DATES.get(rows.model)) is None:
            return rows.none()
        rows = rows.alias(day=dated)
        rows = rows.filter(day__gte=asked.since) if asked.since else rows
        rows = rows.filter(day__lte=asked.until) if asked.until else rows
    return rows


def _sentences(rows: QuerySet[Any], asked: Asked, user: Any) -> QuerySet[Any]:
    """By their article's author and date; by what claims that rest on them and `user` may see say."""
    claims = Claim.objects.visible_to(user)
    for field in asked.fields:
        if field.name == "author":
            rows = rows.filter(version__article__author__in=among(_ids(field)))
            continue
        saying = claims.filter(CONDITIONS[Claim][field.name](_ids(field)))
        evidence = Evidence.objects.visible_to(user).filter(claim__in=saying)
        rows = rows.filter(Exists(evidence.filter(sentence=OuterRef("pk"))))
    if asked.since:
        rows = rows.filter(version__article__published_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(version__article__published_on__lte=asked.until)
    return rows


def _ids(field: Field) -> list[int]:
    """Who or what is meant by a name."""
    if field.name == "tag":
        found: QuerySet[Any] = Tag.objects.filter(
            slug__contains=slug(field.typed), merged_into=None
        )
    else:
        terms = EventTerms if field.name == "event" else ActorTerms
        words = (Wanted.of(token.word) for token in tokens(field.typed))
        found = terms.objects.filter(pk__in=matching(terms, [word.own for word in words]))
    return list(found.order_by("pk").values_list("pk", flat=True)[:NAMED])


def _says_or_is_meant(actors: Sequence[int]) -> Q:
    hops = Attribution.objects.filter(actor__in=among(actors))
    about = ClaimAbout.objects.filter(actor__in=among(actors))
    return (
        Q(speaker__in=among(actors))
        | Q(pk__in=about.values("claim"))
        | Q(pk__in=hops.values("claim"))
    )


def _tagged(tags: Sequence[int]) -> Q:
    return Q(pk__in=Claim.tags.through.objects.filter(tag__in=among(tags)).values("content_object"))


def _naming(events: Sequence[int]) -> Q:
    return Q(pk__in=Claim.events.through.objects.filter(event__in=among(events)).values("claim"))


CONDITIONS: dict[type[Model], dict[str, Condition]] = {
    Claim: {
        "author": lambda actors: Q(article__author__in=among(actors)),
        "actor": _says_or_is_meant,
        "speaker": lambda actors: Q(speaker__in=among(actors)),
        "event": _naming,
        "tag": _tagged,
    },
    Article: {"author": lambda actors: Q(author__in=among(actors))},
    Actor: {},
    Event: {},
}
DATES: dict[type[Model], Any] = {
    Claim: Coalesce("said_on", "article__published_on"),
    Article: F("published_on"),
    Event: F("start"),
}
