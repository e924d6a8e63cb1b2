"""How a claim stands to others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kb.exports.schemaorg import Review
from kb.models import Claim, ClaimRelation

__all__ = ["Relation", "relations", "reviews"]


@dataclass(frozen=True)
class Relation:
    """A relation as one of its two claims sees it."""

    kind: str
    is_outgoing: bool
    other: Claim
    note: str


def relations(claim: Claim, user: Any) -> list[Relation]:
    """The relations of `claim` in both directions. One query."""
    visible = Claim.objects.visible_to(user)
    rows = ClaimRelation.objects.filter(
        Q(subject=claim, object__in=visible) | Q(object=claim, subject__in=visible)
    ).select_related("subject__speaker", "subject__article", "object__speaker", "object__article")
    found = []
    for row in rows.order_by("kind", "pk"):
        is_outgoing = row.subject_id == claim.pk
        other = row.object if is_outgoing else row.subject
        found.append(Relation(row.kind, is_outgoing, other, row.note))
    return found


def reviews(claim: Claim, relations: list[Relation]) -> list[Review]:
    """Those of its relations that are an assessment of what somebody else claims."""
    found = [
        Review(claim, each.other, each.kind)
        if each.is_outgoing
        else Review(each.other, claim, each.kind)
        for each in relations
    ]
    return [review for review in found if review.is_one]
