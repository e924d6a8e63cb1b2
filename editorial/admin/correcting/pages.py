"""Correcting the text of an article: give the new one, see what it touches, save it or not."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial.actions.corrections import Corrected, Outcome, Plan, correct, plan
from editorial.admin.base import Beside
from editorial.admin.correcting.forms import ReasonForm, TextForm
from editorial.admin.correcting.lines import compared
from editorial.admin.correcting.links import correct_url, hindrance, links, waiting
from editorial.admin.correcting.received import NewText, kept, new_text, own_upload
from editorial.admin.correcting.touched import groups, judgements, pages, touched_events
from editorial.admin.sight import sees
from editorial.importing.fetching import FetchError
from editorial.models import Upload
from kb.errors import explained
from kb.models import Article, Claim

__all__ = ["CorrectPages"]


class CorrectPages(Beside):
    def get_urls(self) -> list[Any]:
        give = self.admin_site.admin_view(self.correct_view)
        look = self.admin_site.admin_view(self.correction_view)
        return [
            path("<int:article_id>/correct/", give, name="kb_article_correct"),
            path("<int:article_id>/correct/<int:upload_id>/", look, name="kb_article_correction"),
            *super().get_urls(),
        ]

    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        return {**super().beside(request, obj), **links(request.user, obj)}

    def correct_view(self, request: Any, article_id: int) -> HttpResponse:
        """The new text: typed, in a file, or from an address."""
        article = self._article(request, article_id)
        if why := hindrance(article):
            self.message_user(request, why, messages.WARNING)
            return redirect("admin:kb_article_change", article.pk)
        form = _text_form(request, article)
        if form.is_valid() and (upload := _brought(request.user, article, form)):
            return redirect("admin:kb_article_correction", article.pk, upload.pk)
        context = {**_context(self, request, article, _("Correct the text")), "form": form}
        return _page(request, "correct.html", context, 422 if form.errors else 200)

    def correction_view(self, request: Any, article_id: int, upload_id: int) -> HttpResponse:
        """What the new text would do; nothing is stored before somebody says so here."""
        article = self._article(request, article_id)
        upload = own_upload(request.user, article, upload_id)
        if upload is None or hindrance(article):
            message = gettext("This is not waiting any more: it was saved, discarded or too old.")
            self.message_user(request, message, messages.WARNING)
            return redirect("admin:kb_article_change", article.pk)
        if "_discard" in request.POST:
            upload.delete()
            self.message_user(request, gettext("Discarded; nothing was stored."), messages.SUCCESS)
            return redirect("admin:kb_article_change", article.pk)
        try:
            given = new_text(upload, article)
            todo = plan(article, given.text, given.spans, given.segmenter)
        except ValidationError as refusal:
            for line in refusal.messages:
                self.message_user(request, line, messages.ERROR)
            return redirect(f"{correct_url(request.user, article)}?upload={upload.pk}")
        form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                status = _refused(form, todo, request.user)
            if not form.errors and (done := _saved(form, todo, given, request.user)):
                upload.delete()
                self._tell(request, done)
                return redirect(_next(request.user, article))
        context = {
            **_context(self, request, article, _("Before it is saved")),
            "form": form,
            "upload": upload,
            "notes": given.notes,
            **_shown(todo, request.user),
        }
        return _page(request, "correction.html", context, status)

    def _article(self, request: Any, article_id: int) -> Article:
        """The article, for whoever may correct it; drafts of claims are shown beside it."""
        known = Article.objects.select_related("current_version")
        article: Article = get_object_or_404(known, pk=article_id)
        if not (self.has_change_permission(request, article) and sees(request.user, Claim)):
            raise PermissionDenied
        return article

    def _tell(self, request: HttpRequest, done: Corrected) -> None:
        said = [gettext("Version %(number)d is stored.") % {"number": done.version.number}]
        held = [p.outcome for p in done.plan.pointers if p.outcome != Outcome.CARRIED]
        if number := len(done.plan.pointers) - len(held):
            words = ngettext("%(n)d place went along.", "%(n)d places went along.", number)
            said.append(words % {"n": number})
        if held:
            words = ngettext("%(n)d waits for you.", "%(n)d wait for you.", len(held))
            said.append(words % {"n": len(held)})
        if number := len(done.plan.withdrawn):
            words = ngettext("%(n)d claim was withdrawn.", "%(n)d claims were withdrawn.", number)
            said.append(words % {"n": number})
        self.message_user(request, " ".join(said), messages.SUCCESS)


# --- Steps ----------------------------------------------------------------------------------------


def _text_form(request: Any, article: Article) -> TextForm:
    now = article.current_version.text if article.current_version else ""
    if request.method == "POST":
        return TextForm(now, request.POST, request.FILES)
    asked = request.GET.get("upload", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 19
    upload = own_upload(request.user, article, int(asked)) if is_number else None
    if upload is None:
        return TextForm(now)
    try:
        return TextForm(now, initial={"text": new_text(upload, article).text})
    except ValidationError:
        return TextForm(now)


def _brought(by: Any, article: Article, form: TextForm) -> Upload | None:
    """Keeps what came in; None, and the form says why, where it is no text to correct by."""
    try:
        upload = kept(by, article, **form.cleaned_data)
    except FetchError as refusal:
        form.add_error("address", ValidationError(str(refusal)))
        return None
    try:
        given = new_text(upload, article)
        plan(article, given.text, given.spans, given.segmenter)
    except ValidationError as refusal:
        upload.delete()
        form.add_error(None, refusal.messages)
        return None
    return upload


def _refused(form: ReasonForm, todo: Plan, by: Any) -> int:
    """Adds to the form why `by` cannot save this plan; the status of the answer then."""
    if form.cleaned_data["seen"] != todo.digest:
        form.add_error(None, _stale())
    elif todo.withdrawn and not by.has_perm("kb.withdraw_claim"):
        form.add_error(
            None, _("This withdraws claims: a colleague who may do that has to save it.")
        )
        return 403
    return 422


def _stale() -> Any:
    return _("Something changed since you looked. This is what the correction touches by now.")


def _saved(form: ReasonForm, todo: Plan, given: NewText, by: Any) -> Corrected | None:
    try:
        with explained():
            return correct(
                article=todo.article,
                by=by,
                text=given.text,
                reason=form.cleaned_data["reason"],
                spans=given.spans,
                segmenter=given.segmenter,
                original=given.original,
                retrieved_at=given.retrieved_at,
                seen=todo.digest,
            )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None


def _shown(todo: Plan, by: Any) -> dict[str, Any]:
    """All that the page shows; a fixed number of questions to the database."""
    return {
        "plan": todo,
        "comparison": compared(todo),
        "groups": groups(todo),
        "events": touched_events(todo),
        "judgements": judgements(todo),
        "pages": pages(todo),
        "may_save": not todo.withdrawn or by.has_perm("kb.withdraw_claim"),
    }


def _next(by: Any, article: Article) -> str:
    """Where somebody goes on: to what waits now, if anything does."""
    if waiting(by, version__article=article):
        return f"{reverse('admin:editorial_reanchoring_changelist')}?article={article.pk}"
    return reverse("admin:kb_article_change", args=(article.pk,))


def _context(
    its_admin: CorrectPages, request: HttpRequest, article: Article, title: Any
) -> dict[str, Any]:
    return {
        **its_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": article.title,
        "opts": its_admin.opts,
        "article": article,
    }


def _page(request: Any, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return TemplateResponse(request, f"admin/kb/article/{name}", context, status=status)
