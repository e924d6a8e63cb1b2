"""Two that look alike and are not the same: noted once, they are not proposed again."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from editorial.actions import gates
from editorial.actions.merging.links import Thing, noun_of
from editorial.models import Distinct

__all__ = ["pair_of", "tell_apart", "together_again"]


def pair_of(one: Thing, other: Thing) -> dict[str, object]:
    """How two stand in a note that they are not the same, whichever is named first."""
    ids = sorted((one.pk, other.pk))
    return {"noun": noun_of(one), "one": ids[0], "other": ids[1]}


@transaction.atomic
def tell_apart(*, one: Thing, other: Thing, by: User, reason: str) -> Distinct:
    """Notes that two are not the same, and why; noted already, the first note stays.

    Raises ValidationError for one and the same, for two of different kinds, and where one was
    merged into the other: that is undone first.
    """
    gates.need_reason(reason)
    if type(one) is not type(other) or one.pk == other.pk:
        raise ValidationError(_("Choose two of one kind."), code="distinct")
    if one.merged_into_id == other.pk or other.merged_into_id == one.pk:
        raise ValidationError(_("One is merged into the other: undo that first."), code="distinct")
    pair = pair_of(one, other)
    return Distinct.objects.get_or_create(**pair, defaults={"by": by, "reason": reason})[0]


@transaction.atomic
def together_again(*, note: Distinct) -> None:
    """Takes a note back that two are not the same: they are proposed again, and may be merged."""
    note.delete()
