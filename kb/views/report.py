"""Saying that a claim is wrong: without an account, a script or a cookie."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kb import reporting
from kb.http import Request
from kb.models import Claim
from kb.models.report import REPORT_LIMIT
from kb.views.answers import missing
from kb.views.described import found
from kb.views.fields import printable

__all__ = ["claim_report"]

WAIT = int(reporting.WINDOW.total_seconds())


class ReportForm(forms.Form):
    """What is wrong. `website` is out of sight: who fills it in is no reader."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=REPORT_LIMIT,
        widget=forms.Textarea({"rows": 7}),
        help_text=gettext_lazy(
            "Best with the passage you mean, and where one can read it rightly."
        ),
        error_messages={"required": gettext_lazy("Say in a sentence what is wrong.")},
    )
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Only the newsroom sees it, and it is deleted as soon as your report is dealt with."
        ),
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. Correct it, or leave it out.")
        },
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_text(self) -> str:
        # What a browser sends ends its lines with CRLF.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class Elsewhere(HttpResponseRedirect):
    allowed_schemes = ["https", "mailto"]


@csrf_exempt  # there is no cookie to hold a token: reporting.is_from_here
@require_http_methods(["GET", "HEAD", "POST"])
def claim_report(request: Request, pk: int) -> HttpResponse:
    """The form, and by POST a report for the desk. Where the operator has one, on to that."""
    claim = found(pk, request.user)
    if claim is None:
        return missing(request, Claim.objects.once_public().filter(pk=pk))
    if not claim.is_public:
        raise Http404
    if settings.REPORT_URL:
        permalink = request.build_absolute_uri(claim.permalink)
        return Elsewhere(reporting.address(claim, permalink))
    form = ReportForm(printable(request.POST) if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = _send(request, claim, form)
        if status == 303:
            answer = redirect(f"{reverse('claim_report', args=(pk,))}?sent")
            answer.status_code = status
            return answer
    is_sent = not form.is_bound and "sent" in request.GET
    context = {"claim": claim, "form": form, "is_sent": is_sent}
    response = render(request, "kb/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = str(WAIT)
    return response


def _send(request: Request, claim: Claim, form: ReportForm) -> int:
    """Takes a report in; gives the status to answer with, 303 if all is well."""
    if not form.is_valid():
        return 422
    if not reporting.is_from_here(request):
        form.add_error(None, _("This was sent from another site. Send it from here."))
        return 403
    said = form.cleaned_data
    if said["website"]:
        return 303  # whoever sent it learns nothing
    try:
        reporting.receive(
            claim=claim,
            text=said["text"],
            contact=said["contact"],
            sender=reporting.sender(request),
        )
    except reporting.TooManyReports:
        form.add_error(
            None,
            _("Too many reports came within an hour. Keep your text and try again in an hour."),
        )
        return 429
    return 303
