"""What the fields of a question ask of each kind of thing: `author:`, `actor:`, `from:` …"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Case, DateField, Exists, F, Model, OuterRef, Q, QuerySet, When
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
    sees_drafts,
)
from kb.search.asking import Asked, Field, wanted
from kb.search.backend import among, matching
from kb.text.folding import fold, slug

__all__ = ["narrowed", "said_on"]

NO_SLUG = slug("")
NAMED = 200  # actors, events or tags that one name may mean

Condition = Callable[[Sequence[int], Any], Q]  # the ids that a name may mean, and who asks


def narrowed(rows: QuerySet[Any], asked: Asked, user: Any) -> QuerySet[Any]:
    """Those of `rows` that fit the fields and dates; none where a field asks what they have not."""
    if rows.model is Sentence:
        return _sentences(rows, asked, user)
    for field in asked.fields:
        if condition := CONDITIONS[rows.model].get(field.name):
            rows = _with(rows, condition(_ids(field, user), user), field)
        elif not field.is_unwanted:
            rows = rows.none()
    if asked.is_dated:
        if (dated := DATES.get(rows.model)) is None:
            return rows.none()
        rows = rows.alias(day=dated(user))
        rows = rows.filter(day__gte=asked.since) if asked.since else rows
        rows = rows.filter(day__lte=asked.until) if asked.until else rows
    return rows


def _with(rows: QuerySet[Any], condition: Any, field: Field) -> QuerySet[Any]:
    return rows.exclude(condition) if field.is_unwanted else rows.filter(condition)


def _sentences(rows: QuerySet[Any], asked: Asked, user: Any) -> QuerySet[Any]:
    """By their article's author and date; by what claims that rest on them and `user` may see say."""
    claims = Claim.objects.visible_to(user)
    for field in asked.fields:
        if field.name == "author":
            written = Q(version__article__author__in=among(_ids(field, user)))
            rows = _with(rows, written, field)
            continue
        saying = claims.filter(CONDITIONS[Claim][field.name](_ids(field, user), user))
        evidence = Evidence.objects.visible_to(user).filter(claim__in=saying)
        rows = _with(rows, Exists(evidence.filter(sentence=OuterRef("pk"))), field)
    if asked.since:
        rows = rows.filter(version__article__published_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(version__article__published_on__lte=asked.until)
    return rows


def _ids(field: Field, user: Any) -> list[int]:
    """Who or what that `user` may see is meant by a name."""
    if field.name == "tag":
        found: QuerySet[Any] = _tags(field.typed).visible_to(user)
    else:
        model, terms = (Event, EventTerms) if field.name == "event" else (Actor, ActorTerms)
        words = [word.own for word in wanted(field.typed)]
        found = model._default_manager.visible_to(user).filter(pk__in=matching(terms, words))
    return list(found.order_by("pk").values_list("pk", flat=True)[:NAMED])


def _tags(typed: str) -> Any:
    tags = Tag.objects.filter(merged_into=None)
    if slug(typed) != NO_SLUG or NO_SLUG in typed.lower():
        return tags.filter(slug__contains=slug(typed))
    # What has no letter that an address can hold is looked for in the names themselves: "Київ".
    unwritten = tags.filter(slug__startswith=NO_SLUG)
    return tags.filter(pk__in=[tag.pk for tag in unwritten if fold(typed) in fold(tag.name)])


def _written_by(authors: Sequence[int], user: Any) -> Q:
    """Of articles that `user` may see: who wrote a sealed one is nobody's business."""
    return Q(article__in=Article.objects.visible_to(user).filter(author__in=among(authors)))


def _says_or_is_meant(actors: Sequence[int], user: Any) -> Q:
    said = Claim.objects.filter(speaker__in=among(actors)).order_by().values("pk")
    about = ClaimAbout.objects.filter(actor__in=among(actors)).order_by().values("claim")
    hops = Attribution.objects.filter(actor__in=among(actors)).order_by().values("claim")
    # One list: of three conditions PostgreSQL asks every claim there is.
    return Q(pk__in=said.union(about, hops))


def _tagged(tags: Sequence[int], user: Any) -> Q:
    return Q(pk__in=Claim.tags.through.objects.filter(tag__in=among(tags)).values("content_object"))


def _naming(events: Sequence[int], user: Any) -> Q:
    return Q(pk__in=Claim.events.through.objects.filter(event__in=among(events)).values("claim"))


def said_on(user: Any) -> Any:
    """When a claim was made; of a sealed article `user` may not know the day."""
    published_on: Any = F("article__published_on")
    if not sees_drafts(user):
        sealed = When(article__access=Article.Access.SEALED, then=None)
        published_on = Case(sealed, default=published_on, output_field=DateField())
    return Coalesce("said_on", published_on)


CONDITIONS: dict[type[Model], dict[str, Condition]] = {
    Claim: {
        "author": _written_by,
        "actor": _says_or_is_meant,
        "speaker": lambda actors, user: Q(speaker__in=among(actors)),
        "event": _naming,
        "tag": _tagged,
    },
    Article: {"author": lambda actors, user: Q(author__in=among(actors))},
    Actor: {},
    Event: {},
}
DATES: dict[type[Model], Callable[[Any], Any]] = {
    Claim: said_on,
    Article: lambda user: F("published_on"),
    Event: lambda user: F("start"),
}
