"""Merges on record, each with its way back; and who are not the same."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import merging
from editorial.admin.base import RecordAdmin, not_there
from editorial.admin.merging.forms import ReasonForm
from editorial.admin.merging.preview import entry_of, stays_in_words
from editorial.models import Distinct, Merge, Noun

__all__ = ["DistinctAdmin", "MergeAdmin"]


@admin.register(Merge)
class MergeAdmin(RecordAdmin):
    list_display = ("at", "noun", "gone_name", "into_name", "reason", "by", "undone_by")
    list_filter = ("noun", "at")
    list_select_related = ("by", "undone_by")
    search_fields = ("reason", "undo_reason", "by__username")
    fields = ("noun", "gone", "into", "reason", "by", "at")
    change_form_template = "admin/merging/merge_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.annotate(gone_name=_name_of("gone"), into_name=_name_of("into"))

    @admin.display(description=_("merged"))
    def gone_name(self, row: Any) -> str:
        return row.gone_name or row.gone

    @admin.display(description=_("merged into"))
    def into_name(self, row: Any) -> str:
        return row.into_name or row.into

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        back = ("undone_by", "undone_at", "undo_reason")
        return (*self.fields, *back) if obj and obj.is_undone else self.fields

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        ours = path("<path:object_id>/undo/", view, name="editorial_merge_undo")
        return [ours, *super().get_urls()]

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context: dict[str, Any] = {}
        row = self.get_object(request, unquote(object_id))
        if row and self.has_view_permission(request, row):
            context["both"] = _both(row)
            if not row.is_undone and self.may_undo(request):
                context["undo_url"] = reverse("admin:editorial_merge_undo", args=(row.pk,))
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def may_undo(self, request: Any) -> bool:
        return bool(request.user.has_perm("editorial.change_merge"))

    def undo_view(self, request: Any, object_id: str) -> HttpResponse:
        if not self.has_view_permission(request) or not self.may_undo(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return not_there(self, request, object_id)
        if row.is_undone:
            self.message_user(request, gettext("This was undone already."), messages.ERROR)
            return redirect("admin:editorial_merge_change", row.pk)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._undo(request, row, form):
            return redirect("admin:editorial_merge_change", row.pk)
        back = merging.way_back(row)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undo a merge"),
            "opts": self.opts,
            "merge": row,
            "form": form,
            "back": back,
            "both": _both(row),
            "stays": stays_in_words(back.stays),
            "more": max(0, len(back.stays) - len(stays_in_words(back.stays))),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/merging/undo.html", context, status=status)

    def _undo(self, request: Any, row: Merge, form: ReasonForm) -> bool:
        try:
            back = merging.unmerge(merge=row, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        self.message_user(request, gettext("The merge is undone."), messages.SUCCESS)
        for stays in stays_in_words(back.stays):
            self.message_user(request, f"{stays.text}: {stays.note}", messages.WARNING)
        return True


@admin.register(Distinct)
class DistinctAdmin(RecordAdmin):
    list_display = ("at", "noun", "one_name", "other_name", "reason", "by")
    list_filter = ("noun", "at")
    list_select_related = ("by",)
    search_fields = ("reason", "by__username")
    fields = ("noun", "one", "other", "reason", "by", "at")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.annotate(one_name=_name_of("one"), other_name=_name_of("other"))

    @admin.display(description=_("one"))
    def one_name(self, row: Any) -> str:
        return row.one_name or row.one

    @admin.display(description=_("the other"))
    def other_name(self, row: Any) -> str:
        return row.other_name or row.other

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("editorial.delete_distinct"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        merging.together_again(note=obj)


def _name_of(field: str) -> models.Case:
    """What that of which `field` holds the id is called; nothing where it is no longer there."""
    called = {Noun.ACTOR: "name", Noun.EVENT: "title", Noun.TAG: "name"}
    return models.Case(
        *(
            models.When(
                noun=noun,
                then=models.Subquery(
                    noun.model.objects.filter(pk=models.OuterRef(field)).values(name)
                ),
            )
            for noun, name in called.items()
        ),
        output_field=models.CharField(),
    )


def _both(row: Merge) -> list[Any]:
    """The two as links; what is no longer there is left out."""
    found = Noun(row.noun).model._base_manager.in_bulk([row.gone, row.into])
    return [entry_of(found[pk]) for pk in (row.gone, row.into) if pk in found]
