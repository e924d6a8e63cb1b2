from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.actions import actors
from editorial.admin.base import CuratedAdmin, count
from editorial.admin.merging import MergePages
from editorial.admin.searched import Searched
from kb.models import Actor, Affiliation, Alias, Claim

__all__ = ["ActorAdmin"]


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


class AffiliationInline(admin.TabularInline):
    model = Affiliation
    fk_name = "actor"
    extra = 0
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("organisation")


@admin.register(Actor)
class ActorAdmin(MergePages, Searched, CuratedAdmin):
    list_display = ("name", "kind", "listed", "claim_count", "merged_into")
    list_filter = ("kind", "listed")
    list_select_related = ("merged_into",)
    search_fields = ("name", "aliases__name", "wikidata_id")
    fields = (
        "name",
        "kind",
        "description",
        "wikidata_id",
        "listed",
        "slug",
        "only_in",
        "merged_into",
    )
    readonly_fields = ("slug", "only_in", "merged_into")
    inlines = (AliasInline, AffiliationInline)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        spoken = count(Claim.objects.all(), "speaker")
        return super().get_queryset(request).annotate(claim_count=spoken)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        if not (request.resolver_match and request.resolver_match.url_name == "autocomplete"):
            return super().get_search_results(request, queryset, search_term)
        # To choose from: the name as typed, names that begin so, the rest; nobody who was merged.
        term = search_term.strip()
        rank = models.Case(
            models.When(name__iexact=term, then=0),
            models.When(name__istartswith=term, then=1),
            default=2,
        )
        living = queryset.filter(merged_into=None).annotate(rank=rank)
        found, has_doubles = super().get_search_results(request, living, search_term)
        return found.order_by("rank", "sort_name", "pk"), has_doubles

    def make(self, by: Any, obj: Any, fields: dict[str, Any]) -> Actor:
        return actors.add(by=by, **fields)

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, actor: Any) -> int:
        return actor.claim_count
