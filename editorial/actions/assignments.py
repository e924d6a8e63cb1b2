"""Verbs over who is to look after a claim."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.models import Assignment
from kb.models import Claim

__all__ = ["assign", "need_at_the_desk", "people"]


def people() -> QuerySet[User]:
    """To whom claims can be assigned: whoever works at the desk."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("username")


@transaction.atomic
def assign(*, claim: Claim, by: User, to: User | None) -> User | None:
    """Assigns a claim to `to`, or to nobody; gives back who had it before.

    Whom it is assigned to already stays, with the old time. Nothing about the claim changes.
    """
    if to:
        need_at_the_desk(to)
    known = Assignment.objects.select_related("to").filter(claim=claim).first()
    former = known.to if known else None
    if to is None:
        Assignment.objects.filter(claim=claim).delete()
    elif to != former:
        Assignment.objects.update_or_create(
            claim=claim, defaults={"to": to, "by": by, "at": timezone.now()}
        )
    return former


def need_at_the_desk(person: User) -> None:
    """Raises ValidationError for somebody who is not, or no longer, among `people`."""
    if not (person.is_active and person.is_staff):
        raise ValidationError(
            _("%(person)s does not work at the desk: choose somebody else."),
            code="not-staff",
            params={"person": person},
        )
