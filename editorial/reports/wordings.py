"""Passages whose words stand in an older wording of their article, not in the current one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from editorial.models import Reanchoring
from editorial.reports.listing import within
from kb.models import Article, Claim, Evidence, Outlet

__all__ = ["Line", "lines", "rows"]


@dataclass(frozen=True)
class Line:
    """A passage, and the entry that waits for its place in the current wording, if any does."""

    evidence: Evidence
    waiting: Reanchoring | None

    @property
    def article(self) -> Article:
        """The article it is from, with its current version."""
        return self.evidence.sentence.version.article


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    person: Any = None,
    stance: str = "",
) -> QuerySet[Evidence]:
    """Live evidence in sentences that are not of the current version; of claims not withdrawn."""
    path = "sentence__version__article"
    found = Evidence.objects.live().exclude(claim__status=Claim.Status.WITHDRAWN)
    # That it is not the first is said for PostgreSQL, which then begins with those few articles.
    found = found.filter(**{f"{path}__current_version__number__gt": 1})
    found = found.exclude(**{f"{path}__current_version": F("sentence__version")})
    found = found.select_related("claim__speaker", f"{path}__current_version")
    found = found.defer("sentence__version__text", f"{path}__current_version__text")
    if person:
        found = found.filter(claim__writer=person)
    if stance:
        found = found.filter(stance=stance)
    return within(found, path, article=article, outlet=outlet, language=language)


def lines(found: Sequence[Evidence]) -> list[Line]:
    """What the page says of each passage: one query for any number."""
    waiting = Reanchoring.objects.waiting().filter(evidence__in=[row.pk for row in found])
    entries = {row.evidence_id: row for row in waiting}
    return [Line(row, entries.get(row.pk)) for row in found]
