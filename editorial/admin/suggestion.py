from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.actions import suggestions
from editorial.admin.base import RecordAdmin, not_there
from editorial.admin.comparison import comparison, listed
from editorial.admin.sight import ShowsClaims
from editorial.differences import differing
from editorial.models import Suggestion
from editorial.state import content, digest
from kb.errors import explained
from kb.models import Claim

__all__ = ["SuggestionAdmin"]


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3, "cols": 80}),
        help_text=_(
            "Readers are told why a change was accepted; why it was not, only the desk reads."
        ),
    )


@admin.register(Suggestion)
class SuggestionAdmin(ShowsClaims, RecordAdmin):
    list_display = ("claim", "claim_version", "state", "by", "created_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("claim", "by", "decided_by")
    search_fields = ("claim__text", "note")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("kb.publish_claim")

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A suggestion beside the claim as it stands, and the decision on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        suggestion = self.get_object(request, unquote(object_id))
        if suggestion is None:
            return not_there(self, request, object_id)
        form = DecisionForm(request.POST if {"_accept", "_reject"} & {*request.POST} else None)
        if request.method == "POST":
            try:
                if "_retract" in request.POST or form.is_valid():
                    return self._step(request, suggestion, form)
            except ValidationError as refusal:
                for reason in refusal.messages:
                    messages.error(request, reason)
                suggestion = Suggestion.objects.get(pk=suggestion.pk)
        is_refused = request.method == "POST"
        context = {
            **self.admin_site.each_context(request),
            "title": _("Suggestion"),
            "opts": self.opts,
            "form": form,
            **self._shown(request, suggestion),
        }
        template = "admin/editorial/suggestion/change_form.html"
        return TemplateResponse(request, template, context, status=422 if is_refused else 200)

    def _step(self, request: Any, suggestion: Suggestion, form: DecisionForm) -> HttpResponse:
        if "_retract" in request.POST:
            suggestions.retract(suggestion=suggestion, by=request.user)
            messages.success(request, _("Taken back."))
            return redirect("admin:kb_claim_queue")
        if not self.has_decide_permission(request):
            raise PermissionDenied
        verb: Callable[..., Any] = suggestions.reject
        done = _("Rejected. The claim stays as it is.")
        if "_accept" in request.POST:
            verb, done = suggestions.accept, _("Accepted. Readers see the claim as proposed.")
        with explained(), transaction.atomic():
            claim = Claim.objects.select_for_update().get(pk=suggestion.claim_id)
            if "_accept" in request.POST and request.POST.get("seen") != digest(content(claim)):
                raise ValidationError(_("The claim was changed after you saw it; look again."))
            verb(suggestion=suggestion, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("admin:kb_claim_queue")

    def _shown(self, request: Any, suggestion: Suggestion) -> dict[str, Any]:
        claim = suggestion.claim
        current = content(claim)
        is_open = suggestion.state == Suggestion.State.OPEN
        is_own = suggestion.by_id == request.user.pk
        old, new = self._sides(suggestion, current)
        rows = comparison(old, new)
        since = differing(suggestion.base, current) if is_open and suggestion.base else set()
        rivals = Suggestion.objects.filter(claim=claim, state=Suggestion.State.OPEN)
        return {
            "suggestion": suggestion,
            "claim": claim,
            "changed": [row for row in rows if row.is_changed],
            "same": [row for row in rows if not row.is_changed],
            "since": listed(since),
            "hindrances": _hindrances(suggestion, current) if is_open else [],
            "rivals": rivals.exclude(pk=suggestion.pk).select_related("by").order_by("pk"),
            "is_open": is_open,
            "is_own": is_own,
            "may_decide": is_open and not is_own and self.has_decide_permission(request),
            "seen": digest(current),
            "propose_url": _propose_url(request, suggestion),
        }

    def _sides(self, suggestion: Suggestion, current: dict[str, Any]) -> tuple[Any, Any]:
        """What is compared: while it waits with the claim as it stands, later with what stood."""
        if suggestion.state == Suggestion.State.OPEN:
            return current, suggestions.outcome(suggestion, suggestion.claim, current)[0]
        base = suggestion.base or current
        return base, base | suggestion.content


def _propose_url(request: Any, suggestion: Suggestion) -> str:
    """Where the same can be proposed again, "" for whoever may not."""
    is_public = suggestion.claim.status == Claim.Status.PUBLISHED
    if not is_public or not request.user.has_perm("kb.change_claim"):
        return ""
    page = reverse("admin:kb_claim_propose", args=(suggestion.claim_id,))
    return f"{page}?from={suggestion.pk}"


def _hindrances(suggestion: Suggestion, current: dict[str, Any]) -> list[str]:
    """Why it could not be accepted as things stand."""
    try:
        suggestions.acceptable(suggestion, suggestion.claim, current)
    except ValidationError as refusal:
        return refusal.messages
    return []
