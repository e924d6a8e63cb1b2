"""What a correction reworded and nobody has found a place for in the new wording."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from editorial.models import Reanchoring
from editorial.reports.listing import within
from kb.models import Article, Claim, Event, Outlet

__all__ = ["Line", "lines", "rows"]

POINTERS = (
    "evidence__claim__speaker",
    "cue_of__speaker",
    "participation__actor",
    "participation__event",
    "no_claim",
)


@dataclass(frozen=True)
class Line:
    """What waits, the words that it pointed at, and what hangs on it."""

    reanchoring: Reanchoring
    words: str

    @property
    def claim(self) -> Claim | None:
        """The claim that rests on it, or whose attribution shows there."""
        row = self.reanchoring
        return row.evidence.claim if row.evidence else row.cue_of

    @property
    def event(self) -> Event | None:
        """The event in which somebody takes part, as it says."""
        row = self.reanchoring
        return row.participation.event if row.participation else None


def rows(
    *,
    article: Article | None = None,
    outlet: Outlet | None = None,
    language: str = "",
    verdict: str = "",
) -> QuerySet[Reanchoring]:
    """Evidence, cue words, participations and judgements that wait to be re-anchored."""
    found = Reanchoring.objects.waiting().select_related("sentence", "version__article", *POINTERS)
    found = found.defer("version__text")  # of up to 2 MB
    if verdict:
        found = found.filter(verdict=verdict)
    path = "version__article"
    return within(found, path, article=article, outlet=outlet, language=language)


def lines(found: Sequence[Reanchoring]) -> list[Line]:
    """What the page says of each: no query. Evidence shows its quote, the rest the sentence."""
    return [Line(row, _words(row)) for row in found]


def _words(row: Reanchoring) -> str:
    text, evidence = row.sentence.text, row.evidence
    return text[evidence.start : evidence.end] if evidence else text
