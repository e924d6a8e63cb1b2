"""What lies on whose desk, how much of it, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from editorial.models import Assignment, Suggestion
from kb.models import Claim

__all__ = ["Line", "Pile", "lines", "rows"]

DECIDING = ("kb.publish_claim", "kb.return_claim")
BACKEND = "django.contrib.auth.backends.ModelBackend"  # of several, the one that grants rights
UNFINISHED = (Claim.Status.DRAFT, Claim.Status.IN_REVIEW)


class Pile(NamedTuple):
    """So many, and when the oldest of them was made."""

    number: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class Line:
    """What one person has begun, and what waits for them."""

    person: User
    drafts: Pile
    in_review: Pile  # written by them; a colleague decides
    proposed: Pile  # changes to published claims; a colleague decides
    assigned: Pile  # unfinished claims that they look after
    to_decide: Pile | None  # None for whoever may not

    @property
    def oldest(self) -> datetime | None:
        """When the oldest of all of it was made."""
        piles = (self.drafts, self.in_review, self.proposed, self.assigned, self.to_decide)
        return _together(pile for pile in piles if pile).oldest


def rows(*, person: User | None = None) -> QuerySet[User]:
    """Whoever works at the desk, and whoever left something unfinished there."""
    mine = OuterRef("pk")
    left = (
        Exists(Claim.objects.filter(writer=mine, status__in=UNFINISHED))
        | Exists(Suggestion.objects.filter(by=mine, state=Suggestion.State.OPEN))
        | Exists(Assignment.objects.filter(to=mine, claim__status__in=UNFINISHED))
    )
    found = User.objects.filter(Q(is_active=True, is_staff=True) | Q(left))
    return found.filter(pk=person.pk) if person else found


def lines(found: Sequence[User]) -> list[Line]:
    """The piles of each person: seven queries for any number."""
    ids = [person.pk for person in found]
    claims, review = Claim.objects.all(), Claim.objects.filter(status=Claim.Status.IN_REVIEW)
    given = Assignment.objects.filter(to__in=ids)
    drafts_and_more = _piles(
        claims.filter(writer__in=ids, status__in=UNFINISHED), "writer", "status"
    )
    proposed = _piles(Suggestion.objects.filter(state=Suggestion.State.OPEN), "by")
    unfinished = given.filter(claim__status__in=UNFINISHED)
    assigned = _piles(unfinished, "to", made="claim__created_at")
    theirs = given.filter(claim__status=Claim.Status.IN_REVIEW).exclude(claim__writer=F("to"))
    for_them = _piles(theirs, "to", made="claim__created_at")
    nobodys = _piles(
        review.filter(~Exists(Assignment.objects.filter(claim=OuterRef("pk")))), "writer"
    )
    deciding = _deciding(ids)
    made = []
    for pk, person in zip(ids, found, strict=True):
        waiting = [for_them.get((pk,), Pile()), _but(nobodys, pk), _but(proposed, pk)]
        made.append(
            Line(
                person=person,
                drafts=drafts_and_more.get((pk, Claim.Status.DRAFT.value), Pile()),
                in_review=drafts_and_more.get((pk, Claim.Status.IN_REVIEW.value), Pile()),
                proposed=proposed.get((pk,), Pile()),
                assigned=assigned.get((pk,), Pile()),
                to_decide=_together(waiting) if pk in deciding else None,
            )
        )
    return made


Piles = dict[tuple[Any, ...], Pile]


def _piles(rows: QuerySet[Any], *by: str, made: str = "created_at") -> Piles:
    counted = rows.order_by().values_list(*by).annotate(Count("pk"), Min(made))
    return {tuple(key): Pile(number, oldest) for *key, number, oldest in counted}


def _but(piles: Piles, person: int) -> Pile:
    """What all the others have together."""
    return _together(pile for key, pile in piles.items() if key != (person,))


def _together(piles: Iterable[Pile]) -> Pile:
    piles = list(piles)
    moments = [pile.oldest for pile in piles if pile.oldest]
    return Pile(sum(pile.number for pile in piles), min(moments, default=None))


def _deciding(ids: Sequence[int]) -> set[int]:
    """Which of these people may decide on others' work."""
    return {
        pk
        for right in DECIDING
        for pk in User.objects.with_perm(right, backend=BACKEND)
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    }
