"""Changes to published claims that wait for a decision; among them rivals and stale ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from editorial.differences import differing, named
from editorial.models import Suggestion
from editorial.reports.listing import within
from kb.models import Article, Claim, Outlet

__all__ = ["RIVAL", "STALE", "Line", "lines", "rows"]

RIVAL, STALE = "rival", "stale"


@dataclass(frozen=True)
class Line:
    """A suggestion, what it would change, and how many others want to change the same claim."""

    suggestion: Suggestion
    changed: list[str]
    rivals: int

    @property
    def is_stale(self) -> bool:
        """Whether the claim has changed since it was made, or is not public any more."""
        claim = self.suggestion.claim
        return not claim.is_public or self.suggestion.claim_version != claim.version


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    person: Any = None,
    state: str = "",
) -> QuerySet[Suggestion]:
    """Open suggestions; those that have rivals, or were made for what the claim says no more."""
    found = _open().select_related("claim__article", "claim__speaker", "by")
    if person:
        found = found.filter(by=person)
    if state == RIVAL:
        others = _open().filter(claim=OuterRef("claim")).exclude(pk=OuterRef("pk"))
        found = found.filter(Exists(others))
    if state == STALE:
        public = Q(claim__status=Claim.Status.PUBLISHED)
        found = found.filter(~public | ~Q(claim_version=F("claim__version")))
    return within(found, "claim__article", article=article, outlet=outlet, language=language)


def lines(found: Sequence[Suggestion]) -> list[Line]:
    """What the page says of each suggestion: one query for any number."""
    of_these = _open().filter(claim__in={row.claim_id for row in found}).order_by()
    number = dict(of_these.values_list("claim").annotate(Count("pk")))
    return [
        Line(
            suggestion=row,
            changed=sorted(str(named(name)) for name in differing(row.base, row.content)),
            rivals=max(number.get(row.claim_id, 1) - 1, 0),
        )
        for row in found
    ]


def _open() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(state=Suggestion.State.OPEN)
