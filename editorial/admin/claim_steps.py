"""The steps of claims, for a selection or for one: a page that shows what will go through and
what will not, and why; then the step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import batches, gates
from editorial.actions.batches import LIMIT, Taken, Work
from editorial.admin.sight import sees
from editorial.admin.step_forms import ReasonForm, StepForm, form_of
from editorial.models import Assignment, Batch, Step
from kb.models import Claim, ClaimTag, Evidence

__all__ = ["ClaimSteps", "ReasonForm", "step_address"]

REFUSALS_SHOWN = 10

TITLES = {
    Step.SUBMIT: _("Submit for publication"),
    Step.PUBLISH: _("Publish"),
    Step.RETURN: _("Return to the writer"),
    Step.WITHDRAW: _("Withdraw"),
    Step.TAG: _("Add tags"),
    Step.ASSIGN: _("Assign"),
}


def described(step: Step) -> Any:
    """An action on the list, which leads to the page of `step`."""
    return format_lazy("{} …", TITLES[step])


def step_address(step: str, claim: Claim) -> str:
    """The page of a step for one claim."""
    return f"{reverse('admin:kb_claim_step', args=(step,))}?claim={claim.pk}"


def look_at(
    step: Step, its_admin: "ClaimSteps", request: HttpRequest, queryset: QuerySet[Claim]
) -> HttpResponse | None:
    return its_admin.look_at(request, step, queryset)


@dataclass(frozen=True, slots=True)
class Line:
    """A claim on the page of a step, and why it does not go through."""

    claim: Claim
    why: list[str]
    assigned_to: str


class ClaimSteps(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.step_view)
        return [path("step/<str:step>/", view, name="kb_claim_step"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """A step each, for who may take it; it leads to the page of that step."""
        actions: dict[str, Any] = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET:
            for step in Step:
                if batches.may_take(step, request.user):
                    actions[step.value] = (partial(look_at, step), step.value, described(step))
        return actions

    def look_at(
        self, request: HttpRequest, step: str, queryset: QuerySet[Claim]
    ) -> HttpResponse | None:
        """The page of a step for the claims that were chosen in the list."""
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: LIMIT + 1])
        if len(ids) > LIMIT:
            message = gettext(
                "More than %(limit)d claims are chosen. Narrow the list by search or filter, and "
                "take the step in parts."
            )
            self.message_user(request, message % {"limit": LIMIT}, messages.ERROR)
            return None
        return self._preview(request, step, ids, form_of(step))

    def step_view(self, request: HttpRequest, step: str) -> HttpResponse:
        """Shows what a step would do; sent with what was seen, takes it.

        Only for claims that still are as they were shown.
        """
        if step not in Step.values:
            raise Http404
        if not (batches.may_take(step, request.user) and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return self._preview(request, step, keys(request.GET.getlist("claim")), form_of(step))
        form = form_of(step, request.POST)
        if form.is_valid() and form.is_looked_at:
            return self._take(request, step, form)
        sent = request.POST.get("seen", "").split()
        return self._preview(request, step, keys(pair.partition(":")[0] for pair in sent), form)

    def _preview(
        self, request: Any, step: str, ids: Collection[int], form: StepForm
    ) -> HttpResponse:
        is_chosen = form.is_bound and form.is_valid()
        lines = look(step, request.user, ids, form.chosen() if is_chosen else {})
        if not lines:
            self.message_user(request, gettext("Choose claims first."), messages.ERROR)
            return redirect("admin:kb_claim_changelist")
        is_open = step in (Step.TAG, Step.ASSIGN) and not is_chosen
        if is_open:
            lines = [Line(line.claim, [], line.assigned_to) for line in lines]
        goes = [line for line in lines if not line.why]
        # A choice may be made anew; else only what goes through is sent on.
        seen = lines if step in (Step.TAG, Step.ASSIGN) else goes
        context = {
            **self.admin_site.each_context(request),
            "title": TITLES[Step(step)],
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "fields": form.visible_fields(),
            "step": step,
            "goes": goes,
            "stays": [line for line in lines if line.why],
            "seen": " ".join(f"{line.claim.pk}:{line.claim.version}" for line in seen),
            "looked_at": form.choice if is_chosen else "",
            "is_open": is_open,
            "back": self._back(request),
            "query": request.GET.urlencode()
            if "claim" in request.GET
            else self.get_preserved_filters(request),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/kb/claim/step.html", context, status=status)

    def _take(self, request: Any, step: str, form: StepForm) -> HttpResponse:
        reason = form.cleaned_data.get("reason", "")
        left = form.cleaned_data.get("stays_readable", False)
        work = Work(step, request.user, reason, stays_readable=left, **form.chosen())
        try:
            self._tell(request, batches.take(work=work, seen=form.cleaned_data["seen"]))
        except ValidationError as refusal:
            for line in refusal.messages:
                self.message_user(request, line, messages.ERROR)
        return redirect(self._back(request))

    def _tell(self, request: HttpRequest, taken: Taken) -> None:
        if taken.batch:
            done = ngettext("Done for %(n)d claim.", "Done for %(n)d claims.", len(taken.done))
            page = reverse("admin:editorial_batch_change", args=(taken.batch.pk,))
            told = done % {"n": len(taken.done)}
            if sees(request.user, Batch):
                undo = gettext("See it, or undo it")
                told = format_html('{} <a href="{}">{}</a>', told, page, undo)
            self.message_user(request, told, messages.SUCCESS)
        for claim, why in taken.refused[:REFUSALS_SHOWN]:
            said = gettext("Not done: “%(claim)s” %(reason)s") % {"claim": claim, "reason": why}
            self.message_user(request, said, messages.ERROR)
        if (more := len(taken.refused) - REFUSALS_SHOWN) > 0:
            said = ngettext(
                "Not done for %(n)d more claim.", "Not done for %(n)d more claims.", more
            )
            self.message_user(request, said % {"n": more}, messages.ERROR)

    def _back(self, request: HttpRequest) -> str:
        """Where one came from: the page of one claim, or the list as it was filtered."""
        if one := keys(request.GET.getlist("claim")):
            return reverse("admin:kb_claim_change", args=one[:1])
        kept: Any = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(kept, reverse("admin:kb_claim_changelist"))


def keys(values: Iterable[str]) -> list[int]:
    """Those of `values` that can be keys of claims, however the others came here."""
    return [int(value) for value in values if value.isdecimal() and len(value) <= 18][:LIMIT]


def look(step: str, by: Any, ids: Collection[int], chosen: dict[str, Any]) -> list[Line]:
    """The claims of `ids` with all that the page of a step shows; a fixed number of queries."""
    shown = Evidence.objects.live().select_related("sentence__version__article").in_text_order()
    tags = ClaimTag.objects.select_related("tag").order_by("tag__name")
    claims = list(
        Claim.objects.filter(pk__in=ids)
        .order_by("pk")
        .select_related("speaker", "writer", "article")
        .prefetch_related(
            "attributions__actor",
            Prefetch("evidence", shown, to_attr="shown"),
            Prefetch("tag_links", tags, "tagged"),
        )
    )
    found = gates.hindrances(claims, step, by, **chosen)
    people = dict(Assignment.objects.filter(claim__in=ids).values_list("claim", "to__username"))
    return [
        Line(
            claim,
            [line for hindrance in found[claim.pk] for line in hindrance.messages],
            people.get(claim.pk, ""),
        )
        for claim in claims
    ]
