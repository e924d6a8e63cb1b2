"""Claims that a passage of some article disputes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from editorial.reports.listing import within
from kb.models import Article, Claim, Evidence, Outlet, Stance

__all__ = ["Line", "lines", "rows"]


@dataclass(frozen=True)
class Line:
    """A claim, how many passages stand on each side, and the first of those against it."""

    claim: Claim
    supports: int
    disputes: int
    against: Evidence


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    person: Any = None,
    status: str = "",
) -> QuerySet[Claim]:
    """Claims with a live passage against them, but for those that are withdrawn."""
    against = Evidence.objects.live().filter(stance=Stance.DISPUTES, claim=OuterRef("pk"))
    found = Claim.objects.filter(Exists(against)).exclude(status=Claim.Status.WITHDRAWN)
    found = found.select_related("speaker", "article", "writer")
    found = found.prefetch_related("attributions__actor")
    if person:
        found = found.filter(writer=person)
    if status:
        found = found.filter(status=status)
    return within(found, "article", article=article, outlet=outlet, language=language)


def lines(found: Sequence[Claim]) -> list[Line]:
    """What the page says of each claim: one query for any number."""
    evidence = Evidence.objects.live().filter(claim__in=[claim.pk for claim in found])
    passages = defaultdict(list)
    for row in evidence.select_related("sentence").order_by("pk"):
        passages[row.claim_id, row.stance].append(row)
    return [
        Line(
            claim=claim,
            supports=len(passages[claim.pk, Stance.SUPPORTS]),
            disputes=len(against),
            against=against[0],
        )
        for claim in found
        if (against := passages[claim.pk, Stance.DISPUTES])
    ]
