"""The page that proposes a change to a published claim; a colleague decides on it."""

from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from editorial.actions import suggestions
from editorial.admin.base import Beside, not_there
from editorial.admin.proposal_forms import ProposalForm, hops_of, passages_of, proposed
from editorial.admin.sight import sees
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim

__all__ = ["ProposalPages"]


class ProposalPages(Beside):
    """Adds the page to the claims of the admin, and the way there."""

    change_form_template = "admin/kb/claim/claim.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.propose_view)
        step = path("<path:object_id>/propose/", view, name="kb_claim_propose")
        return [step, *super().get_urls()]

    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        waiting = Suggestion.objects.filter(claim=obj, state=Suggestion.State.OPEN)
        may_see = sees(request.user, Suggestion)
        listed = reverse("admin:editorial_suggestion_changelist")
        may = obj.status == Claim.Status.PUBLISHED and self.has_change_permission(request, obj)
        return {
            **super().beside(request, obj),
            "open_suggestions": waiting.count() if may_see else 0,
            "suggestions_url": f"{listed}?claim__id__exact={obj.pk}&state__exact=open",
            "propose_url": reverse("admin:kb_claim_propose", args=(obj.pk,)) if may else "",
        }

    def propose_view(self, request: Any, object_id: str) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        # Whoever only looks locks nothing.
        with transaction.atomic() if request.method == "POST" else nullcontext():
            claim = self.get_object(request, unquote(object_id))
            if claim is None:
                return not_there(self, request, object_id)
            if claim.status != Claim.Status.PUBLISHED:
                messages.warning(request, _("Only a published claim is changed by a suggestion."))
                return redirect("admin:kb_claim_change", claim.pk)
            return self._propose(request, claim)

    def _propose(self, request: Any, claim: Claim) -> HttpResponse:
        """Shows the claim, or what an earlier suggestion would make of it, to be changed.

        Passages and chain are there for whoever may write evidence and attributions.
        """
        user = request.user
        current = content(claim)
        earlier = _earlier(request, claim)
        said = suggestions.outcome(earlier, claim, current)[0] if earlier else current
        data = request.POST if request.method == "POST" else None
        start = {"note": earlier.note} if earlier else {}
        # The form writes into the object that it is given; the page shows the claim as it is.
        edited = Claim.objects.get(pk=claim.pk)
        form = ProposalForm(data, instance=edited, initial=start, current=current, said=said)
        if not user.has_perm("kb.change_evidence"):
            del form.fields["dropped"]
        hops = passages = None
        if user.has_perm("kb.change_attribution"):
            hops = hops_of(data, claim.article, said)
        if user.has_perm("kb.add_evidence"):
            passages = passages_of(data, claim.article, said, current)
        parts = [part for part in (form, hops, passages) if part is not None]
        valid = [part.is_valid() for part in parts]  # each says what is wrong
        if all(valid) and (made := _suggested(user, claim, form, hops, passages)):
            messages.success(request, _("Proposed. A colleague decides; until then it waits."))
            return redirect(_after(made, user))
        own = Suggestion.objects.filter(claim=claim, by=user, state=Suggestion.State.OPEN)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Propose a change"),
            "opts": self.opts,
            "media": sum((part.media for part in parts[1:]), form.media),
            "claim": claim,
            "form": form,
            "hops": hops,
            "passages": passages,
            "own": own.first(),
            "earlier": earlier,
        }
        template = "admin/kb/claim/propose.html"
        return TemplateResponse(request, template, context, status=200 if data is None else 422)


def _after(made: Suggestion, user: Any) -> str:
    """The page of a suggestion; for whoever may not look at it, that of its claim."""
    if sees(user, Suggestion):
        return reverse("admin:editorial_suggestion_change", args=(made.pk,))
    return reverse("admin:kb_claim_change", args=(made.claim_id,))


def _suggested(
    by: Any, claim: Claim, form: ProposalForm, hops: Any, passages: Any
) -> Suggestion | None:
    """The suggestion that the page makes; None where it is refused, and the form says why."""
    said, note = proposed(form, hops, passages), form.cleaned_data["note"]
    try:
        return suggestions.suggest(claim=claim, by=by, content=said, note=note)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None


def _earlier(request: HttpRequest, claim: Claim) -> Suggestion | None:
    """The suggestion for the same claim that `?from=` names, to propose it again.

    Others' are there for whoever may look at suggestions.
    """
    asked = request.GET.get("from", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    found = Suggestion.objects.filter(claim=claim, pk=int(asked)).first()
    is_shown = found and (found.by == request.user or sees(request.user, Suggestion))
    return found if is_shown else None
