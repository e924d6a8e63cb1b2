"""The history of an object: who changed what, when and why; and the way back to any state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from editorial.actions import reverting
from editorial.admin.history_lines import Line, lines_of, named_by
from editorial.admin.history_preview import preview
from editorial.admin.history_runs import runs_of
from editorial.admin.history_words import Names
from editorial.history import Change, changes_of
from editorial.models import ImportRun
from kb.models import Claim

__all__ = ["HistoryPages"]

PER_PAGE = 25
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One change as the page tells it; `address` is where its state is put back, if anywhere."""

    change: Change
    who: Any
    lines: list[Line]
    run: ImportRun | None
    address: str


class PutBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 4, "cols": 80}),
        help_text=_("Stays on record with the change."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class HistoryPages(SimpleHistoryAdmin):
    """Adds the pages of an object's history; its rows are written whoever saves it."""

    def get_urls(self) -> list[Any]:
        urls: list[Any] = admin.ModelAdmin.get_urls(self)
        if not reverting.can_revert(self.model):
            return urls
        view = self.admin_site.admin_view(self.put_back_view)
        return [
            path("<path:object_id>/history/<int:moment>/", view, name=self._put_back_name),
            *urls,
        ]

    @property
    def _put_back_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_put_back"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        pk = obj.pk if obj else _number(unquote(object_id))
        changes = changes_of(self.model, pk) if pk else []
        if obj is None and not changes:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        before = len(changes) + 1
        if asked := request.GET.get("before"):
            before = _number(asked)
            if not before:
                messages.error(request, _("“before” is the number of a change, such as 12."))
                return redirect(request.path)
        shown = [change for change in reversed(changes) if change.number < before][:PER_PAGE]
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "object": obj,
            "name": str(obj) if obj else gettext("deleted (%(id)d)") % {"id": pk},
            "entries": self._history_entries(request, obj, pk, shown, changes),
            "number": len(changes),
            "is_first": before > len(changes),
            "earlier": shown[-1].number if shown and shown[-1].number > 1 else None,
        }
        return TemplateResponse(request, "admin/history/list.html", context)

    def _history_entries(
        self,
        request: HttpRequest,
        obj: Any,
        pk: int,
        shown: Sequence[Change],
        changes: Sequence[Change],
    ) -> list[Entry]:
        names = Names()
        named_by(shown, names)
        runs = runs_of(self.model, pk, shown)
        may = obj and reverting.can_revert(self.model) and self.has_change_permission(request, obj)
        return [
            Entry(
                change,
                names.person(change.by),
                lines_of(change, names),
                runs.get(change.number),
                # How it stands now needs no way back.
                self._put_back_address(obj, change) if may and change is not changes[-1] else "",
            )
            for change in shown
        ]

    def _put_back_address(self, obj: Any, change: Change) -> str:
        moment = (change.at - BEGINNING) // timedelta(microseconds=1)
        return reverse(f"admin:{self._put_back_name}", args=(obj.pk, moment))

    def put_back_view(self, request: HttpRequest, object_id: str, moment: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        try:
            at = BEGINNING + timedelta(microseconds=moment)
            plan = reverting.look(row=obj, at=at)
        except (OverflowError, ValidationError) as refusal:
            said = getattr(refusal, "messages", [gettext("There is no such moment.")])
            messages.error(request, " ".join(said))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", obj.pk)
        form = PutBackForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                return self._put_back_by(request, obj, at, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
                obj.refresh_from_db()
                plan = reverting.look(row=obj, at=at)
        return self._put_back_page(request, plan, form)

    def _put_back_by(
        self, request: HttpRequest, obj: Any, at: datetime, said: dict[str, str]
    ) -> HttpResponse:
        made = reverting.put_back(row=obj, at=at, by=request.user, **said)  # type: ignore[arg-type]  # admin_view lets people in
        if made:
            done = _("Proposed. A colleague decides; until then it waits.")
            messages.success(request, done)
            return redirect("admin:editorial_suggestion_change", made.pk)
        messages.success(request, _("Put back, as a new change."))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)

    def _put_back_page(self, request: HttpRequest, plan: reverting.Plan, form: Any) -> HttpResponse:
        rows = preview(plan)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put an earlier state back"),
            "opts": self.opts,
            "object": plan.row,
            "plan": plan,
            "form": form,
            "changed": [row for row in rows if row.is_changed],
            "same": [row for row in rows if not row.is_changed],
            "language": plan.row.language if isinstance(plan.row, Claim) else "",
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/history/put_back.html", context, status=status)


def _number(typed: str) -> int:
    """A number from 1 on; 0 for what is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
