"""Taking an import back: a page that says what will go, asks for the reason, and goes on."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial.actions.imports import take_back
from editorial.admin.claim_steps import ReasonForm
from editorial.models import ImportItem, ImportRun
from kb.models import Claim

__all__ = ["TakeBack"]

# A browser waits for an answer; what is not done by then goes on with the next request.
SECONDS = 15


class TakeBack(admin.ModelAdmin):
    def has_take_back_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("editorial.take_back_importrun")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.take_back_view)
        step = path("<path:object_id>/take-back/", view, name="editorial_importrun_take_back")
        return [step, *super().get_urls()]

    def take_back_url(self, request: HttpRequest, run: ImportRun) -> str:
        """Where `run` is taken back, "" for whoever may not or where nothing is left to take."""
        may = self.has_take_back_permission(request) and run.state != ImportRun.State.UNDER_WAY
        if not may or not waiting(run).exists():
            return ""
        return reverse("admin:editorial_importrun_take_back", args=(run.pk,))

    def take_back_view(self, request: Any, object_id: str) -> HttpResponse:
        if not self.has_take_back_permission(request):
            raise PermissionDenied
        run = self.get_object(request, unquote(object_id))
        if run is None:
            raise Http404
        form = ReasonForm(request.POST if request.method == "POST" else None)
        form.initial["reason"] = run.reason
        if form.is_valid():
            try:
                return self._go_on(request, run, form.cleaned_data["reason"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take an import back"),
            "subtitle": str(run),
            "opts": self.opts,
            "run": run,
            "form": form,
            "goes": what_goes(run),
            "waiting": waiting(run).count(),
            "is_begun": run.state == ImportRun.State.BEING_TAKEN_BACK,
            "goes_on": "goes-on" in request.GET,
        }
        template = "admin/editorial/importrun/take_back.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def _go_on(self, request: HttpRequest, run: ImportRun, reason: str) -> HttpResponse:
        done = take_back(run=run, by=request.user, reason=reason, seconds=SECONDS)  # type: ignore[arg-type]  # admin_view lets people in
        if not done.is_done:
            return redirect(f"{request.path}?goes-on")
        self.message_user(request, gettext("The import is taken back."), messages.SUCCESS)
        left = run.made.filter(fate=ImportItem.Fate.LEFT).count()
        if left:
            message = ngettext(
                "%(n)d thing was left as it is; the notes say why.",
                "%(n)d things were left as they are; the notes say why.",
                left,
            )
            self.message_user(request, message % {"n": left}, messages.WARNING)
        return redirect("admin:editorial_importrun_change", run.pk)


def waiting(run: ImportRun) -> Any:
    """Items that taking the run back would look at; once it is taken back, those it left."""
    fate = ImportItem.Fate.LEFT if run.taken_back_at else ""
    return run.made.filter(kind__in=("article", "claim"), fate=fate)


def what_goes(run: ImportRun) -> dict[str, int]:
    """How many articles, public claims and other claims there are to take back."""
    numbers = dict(waiting(run).order_by().values_list("kind").annotate(Count("pk")))
    claims = waiting(run).filter(kind="claim").values("object_id")
    public = Claim.objects.published().filter(pk__in=claims).count()
    return {
        "articles": numbers.get("article", 0),
        "public": public,
        "drafts": numbers.get("claim", 0) - public,
    }
