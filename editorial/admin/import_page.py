"""Importing articles in the admin: upload, paste or fetch; look; store or discard."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial.admin.import_forms import ImportForm
from editorial.admin.import_uploads import (
    ARTICLES_AT_ONCE,
    drafts_of,
    forms_for,
    keep,
    look,
    store,
)
from editorial.importing.articles.store import Outcome
from editorial.importing.fetching import FetchError
from editorial.models import Upload
from kb.models import Outlet

__all__ = ["ImportPages"]


# Why an article was left as it is, in a whole sentence.
KEPT = {
    "edited here": _("it was edited here since it was imported, and stays as it is"),
    "deleted here": _("it was deleted here, and does not come again"),
    "taken back": _(
        "its import was taken back; only somebody who may take imports back brings it in again"
    ),
}


class ImportPages(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        begin = self.admin_site.admin_view(self.import_view)
        preview = self.admin_site.admin_view(self.preview_view)
        return [
            path("import/", begin, name="kb_article_import"),
            path("import/<int:upload_id>/", preview, name="kb_article_preview"),
            *super().get_urls(),
        ]

    def import_view(self, request: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_valid():
            try:
                return redirect(
                    "admin:kb_article_preview", keep(request.user, **form.cleaned_data).pk
                )
            except FetchError as refusal:
                form.add_error("address", ValidationError(str(refusal)))
        context = {
            **self._context(request, _("Import articles")),
            "form": form,
            "waiting": _waiting(request).defer("content"),
        }
        return self._page(request, "import.html", context, is_refused=bool(form.errors))

    def preview_view(self, request: Any, upload_id: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        upload = _waiting(request).filter(pk=upload_id).first()
        if upload is None:
            message = gettext("This is not waiting any more: it was stored, discarded or too old.")
            self.message_user(request, message, messages.WARNING)
            return redirect("admin:kb_article_import")
        if "_discard" in request.POST:
            upload.delete()
            self.message_user(request, gettext("Discarded; nothing was stored."), messages.SUCCESS)
            return redirect("admin:kb_article_import")
        drafts, rejected, is_cut = drafts_of(upload)
        forms = forms_for(drafts, request.POST or upload.fields)
        wrong = [form for form in forms if form.is_bound and not form.is_valid()]
        if request.method == "POST" and not wrong:
            if "_store" in request.POST and (answer := self._store(request, upload, forms)):
                return answer
            entered = {name for form in forms for name in map(form.add_prefix, form.fields)}
            upload.fields = {name: request.POST[name] for name in entered & request.POST.keys()}
            upload.save(update_fields=("fields",))
        context = {
            **self._context(request, _("Before it is stored")),
            "upload": upload,
            "looks": look(upload, forms, request.user),
            "rejected": rejected,
            "most": ARTICLES_AT_ONCE if is_cut else 0,
            "outlets": Outlet.objects.values_list("name", flat=True)[:500],
        }
        return self._page(request, "preview.html", context, is_refused=bool(wrong))

    def _store(self, request: Any, upload: Upload, forms: list[Any]) -> HttpResponse | None:
        """Stores what is wanted; None where nothing is, or nothing could be."""
        choices = [form.choice() for form in forms if form.cleaned_data["is_wanted"]]
        if not choices:
            message = gettext("No article was chosen; nothing was stored.")
            self.message_user(request, message, messages.WARNING)
            return None
        stored: list[Any] = []
        report = store(upload, choices, request.user, told=stored.append)
        for outcome in stored:
            if outcome.word in ("rejected", "kept"):
                reason = KEPT.get(outcome.reason, outcome.reason)
                self.message_user(request, f"{_title(outcome)}: {reason}", messages.ERROR)
        done = [each.article for each in stored if each.word in ("new", "changed", "reopened")]
        if report.rejected:
            return None
        upload.delete()
        message = ngettext("%(n)d article was stored.", "%(n)d articles were stored.", len(done))
        self.message_user(request, message % {"n": len(done)}, messages.SUCCESS)
        if len(done) == 1:
            return redirect("admin:kb_article_change", done[0].pk)
        if report.run:
            return redirect("admin:editorial_importrun_change", report.run.pk)
        return redirect("admin:kb_article_changelist")

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
        }

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, is_refused: bool
    ) -> HttpResponse:
        if forms := context.get("looks"):
            context["media"] += forms[0].form.media
        template = f"admin/kb/article/{name}"
        return TemplateResponse(request, template, context, status=422 if is_refused else 200)


def _waiting(request: Any) -> Any:
    """What somebody brought in and has not stored yet; corrections have pages of their own."""
    return Upload.objects.filter(by=request.user, fields__corrects__isnull=True)


def _title(outcome: Outcome) -> str:
    """By what a person knows the article again."""
    if outcome.article:
        return outcome.article.title
    return (outcome.draft.title or outcome.draft.external_id) if outcome.draft else ""
