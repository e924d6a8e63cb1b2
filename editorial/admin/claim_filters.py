"""Whose claims a list shows."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.actions.batches import may_take
from editorial.models import Assignment, Step
from kb.models import Claim

__all__ = ["AssignedTo", "Mine"]


def assigned(**to: Any) -> Exists:
    return Exists(Assignment.objects.filter(claim=OuterRef("pk"), **to))


class Mine(admin.SimpleListFilter):
    """What concerns whoever looks: to look after, written, or waiting for their decision."""

    title = _("mine")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found = [("assigned", _("assigned to me")), ("written", _("written by me"))]
        return [*found, ("waiting", _("waiting for me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim] | None:
        me: Any = request.user  # admin_view lets people in
        if self.value() == "assigned":
            return queryset.filter(assigned(to=me))
        if self.value() == "written":
            return queryset.filter(writer=me)
        if self.value() == "waiting":
            return queryset.filter(waiting_for(me))
        return None


def waiting_for(me: Any) -> Q:
    """What needs a step of `me` next: a decision on a colleague's claim that nobody else looks
    after; and, assigned to `me`, what is not in review or public."""
    to_write = Q(assigned(to=me), status__in=(Claim.Status.DRAFT, Claim.Status.WITHDRAWN))
    if not (may_take(Step.PUBLISH, me) or may_take(Step.RETURN, me)):
        return to_write
    theirs = Q(status=Claim.Status.IN_REVIEW) & ~Q(writer=me)
    return to_write | (theirs & (Q(assigned(to=me)) | ~Q(assigned())))


class AssignedTo(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned_to"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = Assignment.objects.order_by("to__username").values_list("to", "to__username")
        return [("nobody", _("nobody")), *((str(pk), name) for pk, name in people.distinct())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim] | None:
        if self.value() == "nobody":
            return queryset.filter(~assigned())
        if (chosen := self.value()) and chosen.isdecimal() and len(chosen) <= 18:
            return queryset.filter(assigned(to=int(chosen)))
        return None
