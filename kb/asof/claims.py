"""What a claim said on a day: who said it, in which words, on which passages, by whose decision."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kb.asof.passages import Cited, cited
from kb.asof.past import Past, restored
from kb.asof.withdrawn import told_of_old
from kb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Decision,
    Event,
    Tag,
)

__all__ = ["ClaimThen", "Relation", "Said", "claim_then", "said"]

TOLD = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED, Decision.Verb.WITHDRAWN)


@dataclass(frozen=True)
class Said:
    """A claim in the words of that day.

    Actors without an id have no page today; those without a name may not be named either.
    """

    claim: Claim
    speaker: Actor
    through: tuple[Actor, ...]  # between the author and the speaker, from the author on
    article: Article | None  # None where it may not be seen

    @property
    def said_on(self) -> date | None:
        return self.claim.said_on or (self.article.published_on if self.article else None)


@dataclass(frozen=True)
class Relation:
    """How the claim stood to another one."""

    kind: str
    is_outgoing: bool
    other: Said
    note: str


@dataclass(frozen=True)
class ClaimThen:
    said: Said
    cited: Cited
    relations: list[Relation]
    about: list[Actor]
    events: list[Event]
    tags: list[Tag]
    decisions: list[Decision]  # until then, first things first

    @property
    def decision(self) -> Decision | None:
        """The one that was in force."""
        made = [each for each in self.decisions if each.verb != Decision.Verb.WITHDRAWN]
        version = self.said.claim.version
        return next((each for each in reversed(made) if each.claim_version == version), None)


def claim_then(pk: int, past: Past) -> ClaimThen | None:
    """The claim as it was public then; None where it was not. A fixed number of queries."""
    row = past.claims().filter(id=pk).first()
    if row is None:
        return None
    links = list(_relations(pk, past))
    others = {_other(link, pk) for link in links}
    told = {
        each.claim.pk: each
        for each in said(past, [row, *past.claims().filter(id__in=sorted(others))])
    }
    return ClaimThen(
        said=told[pk],
        cited=cited(pk, past),
        relations=[_relation(link, pk, told) for link in links if _other(link, pk) in told],
        about=_linked(Actor, ClaimAbout.history.filter(claim_id=pk), "actor_id", past),
        events=_linked(Event, ClaimEvent.history.filter(claim_id=pk), "event_id", past),
        tags=_linked(Tag, ClaimTag.history.filter(content_object_id=pk), "tag_id", past),
        decisions=list(
            Decision.objects.filter(claim=pk, at__lt=past.at, verb__in=TOLD)
            .select_related("by")
            .order_by("pk")
        ),
    )


def said(past: Past, rows: Iterable[Any]) -> list[Said]:
    """The claims of these rows of history in their order; a fixed number of queries."""
    claims: list[Claim] = [restored(row) for row in rows]
    ids = [claim.pk for claim in claims]
    texts = dict(Claim.objects.published().filter(pk__in=ids).values_list("pk", "text"))
    chains = _chains(ids, past)
    speakers = [claim.speaker_id for claim in claims]
    actors = past.named(Actor, [*speakers, *(pk for chain in chains.values() for pk in chain)])
    articles = past.named(Article, [claim.article_id for claim in claims])
    voices = {claim.pk: {claim.speaker_id, *chains[claim.pk]} - actors.keys() for claim in claims}
    left = _left_named(voices, past)
    for claim in claims:
        # Its address is that of today; nobody knows the one of a claim that is rewritten in silence.
        claim.slug = Claim(text=texts.get(claim.pk, claim.text)).slug
    return [
        Said(
            claim,
            _voice(claim.speaker_id, actors, left[claim.pk]),
            tuple(_voice(pk, actors, left[claim.pk]) for pk in chains[claim.pk][:-1]),
            articles.get(claim.article_id),
        )
        for claim in claims
    ]


def _voice(pk: int, actors: dict[int, Actor], left: dict[int, Actor]) -> Actor:
    """Who spoke; a nobody stands for who may not be named."""
    return actors.get(pk) or left.get(pk) or Actor(kind=Actor.Kind.UNKNOWN)


def _left_named(missing: dict[int, set[int]], past: Past) -> dict[int, dict[int, Actor]]:
    """By claim who spoke in those that are withdrawn but left to readers: with a name, without
    a page. Two queries at most, none where nobody is `missing`."""
    asked = [pk for pk, ids in missing.items() if ids]
    told: set[int] = set()
    if asked:
        found = told_of_old().filter(pk__in=asked)
        told = set(found.order_by().values_list("pk", flat=True))
    ids = {pk for claim in told for pk in missing[claim]}
    rows = past.standing(Actor.history.filter(id__in=ids)) if ids else ()
    names = {row.id: Actor(name=row.name, kind=row.kind) for row in rows}
    return {
        claim: {pk: names[pk] for pk in ids & names.keys()} if claim in told else {}
        for claim, ids in missing.items()
    }


def _chains(ids: Iterable[int], past: Past) -> dict[int, list[int]]:
    rows = past.standing(Attribution.history.filter(claim_id__in=ids)).order_by("position", "id")
    chains: dict[int, list[int]] = defaultdict(list)
    for claim, actor in rows.values_list("claim_id", "actor_id"):
        chains[claim].append(actor)
    return chains


def _relations(pk: int, past: Past) -> Iterable[Any]:
    rows = ClaimRelation.history.filter(Q(subject_id=pk) | Q(object_id=pk))
    return past.standing(rows).order_by("kind", "id")


def _other(link: Any, pk: int) -> int:
    return int(link.object_id if link.subject_id == pk else link.subject_id)


def _relation(link: Any, pk: int, told: dict[int, Said]) -> Relation:
    return Relation(link.kind, link.subject_id == pk, told[_other(link, pk)], link.note)


def _linked(model: type[Any], rows: Any, column: str, past: Past) -> list[Any]:
    """What the rows of a link named then, in the order of today's pages."""
    found = past.named(model, past.standing(rows).values_list(column, flat=True)).values()
    return sorted(found, key=_order)


def _order(thing: Any) -> tuple[Any, int]:
    if isinstance(thing, Event):
        return -thing.start.toordinal(), -thing.pk
    return (thing.sort_name if isinstance(thing, Actor) else thing.name), thing.pk
