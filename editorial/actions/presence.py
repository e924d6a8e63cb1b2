"""Verbs over who has the desk of an article open. It locks nothing: it tells, so that people talk."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial.models import Presence
from kb.models import Article

__all__ = ["OPEN_FOR", "note", "others"]

OPEN_FOR = timedelta(minutes=3)  # after this long without a sign, a desk counts as closed
KEPT_FOR = timedelta(hours=1)


@transaction.atomic
def note(*, article: Article, person: Any) -> None:
    """Notes that somebody has the desk of an article open now; forgets whoever left long ago.

    One statement each. What is old goes first: two people who come back at once then wait for
    each other in one order.
    """
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    Presence.objects.bulk_create(
        [Presence(article=article, person=person, seen_at=now)],
        update_conflicts=True,
        unique_fields=("article", "person"),
        update_fields=("seen_at",),
    )


def others(*, article: Article, person: Any) -> list[Presence]:
    """Who else has this desk open, in the order in which they first came; one query."""
    open_now = Presence.objects.filter(article=article, seen_at__gt=timezone.now() - OPEN_FOR)
    return list(open_now.exclude(person=person).select_related("person").order_by("pk"))
