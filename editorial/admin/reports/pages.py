"""The reports as pages of the admin: which there are, and each as a list or a download."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.admin.reports.catalogue import BY_NAME, REPORTS, Report
from editorial.admin.reports.download import download
from editorial.reports.listing import COUNTED, beginning, counted, cut

__all__ = ["report_index", "report_page"]

TEMPLATES = "admin/editorial/reports"


@require_safe
def report_index(request: HttpRequest) -> TemplateResponse:
    """The reports that this person may see, with how much each lists."""
    user: Any = request.user
    entries = []
    for report in REPORTS:
        if report.is_open_to(user):
            form = report.asked({}, user)
            form.full_clean()
            number = counted(report.rows(**form.chosen()))
            entries.append({"report": report, "number": number, "figure": _figure(number)})
    if not entries:
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Reports"), "entries": entries}
    return TemplateResponse(request, f"{TEMPLATES}/index.html", context)


@require_safe
def report_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """One page of a report; with `format=csv` all of it as a file."""
    report, user = BY_NAME[name], request.user
    if not report.is_open_to(user):
        raise PermissionDenied
    form = report.asked(request.GET, user)
    wants_file = request.GET.get("format") == "csv"
    if form.is_valid() and wants_file:
        return download(report, form, request.build_absolute_uri)
    context = {
        **admin.site.each_context(request),
        "title": report.title,
        "report": report,
        "form": form,
        "is_first": not request.GET.get("after"),
        "is_narrowed": any(request.GET.get(name) for name in form.narrowing),
        **(_listed(report, form) if form.is_valid() else {}),
    }
    status = 400 if wants_file else 200
    return TemplateResponse(request, f"{TEMPLATES}/list.html", context, status=status)


def _listed(report: Report, form: Any) -> dict[str, Any]:
    """The lines of one page. Only the first says how many there are: counting is searching all."""
    order, after = form.order, form.cleaned_data["after"]
    rows = order.annotated(report.rows(**form.chosen()))
    if after:
        page, number = cut(rows, by=order.by, after=after), None
    else:
        page, number = beginning(rows, by=order.by)
    lines = [
        {"line": line, "address": report.address(line), "links": report.links(line)}
        for line in report.lines(page.rows)
    ]
    return {
        "lines": lines,
        "number": report.counted(min(number, COUNTED)) % _figure(number) if number else "",
        "following": form.address(after=f"{page.after.key}~{page.after.pk}") if page.after else "",
        "beginning": form.address(),
        "file": form.address(format="csv"),
    }


def _figure(number: int) -> str:
    """As it is told: what is not counted any further is "more than 2,000"."""
    shown = number_format(min(number, COUNTED), force_grouping=True)
    return _("more than %(number)s") % {"number": shown} if number > COUNTED else shown
