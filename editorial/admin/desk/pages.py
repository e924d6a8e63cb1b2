"""The desk: an article sentence by sentence, and beside it the form of a claim.

One address. htmx asks it for the part it wants to change; a browser without JavaScript gets
the whole page for the same address, and posts the same form.
"""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotFound, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from editorial.actions import presence
from editorial.actions.parts import Passage
from editorial.admin.correcting.links import links
from editorial.admin.desk import others, parts, picks
from editorial.admin.desk.acting import BUTTONS, Done, Sent, pressed
from editorial.admin.desk.forms import ClaimFields, NameForm, NoClaimForm
from editorial.admin.desk.lines import lines, next_open
from kb.errors import explained
from kb.http import wants_part
from kb.models import Article, ArticleVersion

__all__ = ["DeskPages"]

TEMPLATE = "admin/kb/article/desk.html"


class DeskPages(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        desk = self.admin_site.admin_view(self.desk_view)
        return [path("<int:article_id>/desk/", desk, name="kb_article_desk"), *super().get_urls()]

    def desk_view(self, request: Any, article_id: int) -> HttpResponse:
        known = Article.objects.select_related("outlet", "author", "current_version")
        article = get_object_or_404(known.defer("current_version__text"), pk=article_id)
        # Drafts stand there beside the text.
        if not (
            self.has_view_permission(request, article) and request.user.has_perm("kb.view_claim")
        ):
            raise PermissionDenied
        version = article.current_version
        if version is None:
            self.message_user(request, _("This article has no text yet."), messages.WARNING)
            return redirect("admin:kb_article_change", article.pk)
        if others.HERE in request.POST:
            return others.here(request, article)
        if request.method == "POST":
            return _act(request, article, version)
        return _part(request, article) if wants_part(request) else _page(request, article, version)


def _act(request: Any, article: Article, version: ArticleVersion) -> HttpResponse:
    name = pressed(request.POST)
    button = BUTTONS[name]
    if not request.user.has_perms(button.needs):
        raise PermissionDenied
    try:
        with explained():
            done = button.does(Sent.of(request.POST, article, version, request.user))
    except ValidationError as refusal:
        # What is wrong, and why; all that was entered is still there.
        wrong = parts.wrong(refusal)
        if wants_part(request):
            return render(request, f"{TEMPLATE}#refusal", {"wrong": wrong}, status=422)
        return _page(request, article, version, wrong)
    presence.note(article=article, person=request.user)
    return _done(request, article, version, name, done)


def _done(
    request: Any, article: Article, version: ArticleVersion, name: str, done: Done
) -> HttpResponse:
    """Only what changed: an article may have thousands of sentences."""
    following = next_open(version, max(done.touched, default=0))
    if not wants_part(request):
        messages.success(request, done.said)
        return redirect(f"{_address(article)}#s{following or max(done.touched, default=1)}")
    context = {
        "article": article,
        "said": done.said,
        "lines": lines(version, only=done.touched) if done.touched else (),
        "coverage": version.sentences.coverage(request.user),
        **(parts.offers(QueryDict(), article) if name in ("_draft", "_submit") else {}),
    }
    response = render(request, f"{TEMPLATE}#answer", context)
    event = {"desk:done": {"did": name, "next": following}}
    # With the swap: of what somebody picks before a later event nothing would be left.
    response["HX-Trigger-After-Swap"] = json.dumps(event)
    return response


def _page(
    request: Any, article: Article, version: ArticleVersion, wrong: list[parts.Wrong] | None = None
) -> HttpResponse:
    sent = request.POST or request.GET
    picked, passages = _picked(sent, version)
    initial = parts.initial(sent, passages)
    form = ClaimFields(request.POST or None, initial=initial, article=article)
    context = {
        **admin.site.each_context(request),
        "title": _("Desk"),
        "opts": Article._meta,
        "is_nav_sidebar_enabled": False,
        "article": article,
        "version": version,
        "lines": lines(version, picked),
        "coverage": version.sentences.coverage(request.user),
        "form": form,
        "no_claim_form": NoClaimForm(initial=parts.kept(sent, NoClaimForm)),
        "name_form": NameForm(initial=parts.kept(sent, NameForm), article=article),
        "media": form.media + form.hops.media,
        "may": _may(request.user, article),
        "is_sealed": article.access == Article.Access.SEALED,
        "wrong": wrong,
        **others.line(request, article),
        **links(request.user, article),
        **parts.suggestions(sent, article),
        **parts.offers(sent, article),
        **parts.found(sent, article),
    }
    return render(request, TEMPLATE, context, status=422 if wrong else 200)


def _part(request: Any, article: Article) -> HttpResponse:
    """The part of the page that htmx wants to change, by its id."""
    part = parts.PARTS.get(request.htmx.target)
    if part is None:
        return HttpResponseNotFound()
    may = _may(request.user, article)
    context = {"article": article, "may": may, **part.shows(request.GET, article)}
    template = f"admin/kb/article/desk/{part.template}.html"
    return render(request, f"{template}#{request.htmx.target}", context)


def _may(user: Any, article: Article) -> dict[str, bool]:
    """Which buttons somebody may press: draft, submit, add … Of a sealed article none."""
    is_open = article.access != Article.Access.SEALED
    return {name[1:]: is_open and user.has_perms(BUTTONS[name].needs) for name in BUTTONS}


def _address(article: Article) -> str:
    return reverse("admin:kb_article_desk", args=(article.pk,))


def _picked(sent: Any, version: ArticleVersion) -> tuple[dict[int, picks.Pick], list[Passage]]:
    """The picks of an address or a post; of bad ones, which were complained about, none."""
    try:
        picked = picks.read(sent.getlist("pick"))
        return picked, picks.passages(picks.sentences(version, picked.values()), picked)
    except ValidationError:
        return {}, []
