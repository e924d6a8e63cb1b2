from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.actions import events
from editorial.admin.base import CuratedAdmin, count
from editorial.admin.merging import MergePages
from editorial.admin.searched import Searched
from kb.models import ClaimEvent, Event, Participation

__all__ = ["EventAdmin"]


class ParticipationInline(admin.TabularInline):
    model = Participation
    extra = 0
    autocomplete_fields = ("actor", "sentence")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("actor", "sentence")


@admin.register(Event)
class EventAdmin(MergePages, Searched, CuratedAdmin):
    list_display = ("title", "kind", "start", "place", "claim_count", "part_of", "merged_into")
    list_filter = ("kind", "start")
    list_select_related = ("part_of", "merged_into")
    search_fields = ("title", "place")
    autocomplete_fields = ("part_of",)
    fields = (
        "title",
        "kind",
        "place",
        ("start", "start_precision"),
        "end",
        "part_of",
        "slug",
        "merged_into",
    )
    readonly_fields = ("slug", "merged_into")
    inlines = (ParticipationInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        named = count(ClaimEvent.objects.all(), "event")
        return super().get_queryset(request).annotate(claim_count=named)

    def make(self, by: Any, obj: Any, fields: dict[str, Any]) -> Event:
        return events.add(by=by, **fields)

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, event: Any) -> int:
        return event.claim_count
