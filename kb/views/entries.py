"""Claims as lists show them: who says it, and how well it is borne out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from kb.models import Attribution, Claim, Evidence, Stance
from kb.views.passages import SPOT, Passage, Spot, join, touching

__all__ = ["Entry", "Summary", "entries", "prefetch_speech", "summaries", "with_speaker"]


@dataclass(frozen=True)
class Entry:
    """A claim with the passages that its reader may see."""

    claim: Claim
    passages: list[Passage]

    @property
    def supports(self) -> int:
        return len(self._of(Stance.SUPPORTS))

    @property
    def disputes(self) -> int:
        return len(self._of(Stance.DISPUTES))

    @property
    def articles(self) -> int:
        """How many articles support it."""
        return len({passage.version.article_id for passage in self._of(Stance.SUPPORTS)})

    @property
    def quote(self) -> Passage | None:
        """The first passage that supports it."""
        return next(iter(self._of(Stance.SUPPORTS)), None)

    @property
    def objection(self) -> Passage | None:
        """The first passage that disputes it."""
        return next(iter(self._of(Stance.DISPUTES)), None)

    def _of(self, stance: str) -> list[Passage]:
        return [passage for passage in self.passages if passage.stance == stance]


@dataclass(frozen=True)
class Summary:
    """A claim with the number of passages that its reader may see, and of articles in support."""

    claim: Claim
    supports: int
    disputes: int
    articles: int


def with_speaker(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """`claims` with whom and what their lines name, in the same query."""
    return claims.select_related("speaker", "article__outlet")


def prefetch_speech(claims: Iterable[Claim]) -> None:
    """Fetch the chains of attribution of all `claims` at once, those that Claim.through asks."""
    hops = Attribution.objects.select_related("actor").order_by("position")
    passed_on = [claim for claim in claims if claim.hops > 1]
    prefetch_related_objects(passed_on, Prefetch("attributions", hops))


def entries(claims: Iterable[Claim], user: Any) -> list[Entry]:
    """The claims with their chains and passages, from two queries however many they are."""
    rows = list(claims)
    prefetch_speech(rows)
    evidence = Evidence.objects.visible_to(user).select_related("sentence__version__article")
    evidence = evidence.defer("sentence__version__text")
    prefetch_related_objects(rows, Prefetch("evidence", evidence))
    return [Entry(claim, join(claim.evidence.all())) for claim in rows]


def summaries(claims: Iterable[Claim], user: Any) -> list[Summary]:
    """The claims, which `user` may see, with their chains and counts, from at most two queries.

    Of the passages only their places are asked: as rows they took most of the time of a list.
    """
    rows = list(claims)
    prefetch_speech(rows)
    evidence = Evidence.objects.visible_beside_claims(user).filter(claim__in=rows)
    spots: dict[int, list[Spot]] = {claim.pk: [] for claim in rows}
    for pk, *spot in evidence.values_list("claim", *SPOT):
        spots[pk].append(Spot(*spot))
    return [_summary(claim, touching(spots[claim.pk])) for claim in rows]


def _summary(claim: Claim, passages: Iterable[Sequence[Spot]]) -> Summary:
    stances = [(passage[0].stance, passage[0].article) for passage in passages]
    supports = [article for stance, article in stances if stance == Stance.SUPPORTS]
    disputes = sum(stance == Stance.DISPUTES for stance, _ in stances)
    return Summary(claim, len(supports), disputes, len(set(supports)))
