"""Claims on their way to readers that nothing supports yet, or any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from editorial.reports.listing import within
from kb.models import Article, Claim, Evidence, Outlet, Stance

__all__ = ["Line", "lines", "rows"]

WORKED_ON = (Claim.Status.DRAFT, Claim.Status.IN_REVIEW)


@dataclass(frozen=True)
class Line:
    """A claim without support, and what it has instead."""

    claim: Claim
    sealed: int  # supports in sealed articles, which count for nothing
    disputes: int
    context: int
    gone: int  # passages that a correction took away


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    person: Any = None,
    status: str = "",
) -> QuerySet[Claim]:
    """Drafts and claims in review without support; what was published cannot be without."""
    supports = Evidence.objects.supporting().filter(claim=OuterRef("pk"))
    found = Claim.objects.filter(~Exists(supports), status__in=[status] if status else WORKED_ON)
    found = found.select_related("speaker", "article", "writer")
    found = found.prefetch_related("attributions__actor")
    if person:
        found = found.filter(writer=person)
    return within(found, "article", article=article, outlet=outlet, language=language)


def lines(found: Sequence[Claim]) -> list[Line]:
    """What the page says of each claim: one query for any number."""
    live = Q(state__in=(Evidence.State.STANDS, Evidence.State.WAITING))
    stances = {name: Count("pk", filter=live & Q(stance=name)) for name in Stance.values}
    gone = Count("pk", filter=Q(state=Evidence.State.DROPPED))
    rows = Evidence.objects.filter(claim__in=[claim.pk for claim in found]).order_by()
    counts: dict[int, Any] = {
        row["claim"]: row for row in rows.values("claim").annotate(**stances, gone=gone)
    }
    return [_line(claim, counts.get(claim.pk, {})) for claim in found]


def _line(claim: Claim, counts: Mapping[str, int]) -> Line:
    # Whatever supports a claim of this list does so in a sealed article.
    return Line(
        claim=claim,
        sealed=counts.get("supports", 0),
        disputes=counts.get("disputes", 0),
        context=counts.get("context", 0),
        gone=counts.get("gone", 0),
    )
