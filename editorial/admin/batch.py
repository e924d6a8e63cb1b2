"""Bulk steps: what each did, and a page to undo one for all of its claims at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions.batches import NEEDS_REASON
from editorial.actions.undoing import OPPOSITE, Part, look, may_undo, undo
from editorial.admin.base import RecordAdmin, count
from editorial.admin.sight import ShowsClaims
from editorial.models import Batch, BatchItem, Step
from kb.models import Tag

__all__ = ["BatchAdmin"]

# What undoing means, step by step.
MEANING = {
    Step.SUBMIT: _(
        "The claims are returned to their writers and are drafts again. That is a decision: "
        "nobody returns what they wrote themselves."
    ),
    Step.PUBLISH: _(
        "The claims are withdrawn. What was public answers for ever: their addresses answer with "
        "your reason."
    ),
    Step.RETURN: _("The claims are submitted again and wait for a decision."),
    Step.WITHDRAW: _(
        "The claims go to review. They return to the public only when somebody publishes them."
    ),
    Step.TAG: _("The tags that this step added are taken away; all others stay."),
    Step.ASSIGN: _("Each claim is assigned as it was before."),
}


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4, "cols": 80}))

    def __init__(self, data: Any, step: str) -> None:
        super().__init__(data)
        is_decision = OPPOSITE[Step(step)] in NEEDS_REASON
        self.fields["reason"].required = is_decision
        self.fields["reason"].help_text = (
            _("Stays on record and is shown to readers.") if is_decision else _("Stays on record.")
        )


class Undone(admin.SimpleListFilter):
    title = _("undone")
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet | None:
        if self.value() in ("yes", "no"):
            return queryset.filter(undone_at__isnull=self.value() == "no")
        return None


@admin.register(Batch)
class BatchAdmin(ShowsClaims, RecordAdmin):
    list_display = ("at", "step", "number", "by", "reason", "undone_by")
    list_filter = ("step", Undone, "at")
    list_select_related = ("by", "undone_by")
    search_fields = ("reason", "undo_reason", "by__username")
    fields = ("step", "reason", "by", "at")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        number = count(BatchItem.objects.all(), "batch")
        return super().get_queryset(request).annotate(number=number)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        back = ("undone_by", "undone_at", "undo_reason")
        return (*self.fields, *back) if obj and obj.is_undone else self.fields

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        ours = path("<path:object_id>/undo/", view, name="editorial_batch_undo")
        return [ours, *super().get_urls()]

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context: dict[str, Any] = {}
        batch = self.get_object(request, unquote(object_id))
        if batch and self.has_view_permission(request, batch):
            context = {"parts": with_words(look(batch, request.user)), "batch": batch}
            if not batch.is_undone and may_undo(batch, request.user):
                context["undo_url"] = reverse("admin:editorial_batch_undo", args=(batch.pk,))
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def undo_view(self, request: Any, object_id: str) -> HttpResponse:
        batch = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request) or (batch and not may_undo(batch, request.user)):
            raise PermissionDenied
        if batch is None:
            raise Http404
        if batch.is_undone:
            self.message_user(request, gettext("This was undone already."), messages.ERROR)
            return redirect("admin:editorial_batch_change", batch.pk)
        form = UndoForm(request.POST if request.method == "POST" else None, batch.step)
        if form.is_valid():
            try:
                undo(batch=batch, by=request.user, reason=form.cleaned_data["reason"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.message_user(request, gettext("The bulk step is undone."), messages.SUCCESS)
                return redirect("admin:editorial_batch_change", batch.pk)
        parts = look(batch, request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undo a bulk step"),
            "subtitle": str(batch),
            "opts": self.opts,
            "batch": batch,
            "form": form,
            "meaning": MEANING[Step(batch.step)],
            "goes": with_words([part for part in parts if not part.why]),
            "stays": with_words([part for part in parts if part.why]),
        }
        template = "admin/editorial/batch/undo.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    @admin.display(description=_("claims"), ordering="number")
    def number(self, batch: Any) -> int:
        return batch.number


def with_words(parts: list[Part]) -> list[tuple[Part, str]]:
    """Each claim with what the step did to it: tags, persons, or the way of its status."""
    named = {pk for part in parts for pk in part.item.added_tags}
    names = {tag.pk: tag.name for tag in Tag.objects.filter(pk__in=named)}
    return [(part, _in_words(part.item, names)) for part in parts]


def _in_words(item: BatchItem, names: dict[int, str]) -> str:
    nobody = gettext("nobody")
    if item.added_tags:
        return ", ".join(f"+ {names.get(pk, pk)}" for pk in item.added_tags)
    if item.former_to or item.new_to:
        return f"{item.former_to or nobody} → {item.new_to or nobody}"
    return f"{item.get_status_before_display()} → {item.get_status_after_display()}"
