"""How a claim stands to others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from kb.contradictions import Type, between_visible, order, typed
from kb.exports.schemaorg import Review
from kb.models import Claim, ClaimRelation

__all__ = ["Relation", "relations", "reviews", "time"]


@dataclass(frozen=True)
class Relation:
    """A relation as one of its two claims sees it."""

    kind: str
    is_outgoing: bool
    other: Claim
    note: str
    type: str  # of contradiction (kb.contradictions.Type); "" for what is none
    time: str  # "earlier" or "later", of the other claim, where that makes the difference


def relations(claim: Claim, user: Any) -> list[Relation]:
    """The relations of `claim`, which `user` may see, in both directions. One query."""
    its = ClaimRelation.objects.filter(Q(subject=claim) | Q(object=claim))
    ends = ("subject__speaker", "subject__article", "object__speaker", "object__article")
    rows = typed(between_visible(its, user)).select_related(*ends)
    return [_relation(row, claim) for row in rows.order_by("kind", "pk")]


def _relation(row: Any, claim: Claim) -> Relation:
    is_outgoing = row.subject_id == claim.pk
    other = row.object if is_outgoing else row.subject
    return Relation(row.kind, is_outgoing, other, row.note, row.type, time(row, other.pk))


def time(row: Any, claim: int) -> str:
    """ "earlier" or "later", of the claim with this id in a pair (kb.contradictions.typed); "" for
    pairs where it makes no difference."""
    known = order(row)
    if not known.is_known or row.type not in (Type.CHANGE, Type.CORRECTION):
        return ""
    return pgettext("claim", "later") if known.second == claim else pgettext("claim", "earlier")


def reviews(claim: Claim, relations: list[Relation]) -> list[Review]:
    """Those of its relations that are an assessment of what somebody else claims."""
    found = [
        Review(claim, each.other, each.kind)
        if each.is_outgoing
        else Review(each.other, claim, each.kind)
        for each in relations
    ]
    return [review for review in found if review.is_one]
