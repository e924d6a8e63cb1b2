"""An actor as it was known on a day: names, offices, and what it said and was said about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kb.asof.claims import Said, said
from kb.asof.past import Past, restored
from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Article,
    Attribution,
    ClaimAbout,
    Event,
    Participation,
    Sentence,
)
from kb.models.order import LatestFirst

__all__ = ["ActorThen", "Column", "Part", "actor_then", "columns", "readable"]


@dataclass(frozen=True)
class Column:
    """Claims, the newest first, and whether there were more."""

    claims: list[Said]
    has_more: bool


@dataclass(frozen=True)
class Office:
    """An affiliation as one of its two sides saw it."""

    row: Affiliation
    other: Actor


@dataclass(frozen=True)
class Part:
    """A part in an event: the thing at the other end and the sentence it rests on, if readable."""

    row: Participation
    other: Any
    sentence: Sentence | None


@dataclass(frozen=True)
class ActorThen:
    actor: Actor
    names: list[str]
    offices: list[Office]
    members: list[Office]
    said: Column
    about: Column
    passed_on: Column
    parts: list[Part]
    articles: list[Article]
    apart: list[str]  # names of those that were merged into it since


def actor_then(pk: int, past: Past, most: int) -> ActorThen | None:
    """The actor as it was public then, with `most` claims of each sort; None where it was not."""
    affiliations = _affiliations(pk, past)
    merged = set(Actor.objects.filter(merged_into=pk).values_list("pk", flat=True))
    ids = {pk, *merged, *(each.actor_id for each in affiliations)}
    ids |= {each.organisation_id for each in affiliations}
    # One question for all that must have been public: it is long.
    known = {row.id: restored(row) for row in past.actors().filter(id__in=ids)}
    if pk not in known:
        return None
    actor: Actor = known[pk]
    offices = _offices(pk, affiliations, known)
    told = columns(past, _claims(pk, past), most)
    articles = past.articles().filter(author_id=pk).order_by(LatestFirst("published_on"), "-id")
    apart = sorted((known[each] for each in merged & known.keys()), key=lambda a: a.sort_name)
    return ActorThen(
        actor=actor,
        names=sorted(_aliases(pk, past) - {actor.name}),
        offices=[each for each in offices if each.row.actor_id == pk],
        members=[each for each in offices if each.row.actor_id != pk],
        said=told[0],
        about=told[1],
        passed_on=told[2],
        parts=_parts(pk, past),
        articles=past.articles_of(articles[:most]),
        apart=[each.name for each in apart],
    )


def columns(past: Past, found: Iterable[QuerySet], most: int) -> list[Column]:
    """The newest claims of each set of rows; as many queries for more of them."""
    taken = [list(rows.order_by("-id")[: most + 1]) for rows in found]
    rows = {row.id: row for rows in taken for row in rows[:most]}
    told = {each.claim.pk: each for each in said(past, rows.values())}
    return [Column([told[row.id] for row in rows[:most]], len(rows) > most) for rows in taken]


def _claims(pk: int, past: Past) -> tuple[QuerySet, QuerySet, QuerySet]:
    about = past.standing(ClaimAbout.history.filter(actor_id=pk))
    hops = past.standing(Attribution.history.filter(actor_id=pk))
    return (
        past.claims().filter(speaker_id=pk),
        past.claims().filter(id__in=about.values("claim_id")),
        past.claims().filter(id__in=hops.values("claim_id")).exclude(speaker_id=pk),
    )


def _aliases(pk: int, past: Past) -> set[str]:
    return set(past.standing(Alias.history.filter(actor_id=pk)).values_list("name", flat=True))


def _affiliations(pk: int, past: Past) -> list[Affiliation]:
    rows = Affiliation.history.filter(Q(actor_id=pk) | Q(organisation_id=pk))
    return [restored(row) for row in past.standing(rows).order_by(LatestFirst("start"), "id")]


def _offices(pk: int, affiliations: Iterable[Affiliation], known: dict[int, Actor]) -> list[Office]:
    """Offices the actor held and who held one in it, of those only that were public too."""
    pairs = (
        (row, row.organisation_id if row.actor_id == pk else row.actor_id) for row in affiliations
    )
    return [Office(row, known[other]) for row, other in pairs if other in known]


def _parts(pk: int, past: Past) -> list[Part]:
    rows = past.standing(Participation.history.filter(actor_id=pk)).order_by("id")
    found: list[Participation] = [restored(row) for row in rows]
    ids = {row.event_id for row in found}
    events: dict[int, Event] = {row.id: restored(row) for row in past.events().filter(id__in=ids)}
    sentences = readable(found, past)
    told = [
        Part(row, events[row.event_id], sentences.get(row.sentence_id or 0))
        for row in found
        if row.event_id in events
    ]
    return sorted(told, key=lambda part: (-part.other.start.toordinal(), part.row.pk))


def readable(parts: Iterable[Participation], past: Past) -> dict[int, Sentence]:
    """The sentences of the parts that may be read, with version and article as it was then."""
    ids = {part.sentence_id for part in parts if part.sentence_id}
    visible = Sentence.objects.visible_to(past.user).filter(pk__in=ids).select_related("version")
    found = list(visible.defer("version__text"))
    articles = past.named(Article, [sentence.version.article_id for sentence in found])
    for sentence in found:
        sentence.version.article = articles.get(sentence.version.article_id) or Article()
    return {each.pk: each for each in found if each.version.article.pk}
