"""The queue of what a correction reworded: each gets a place in the new text, or goes."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import reanchoring as verbs
from editorial.admin.base import RecordAdmin, not_there
from editorial.admin.reanchoring_entries import Entry, entries, settles, with_all
from editorial.admin.reanchoring_forms import DropForm, PlaceForm, QueueForm
from editorial.admin.sight import ShowsClaims, sees
from editorial.models import Reanchoring, Suggestion
from kb.errors import explained

__all__ = ["ReanchoringAdmin"]

PER_PAGE = 20
BUTTONS = ("_accept", "_place", "_drop", "_earlier", "_later")
TEMPLATES = "admin/editorial/reanchoring"


@admin.register(Reanchoring)
class ReanchoringAdmin(ShowsClaims, RecordAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What waits, the oldest first, and where it may go."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        waiting = Reanchoring.objects.waiting()
        form = QueueForm(request.GET, waiting)
        chosen = waiting.filter(**form.chosen())
        after = form.cleaned_data.get("after") or 0
        found = list(with_all(chosen).filter(pk__gt=after).order_by("pk")[: PER_PAGE + 1])
        proposed = Reanchoring.objects.filter(
            state=Reanchoring.State.WAITING, suggestion__state=Suggestion.State.OPEN
        )
        query = request.GET.copy()
        query.pop("after", None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Passages to place"),
            "opts": self.opts,
            "form": form,
            "entries": entries(found[:PER_PAGE]),
            "number": chosen.count(),
            "proposed": proposed.count(),
            "is_first": not after,
            "is_filtered": bool(form.chosen()),
            "query": query.urlencode(),
            "following": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        }
        return TemplateResponse(request, f"{TEMPLATES}/queue.html", context)

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One that waits: take the place that is proposed, choose another, or let it go."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return not_there(self, request, object_id)
        (entry,) = entries(with_all(Reanchoring.objects.filter(pk=row.pk)))
        button = next((name for name in BUTTONS if name in request.POST), "")
        if button and not settles(request.user, entry):
            raise PermissionDenied
        forms = _forms(entry, request.POST if button else None, button)
        wrong: list[str] = []
        if button in ("_accept", "_place", "_drop"):
            try:
                if settled := _settled(entry, button, forms, request.user):
                    return self._go_on(request, entry, settled)
            except ValidationError as refusal:
                wrong = refusal.messages
        is_refused = request.method == "POST" and button not in ("_earlier", "_later")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Where does it stand now?"),
            "opts": self.opts,
            "entry": entry,
            "wrong": wrong,
            "is_waiting": Reanchoring.objects.waiting().filter(pk=row.pk).exists(),
            "may_settle": settles(request.user, entry),
            "more": _waiting_beside(entry).count(),
            **forms,
        }
        page = f"{TEMPLATES}/change_form.html"
        return TemplateResponse(request, page, context, status=422 if is_refused else 200)

    def _go_on(self, request: Any, entry: Entry, settled: Reanchoring) -> HttpResponse:
        """To the next that waits of the same article."""
        self.message_user(request, _told(settled, request.user), messages.SUCCESS)
        waiting = _waiting_beside(entry).order_by("pk")
        following = waiting.filter(pk__gt=entry.row.pk).first() or waiting.first()
        if following:
            return redirect("admin:editorial_reanchoring_change", following.pk)
        done = gettext("Nothing of “%(article)s” waits any more.")
        said = done % {"article": entry.row.version.article}
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:editorial_reanchoring_changelist")


# --- Steps ----------------------------------------------------------------------------------------


def _forms(entry: Entry, data: Any, button: str) -> dict[str, Any]:
    """Both forms; what was typed into the other one is kept too, and not complained about."""
    version = entry.row.version.article.current_version or entry.row.version
    near = entry.places[0].number if entry.places else entry.number
    place, drop = PlaceForm(version, near, data), DropForm(data)
    if button != "_place":
        place.errors.clear()
    if button != "_drop":
        drop.errors.clear()
    return {"place_form": place, "drop_form": drop}


def _settled(entry: Entry, button: str, forms: Any, by: Any) -> Reanchoring | None:
    """Settles it; None where a form says what is missing. Raises ValidationError."""
    with explained():
        if button == "_accept":
            found = verbs.proposed(entry.row)
            return verbs.place(reanchoring=entry.row, by=by, passages=found)
        form = forms["drop_form" if button == "_drop" else "place_form"]
        if not form.is_valid():
            return None
        reason = form.cleaned_data["reason"]
        if button == "_drop":
            return verbs.drop(reanchoring=entry.row, by=by, reason=reason)
        at = [form.cleaned_data["passage"]]
        return verbs.place(reanchoring=entry.row, by=by, passages=at, reason=reason)


def _waiting_beside(entry: Entry) -> Any:
    """The others of the same article that wait."""
    article = entry.row.version.article_id
    waiting = Reanchoring.objects.waiting().filter(version__article=article)
    return waiting.exclude(pk=entry.row.pk)


def _told(settled: Reanchoring, by: Any) -> Any:
    """What was done, and where a colleague goes on with it."""
    if settled.state == Reanchoring.State.DROPPED:
        return _("Dropped.")
    if settled.state == Reanchoring.State.SETTLED:
        return _("Placed.")
    said = _("Proposed. A colleague decides; until then it waits with the wording before.")
    if settled.suggestion is None or not sees(by, Suggestion):
        return said
    page = reverse("admin:editorial_suggestion_change", args=(settled.suggestion_id,))
    return format_html('{} <a href="{}">{}</a>', said, page, _("The suggestion"))
