"""What all pages of the admin have in common."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import DataError, models, transaction
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from editorial.admin.conflict.pages import ConflictPages
from editorial.admin.forms import CuratedForm, Refused
from editorial.admin.history import HistoryPages
from kb.errors import explained
from kb.models import Revision
from kb.search.asking import MAX_LENGTH

__all__ = [
    "Beside",
    "CuratedAdmin",
    "Explained",
    "HistoryPages",
    "RecordAdmin",
    "RecordInline",
    "count",
    "not_there",
]

admin.site.site_header = admin.site.site_title = "Belegstelle"
admin.site.index_title = _("Editorial desk")


def count(rows: models.QuerySet, link: str) -> Coalesce:
    """How many of `rows` name the row of the outer query by their field `link`."""
    named = rows.filter(**{link: models.OuterRef("pk")}).order_by().values(link)
    return Coalesce(models.Subquery(named.annotate(n=models.Count("pk")).values("n")), 0)


class Explained(admin.ModelAdmin):
    """A refused write is a message, never an error page; things go one at a time, if at all."""

    show_full_result_count = False
    why_kept: Any = _("This is a record: it is never changed or deleted.")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        # Each word is a condition for each field; a database takes only so many.
        return super().get_search_results(request, queryset, search_term[:MAX_LENGTH])

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # No list offers a pattern, and a wrong one is an error of the database.
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with explained():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            # The transaction is gone, the input is not: the same page again, with the reason.
            request.refusal = refusal  # type: ignore[attr-defined]  # carried to get_form
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        try:
            with explained():
                return super().changelist_view(request, extra_context)
        except ValidationError as refusal:
            self._say(request, refusal)
            return redirect(request.get_full_path())
        except (ValueError, OverflowError, DataError):
            # A filter that no column can hold (NUL, 30 digits); Django says so with e=1.
            if request.method != "GET" or "e" in request.GET:
                raise
            return redirect(f"{request.path}?e=1")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if (
            obj
            and self.has_delete_permission(request)
            and not self.has_delete_permission(request, obj)
        ):
            self.message_user(request, self.why_kept, messages.ERROR)
            return redirect("../change/")
        try:
            with explained():
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self._say(request, refusal)
            return redirect("../change/")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def _say(self, request: HttpRequest, refusal: ValidationError) -> None:
        for reason in refusal.messages:
            self.message_user(request, reason, messages.ERROR)


def not_there(its_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Django's own answer where there is no such object: a message, and the index."""
    answer: HttpResponse = its_admin._get_obj_does_not_exist_redirect(
        request, its_admin.opts, object_id
    )
    return answer


class Beside(admin.ModelAdmin):
    """The page of an object, with more on it than the form; each mixin adds its own."""

    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        """What the page shows besides, by the names of its template."""
        return {}

    def render_change_form(
        self,
        request: Any,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= self.beside(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


class CuratedAdmin(ConflictPages, Explained, HistoryPages, Beside):
    """What editors write: with a version against lost edits, a history and a public face."""

    form: Any = CuratedForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    why_kept = _("This is kept.")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Locked while it is being changed, so that of two edits the second is told."""
        found = super().get_object(request, object_id, from_field)
        if found is None or not transaction.get_connection().in_atomic_block:
            return found
        return self.model._default_manager.select_for_update().get(pk=found.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, first), *others = fieldsets
        return [(name, first | {"fields": [*first["fields"], "seen_version"]}), *others]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
            super().save_model(request, obj, form, change)
            return
        fields = {
            name: value for name, value in form.cleaned_data.items() if name in form._meta.fields
        }
        fields.pop("seen_version", None)
        made = self.make(request.user, obj, fields)
        # The admin goes on with the object that it began.
        obj.pk, obj._state.adding = made.pk, False
        obj.refresh_from_db()

    def make(self, by: Any, obj: Any, fields: dict[str, Any]) -> models.Model:
        """Stores a new object; where there is an action for it, by that action."""
        obj.save()
        return obj

    # The last statements of their transaction; a popup's answer among them.

    def response_add(
        self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        Revision.raise_number()
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        Revision.raise_number()
        return super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, *args: Any) -> HttpResponse:
        Revision.raise_number()
        return super().response_delete(request, *args)


class RecordAdmin(Explained):
    """What is looked at here and never written."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or [f.name for f in self.opts.concrete_fields if not f.primary_key]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Named all: Django takes a field that nobody can edit for a mistake else.
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordInline(admin.TabularInline):
    """Rows that stand on another page to be looked at."""

    extra = 0
    max_num = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
