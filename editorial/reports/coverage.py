"""Articles with sentences that are still open, and how far each is covered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from editorial.reports.listing import within
from kb.models import Article, Claim, Coverage, Evidence, NoClaim, Outlet, Sentence

__all__ = ["BEGUN", "UNTOUCHED", "Line", "by_open", "lines", "rows"]

BEGUN, UNTOUCHED = "begun", "untouched"


@dataclass(frozen=True)
class Line:
    """An article, how far its current wording is covered, and its first open sentence."""

    article: Article
    coverage: Coverage
    first: Sentence | None


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    state: str = "",
) -> QuerySet[Article]:
    """Articles whose current wording has an open sentence; sealed ones nobody can work on.

    Sorted by id the one that came first stands first: a correction does not begin the wait anew.
    """
    of_it = _still_open().filter(version=OuterRef("current_version"))
    found = Article.objects.public().filter(Exists(of_it)).select_related("outlet")
    if state:
        claims = Claim.objects.filter(article=OuterRef("pk"))
        judged = NoClaim.objects.filter(sentence__version=OuterRef("current_version"))
        begun = Q(Exists(claims)) | Q(Exists(judged))
        found = found.filter(begun if state == BEGUN else ~begun)
    return within(found, "", article=article, outlet=outlet, language=language)


def by_open(rows: QuerySet[Article]) -> QuerySet[Article]:
    """Annotates `open_count`, to sort by."""
    of_it = _still_open().filter(version=OuterRef("current_version"))
    counted = of_it.order_by().values("version").annotate(n=Count("pk")).values("n")
    return rows.annotate(open_count=Subquery(counted))


def lines(found: Sequence[Article]) -> list[Line]:
    """What the page says of each article: three queries for any number."""
    counts = (
        Sentence.objects.filter(version__in=[row.current_version_id for row in found])
        .order_by()
        .values_list("version")
        .annotate(total=Count("pk"), settled=Count("pk", filter=_settled()))
    )
    covered = {version: Coverage(settled, total) for version, total, settled in counts}
    of_it = _still_open().filter(version=OuterRef("current_version")).order_by("position")
    ids = Article.objects.filter(pk__in=[row.pk for row in found]).annotate(
        first=Subquery(of_it.values("pk")[:1])
    )
    first = dict(ids.values_list("pk", "first"))
    sentences = Sentence.objects.in_bulk([pk for pk in first.values() if pk])
    return [
        Line(row, covered[row.current_version_id], sentences.get(first[row.pk]))
        for row in found
        if row.current_version_id in covered
    ]


def _settled() -> Q:
    covering = Evidence.objects.covering().filter(sentence=OuterRef("pk"))
    return Q(no_claim__isnull=False) | Q(Exists(covering))


def _still_open() -> QuerySet[Sentence]:
    covering = Evidence.objects.covering().filter(sentence=OuterRef("pk"))
    return Sentence.objects.filter(~Exists(covering), no_claim=None)
