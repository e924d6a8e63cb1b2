"""Actors that no identifier says apart from others of their name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kb.models import Actor, Claim, ClaimAbout

__all__ = ["Line", "by_claims", "lines", "rows"]


@dataclass(frozen=True)
class Line:
    """An actor, in how many claims it is named, and others of this name that are identified."""

    actor: Actor
    spoken: int
    about: int
    namesakes: list[Actor]


def rows(*, kind: str = "") -> QuerySet[Actor]:
    """Actors in public lists without a Wikidata id; nobody who is unknown or was merged."""
    known = Actor.objects.listed().exclude(kind=Actor.Kind.UNKNOWN)
    found = known.filter(wikidata_id=None, merged_into=None)
    return found.filter(kind=kind) if kind else found


def by_claims(rows: QuerySet[Actor]) -> QuerySet[Actor]:
    """Annotates `claim_count`, the claims by and about an actor together, to sort by."""
    spoken = Claim.objects.filter(speaker=OuterRef("pk")).order_by().values("speaker")
    about = ClaimAbout.objects.filter(actor=OuterRef("pk")).order_by().values("actor")
    counts = [
        Coalesce(Subquery(links.annotate(n=Count("pk")).values("n")), 0)
        for links in (spoken, about)
    ]
    return rows.annotate(claim_count=counts[0] + counts[1])


def lines(found: Sequence[Actor]) -> list[Line]:
    """What the page says of each actor: three queries for any number."""
    ids = [actor.pk for actor in found]
    claims = Claim.objects.filter(speaker__in=ids).order_by().values_list("speaker")
    links = ClaimAbout.objects.filter(actor__in=ids).order_by().values_list("actor")
    spoken, about = dict(claims.annotate(Count("pk"))), dict(links.annotate(Count("pk")))
    namesakes = defaultdict(list)
    identified = Actor.objects.exclude(wikidata_id=None).filter(merged_into=None)
    for other in identified.filter(name__in={actor.name for actor in found}).by_name():
        namesakes[other.name].append(other)
    return [
        Line(actor, spoken.get(actor.pk, 0), about.get(actor.pk, 0), namesakes[actor.name])
        for actor in found
    ]
