"""Where actors, events and tags are named: what moves when two of them are merged.

Speakers and the hops of attributions are not among them: claims change whole (claims.py).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from editorial.models import Noun
from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Outlet,
    Participation,
    Tag,
)

__all__ = ["LINKS", "MODELS", "OWN", "Link", "Thing", "naming", "noun_of", "table_of"]

Thing = Actor | Event | Tag


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key to the noun, by the name of its column `field`.

    Two rows that name the same and agree in `same` say the same: of these one is folded into the
    other, and what stands in `fills` is taken over where the one that stays says nothing.
    """

    model: Any
    field: str
    same: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return table_of(self.model)


def table_of(model: Any) -> str:
    return str(model._meta.label_lower)


LINKS: dict[str, tuple[Link, ...]] = {
    Noun.ACTOR: (
        Link(Alias, "actor_id", same=("name", "language")),
        Link(Affiliation, "actor_id", same=("organisation_id", "role", "start"), fills=("end",)),
        Link(Affiliation, "organisation_id", same=("actor_id", "role", "start"), fills=("end",)),
        Link(Participation, "actor_id", same=("event_id", "role"), fills=("sentence_id",)),
        Link(ClaimAbout, "actor_id", same=("claim_id",)),
        Link(Article, "author_id"),
        Link(Outlet, "newsroom_id"),
        Link(Actor, "merged_into_id"),
    ),
    Noun.EVENT: (
        Link(Participation, "event_id", same=("actor_id", "role"), fills=("sentence_id",)),
        Link(ClaimEvent, "event_id", same=("claim_id",)),
        Link(Event, "part_of_id"),
        Link(Event, "merged_into_id"),
    ),
    Noun.TAG: (
        Link(ClaimTag, "tag_id", same=("content_object_id",)),
        Link(Tag, "merged_into_id"),
    ),
}

# What the one that stays takes over where it says nothing itself.
OWN: dict[str, tuple[str, ...]] = {
    Noun.ACTOR: ("wikidata_id", "description"),
    Noun.EVENT: ("place", "part_of_id"),
    Noun.TAG: (),
}

MODELS: dict[str, Any] = {
    table_of(model): model
    for model in (
        *(link.model for links in LINKS.values() for link in links),
        Claim,
        Attribution,
    )
}


def noun_of(thing: Thing) -> Noun:
    return Noun(str(thing._meta.model_name))


def naming(thing: Thing) -> tuple[list[int], list[int]]:
    """The ids of the claims and of the events that name `thing`, in whatever part."""
    if isinstance(thing, Actor):
        claims = Claim.objects.filter(
            Q(speaker=thing)
            | Exists(ClaimAbout.objects.filter(claim=OuterRef("pk"), actor=thing))
            | Exists(Attribution.objects.filter(claim=OuterRef("pk"), actor=thing))
        )
        events = Event.objects.filter(participations__actor=thing).distinct()
    elif isinstance(thing, Event):
        claims = Claim.objects.filter(event_links__event=thing)
        events = Event.objects.filter(part_of=thing)
    else:
        claims = Claim.objects.filter(tag_links__tag=thing)
        events = Event.objects.none()
    return list(claims.values_list("pk", flat=True)), list(events.values_list("pk", flat=True))
