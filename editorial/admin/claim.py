from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.actions.claims import CONTENT
from editorial.admin.base import CuratedAdmin, count
from editorial.admin.claim_filters import AssignedTo, Mine
from editorial.admin.claim_form import ClaimForm
from editorial.admin.claim_next import ClaimNext
from editorial.admin.claim_steps import ClaimSteps
from editorial.admin.claim_writing import write
from editorial.admin.comment import ClaimComments
from editorial.admin.evidence import (
    AttributionInline,
    DecisionInline,
    EvidenceInline,
    RelatedFromInline,
    RelationInline,
    is_settled,
)
from editorial.admin.proposal import ProposalPages
from editorial.admin.queue import QueuePages
from editorial.admin.report import ClaimReports
from editorial.admin.searched import Searched
from editorial.models import Assignment
from kb.models import Claim, Evidence, Stance

__all__ = ["ClaimAdmin"]

STATE = ("status", "published_at", "writer", "version", "external_id", "created_at")
FIXED = _(
    "This claim is published: its text, speaker, attribution and evidence are fixed. To change them, "
    "choose “Propose a change”; a colleague decides. What it is about can be changed here."
)


@admin.register(Claim)
class ClaimAdmin(
    Searched,
    ProposalPages,
    QueuePages,
    ClaimSteps,
    ClaimNext,
    ClaimReports,
    ClaimComments,
    CuratedAdmin,
):
    form = ClaimForm
    list_display = (
        "text",
        "status",
        "writer",
        "assigned_to",
        "speaker",
        "kind",
        "supports",
        "disputes",
    )
    list_per_page = 50
    list_filter = (
        Mine,
        "status",
        AssignedTo,
        "kind",
        "mode",
        "outcome",
        "language",
        ("article__outlet", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("speaker", "writer")
    search_fields = ("text", "speaker__name", "article__title")
    autocomplete_fields = ("article", "speaker")
    inlines = (
        EvidenceInline,
        AttributionInline,
        RelationInline,
        RelatedFromInline,
        DecisionInline,
    )
    why_kept = _("A claim that was public or decided on is withdrawn, not deleted.")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        live = Evidence.objects.live()
        assigned = Assignment.objects.filter(claim=models.OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                supports=count(live.filter(stance=Stance.SUPPORTS), "claim"),
                disputes=count(live.filter(stance=Stance.DISPUTES), "claim"),
                assignee=models.Subquery(assigned.values("to__username")),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        content = {"fields": list(CONTENT), "description": FIXED if is_settled(obj) else ""}
        if obj and self.has_change_permission(request, obj):
            content["fields"] = [*CONTENT, "seen_version"]
        labels = {"fields": ("about_actors", "about_events", "its_tags", "outcome")}
        fieldsets = [(None, content), (_("What it is about"), labels)]
        return [*fieldsets, (_("State"), {"fields": STATE})] if obj else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*STATE, *CONTENT) if is_settled(obj) else STATE

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else self.inlines[:3]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        if not may or obj is None:
            return may
        return obj.status == Claim.Status.DRAFT and not obj.decisions.exists()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What hangs on a draft goes with it, though none of it is deleted on its own."""
        found, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return found, counts, set(), protected

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: a claim is written together with its evidence and chain."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        write(form, {formset.prefix: formset for formset in formsets}, request.user)

    def construct_change_message(
        self, request: Any, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        # The formsets were not saved by Django; the history says what became of them.
        return super().construct_change_message(request, form, [], add)

    @admin.display(description=_("supports"), ordering="supports")
    def supports(self, claim: Any) -> int:
        return claim.supports

    @admin.display(description=_("disputes"), ordering="disputes")
    def disputes(self, claim: Any) -> int:
        return claim.disputes

    @admin.display(description=_("assigned to"), ordering="assignee", empty_value="–")
    def assigned_to(self, claim: Any) -> str | None:
        return claim.assignee
