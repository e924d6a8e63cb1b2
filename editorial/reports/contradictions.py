"""Claims that an editor says contradict each other, two by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from editorial.reports.listing import within
from kb.contradictions import Type, typed
from kb.models import Article, Claim, ClaimRelation, Outlet

__all__ = ["ONE", "TWO", "Line", "lines", "rows"]

ONE, TWO = "one", "two"  # speakers


@dataclass(frozen=True)
class Line:
    """Two claims, the one that was entered first in front."""

    relation: Any
    one: Claim
    other: Claim

    @property
    def words(self) -> str:
        """What the pair is to each other, as readers see it (kb.contradictions)."""
        return str(Type(self.relation.type).label)


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    person: Any = None,
    speakers: str = "",
) -> QuerySet[ClaimRelation]:
    """Pairs of claims neither of which is withdrawn, each once; either may be the one asked for."""
    known = ClaimRelation.objects.filter(kind=ClaimRelation.Kind.CONTRADICTS)
    mirrored = known.filter(subject=OuterRef("object"), object=OuterRef("subject"))
    gone = Claim.Status.WITHDRAWN
    found = known.exclude(subject__status=gone).exclude(object__status=gone)
    found = found.filter(~Exists(mirrored.filter(pk__lt=OuterRef("pk"))))
    if speakers:
        same = {"subject__speaker": F("object__speaker")}
        found = found.filter(**same) if speakers == ONE else found.exclude(**same)
    if article or outlet or language or person:
        claims = within(
            Claim.objects.all(), "article", article=article, outlet=outlet, language=language
        )
        claims = claims.filter(writer=person) if person else claims
        found = found.filter(subject__in=claims) | found.filter(object__in=claims)
    pair = [f"{end}__{of}" for end in ("subject", "object") for of in ("speaker", "article")]
    return (
        typed(found)
        .select_related(*pair)
        .prefetch_related("subject__attributions__actor", "object__attributions__actor")
    )


def lines(found: Sequence[ClaimRelation]) -> list[Line]:
    """The pairs in the order in which they were entered: no query."""
    both = ((row, sorted((row.subject, row.object), key=lambda claim: claim.pk)) for row in found)
    return [Line(row, one, other) for row, (one, other) in both]
