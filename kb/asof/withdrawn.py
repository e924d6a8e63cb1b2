"""Claims that were withdrawn by a decision that leaves their past to readers."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kb.models import Claim, Decision, Evidence, Stance

__all__ = ["told_of_old"]


def told_of_old() -> QuerySet[Claim]:
    """Claims no longer public that readers may look back on (?asof=): the last withdrawal says so.

    Only while an article they rested on is not sealed: else they would have gone with it.
    """
    own = OuterRef("pk")
    taken = Decision.objects.filter(claim=own, verb=Decision.Verb.WITHDRAWN).order_by("-pk")
    rested = Evidence.objects.filter(claim=own, stance=Stance.SUPPORTS)
    return (
        Claim.objects.once_public()
        .exclude(status=Claim.Status.PUBLISHED)
        .alias(stays_readable=Subquery(taken.values("stays_readable")[:1]))
        .filter(
            Exists(rested.exclude(sentence__version__article__access="sealed")),
            stays_readable=True,
        )
    )
