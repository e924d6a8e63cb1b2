"""The claims before and after one in the text of its article."""

from typing import Any, NamedTuple

from django.db.models import F, Min

from kb.models import Claim, Evidence

__all__ = ["Neighbours", "neighbours"]


class Neighbours(NamedTuple):
    previous: Claim | None
    next: Claim | None


def neighbours(claim: Claim, user: Any) -> Neighbours:
    """The visible claims that rest on the article of `claim`, in the order of their first passages.

    None for a claim without a visible passage there. Two queries.
    """
    there = Evidence.objects.visible_to(user).supporting()
    places = there.filter(sentence__version__article=claim.article_id).values("claim")
    places = places.annotate(place=Min(F("sentence__start") + F("start")))
    order = list(places.order_by("place", "claim").values_list("claim", flat=True))
    if claim.pk not in order:
        return Neighbours(None, None)
    here = order.index(claim.pk)
    found = Claim.objects.visible_to(user).in_bulk(order[max(here - 1, 0) : here + 2])
    before, after = order[here - 1 : here] if here else [], order[here + 1 : here + 2]
    return Neighbours(*(found.get(pk[0]) if pk else None for pk in (before, after)))
