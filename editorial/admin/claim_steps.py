"""The steps of a claim as actions on the list: submit, publish, return, withdraw."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import claims
from kb.errors import explained
from kb.models import Claim, Evidence

__all__ = ["ClaimSteps"]


class ReasonForm(forms.Form):
    """What somebody says to a step, once they have seen what it is about."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 4, "cols": 80}),
        help_text=_("Stays on record and is shown to readers."),
    )


class ClaimSteps(admin.ModelAdmin):
    actions = ("submit", "publish", "give_back", "withdraw")

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("kb.publish_claim")

    def has_return_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("kb.return_claim")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("kb.withdraw_claim")

    @admin.action(description=_("Submit for publication"), permissions=["submit"])
    def submit(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        self._take(request, queryset, claims.submit)

    @admin.action(description=_("Publish …"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return self._take_after_a_look(request, queryset, "publish", claims.publish)

    @admin.action(description=_("Return to the writer …"), permissions=["return"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return self._take_after_a_look(request, queryset, "give_back", claims.give_back)

    @admin.action(description=_("Withdraw …"), permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return self._take_after_a_look(request, queryset, "withdraw", claims.withdraw)

    def _take_after_a_look(
        self, request: Any, queryset: QuerySet[Claim], name: str, step: Callable[..., Claim]
    ) -> HttpResponse | None:
        """Shows what is decided on and asks for the reason; only then the step is taken, and
        only for claims that still are as they were shown."""
        form = ReasonForm(request.POST if "seen" in request.POST else None)
        form.fields["reason"].required = name != "publish"
        if form.is_valid():
            seen = set(request.POST.getlist("seen"))
            self._take(request, queryset, step, seen, reason=form.cleaned_data["reason"])
            return None
        shown = Evidence.objects.live().select_related("sentence").in_text_order()
        context = {
            **self.admin_site.each_context(request),
            "title": self.get_action(name)[2],  # type: ignore[index]  # it is one of ours
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "action": name,
            "claims": queryset.order_by("pk")
            .select_related("speaker")
            .prefetch_related(Prefetch("evidence", shown, to_attr="shown")),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/kb/claim/reason.html", context)

    def _take(
        self,
        request: HttpRequest,
        queryset: QuerySet[Claim],
        step: Callable[..., Claim],
        seen: set[str] | None = None,
        **said: str,
    ) -> None:
        """One claim a transaction: what one is refused does not hold up the others."""
        done = 0
        for claim in queryset.order_by("pk"):
            try:
                if seen is not None and f"{claim.pk}:{claim.version}" not in seen:
                    raise ValidationError(_("It was changed after you saw it; look again."))
                with explained():
                    step(claim=claim, by=request.user, **said)
            except ValidationError as refusal:
                reason = " ".join(refusal.messages)
                refused = gettext("Not done: “%(claim)s” %(reason)s")
                message = refused % {"claim": claim.text, "reason": reason}
                self.message_user(request, message, messages.ERROR)
            else:
                done += 1
        if done:
            message = ngettext("Done for %(n)d claim.", "Done for %(n)d claims.", done) % {
                "n": done
            }
            self.message_user(request, message, messages.SUCCESS)
