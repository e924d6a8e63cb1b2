"""Errors that readers report: a list with the open ones first, and a page to close each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from editorial.actions import reports
from editorial.admin.base import Beside, RecordAdmin, not_there
from editorial.admin.sight import ShowsClaims, sees
from kb.errors import explained
from kb.models import Claim, Report

__all__ = ["ClaimReports", "ReportAdmin", "reports_waiting"]

NOTE_LIMIT = 5000  # code points
OPEN_FIRST = Case(
    When(state=Report.State.OPEN, then=0), default=Value(1), output_field=IntegerField()
)


def reports_waiting(user: Any) -> int:
    """How many open ones `user` may look at."""
    return _open().count() if sees(user, Report) and sees(user, Claim) else 0


def _open() -> QuerySet[Report]:
    return Report.objects.filter(state=Report.State.OPEN)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What was done"),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
        help_text=_("For the desk alone, never public."),
    )


class ClaimReports(Beside):
    """How many reports a claim has, on its page."""

    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        found = super().beside(request, obj)
        if sees(request.user, Report):
            states = list(Report.objects.filter(claim=obj).values_list("state", flat=True))
            found["reports"] = len(states)
            found["reports_open"] = states.count(Report.State.OPEN)
        return found


@admin.register(Report)
class ReportAdmin(ShowsClaims, RecordAdmin):
    list_display = ("beginning", "state", "claim", "created_at", "closed_by", "closed_at")
    list_filter = ("state", "created_at")
    list_select_related = ("claim", "closed_by")
    list_per_page = 50
    search_fields = ("text", "note", "claim__text")
    ordering = (OPEN_FIRST.asc(), "pk")

    @admin.display(description=_("what is wrong"))
    def beginning(self, report: Report) -> str:
        return Truncator(report.text).chars(120)

    def has_close_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("kb.change_report")

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A report beside the claim as it stands, and what became of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = self.get_object(request, unquote(object_id))
        if report is None:
            return not_there(self, request, object_id)
        form = NoteForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                return self._close(request, report, form.cleaned_data["note"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
                report.refresh_from_db()
        is_open = report.state == Report.State.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": _("Error report"),
            "opts": self.opts,
            "report": report,
            "claim": report.claim,
            "is_open": is_open,
            "may_close": is_open and self.has_close_permission(request),
            "form": form,
        }
        template = "admin/kb/report/change_form.html"
        return TemplateResponse(request, template, context, status=422 if form.is_bound else 200)

    def _close(self, request: Any, report: Report, note: str) -> HttpResponse:
        if not self.has_close_permission(request):
            raise PermissionDenied
        verb: Callable[..., Any] = reports.answer
        done = _("Answered. The reply address is deleted.")
        if "_dismissed" in request.POST:
            verb, done = reports.dismiss, _("Dismissed. The reply address is deleted.")
        elif "_answered" not in request.POST:
            raise ValidationError(_("Say whether the report is answered or dismissed."))
        with explained():
            verb(report=report, by=request.user, note=note)
        messages.success(request, done)
        return redirect(reverse("admin:kb_report_changelist"))
