from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial.actions.imports import TAKEN_BACK
from editorial.admin.base import RecordAdmin
from editorial.admin.take_back import TakeBack
from editorial.importing.log import LINES_KEPT
from editorial.models import STANDS_FOR, ImportItem, ImportRun

__all__ = ["ImportItemAdmin", "ImportRunAdmin"]

SHOWN_OF_EACH = 10
LINES_OPEN = 10

# Runs count in the words of their logs; pages say them in the reader's language.
WORDS = {
    "articles": _("articles"),
    "documents": _("documents"),
    "actors": _("actors"),
    "events": _("events"),
    "claims": _("claims"),
    "evidence": _("evidence"),
    "no claim": _("no claim"),
    "relations": _("relations"),
    TAKEN_BACK: _("taken back"),
    "new": _("new"),
    "changed": _("changed"),
    "same": _("unchanged"),
    "linked": _("linked"),
    "kept": _("kept"),
    "published": _("published"),
    "suggested": _("suggested"),
    "reopened": _("reopened"),
    "claims deleted": _("claims deleted"),
    "claims withdrawn": _("claims withdrawn"),
    "claims returned": _("claims returned to their writers"),
    "articles sealed": _("articles sealed"),
    "left": _("left as they are"),
}

PLURALS = {
    "article": "articles",
    "actor": "actors",
    "event": "events",
    "claim": "claims",
    "no_claim": "no claim",
    "relation": "relations",
}


def in_words(counts: dict[str, dict[str, int]]) -> list[tuple[str, str]]:
    """What a run counted: of what, and "3 new, 1 changed" or "claims deleted: 3"."""
    said = []
    for label, words in sorted(counts.items(), key=_place):
        form = "{word}: {number}" if label == TAKEN_BACK else "{number} {word}"
        parts = [
            form.format(number=number, word=WORDS.get(word, word))
            for word, number in sorted(words.items(), key=_place)
            if number
        ]
        if parts:
            said.append((str(capfirst(WORDS.get(label, label))), ", ".join(parts)))
    return said


def _place(entry: tuple[str, Any]) -> int:
    """JSON on PostgreSQL has an order of its own."""
    return list(WORDS).index(entry[0]) if entry[0] in WORDS else len(WORDS)


def object_link(item: ImportItem, text: Any) -> str:
    model = STANDS_FOR[item.kind]._meta
    page = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=(item.object_id,))
    return format_html('<a href="{}">{}</a>', page, text)


def made(run: ImportRun) -> list[dict[str, Any]]:
    """What a run brought: of each kind how many and the first few, with their pages."""
    numbers = dict(run.made.order_by().values_list("kind").annotate(Count("pk")))
    listed = reverse("admin:editorial_importitem_changelist")
    groups = []
    for kind in ImportItem.Kind:
        if not numbers.get(kind):
            continue
        items = list(run.made.filter(kind=kind).order_by("pk")[:SHOWN_OF_EACH])
        names = _names(kind, items)
        groups.append(
            {
                "kind": WORDS[PLURALS[kind]],
                "number": numbers[kind],
                "all": f"{listed}?made_in__id__exact={run.pk}&kind__exact={kind}",
                "more": numbers[kind] - len(items),
                "things": [(item, names.get(item.object_id)) for item in items],
            }
        )
    return groups


def _names(kind: str, items: list[ImportItem]) -> dict[int, str]:
    """A link for each object that is still there, by its id."""
    found = STANDS_FOR[kind].objects.in_bulk([item.object_id for item in items])
    return {
        item.object_id: object_link(item, found[item.object_id])
        for item in items
        if item.object_id in found
    }


@admin.register(ImportRun)
class ImportRunAdmin(TakeBack, RecordAdmin):
    list_display = ("started_at", "path", "by", "state", "brought", "rejected")
    list_filter = ("source", "started_at")
    list_select_related = ("by",)
    search_fields = ("path", "log", "notes")
    fields = ("source", "path", "by", "started_at", "finished_at", "state")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        back = ("taken_back_by", "taken_back_at", "reason")
        return (*self.fields, *back) if obj and obj.taken_back_by_id else self.fields

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context: dict[str, Any] = {}
        run = self.get_object(request, object_id)
        if run and self.has_view_permission(request, run):
            left = run.made.filter(fate=ImportItem.Fate.LEFT).count()
            listed = reverse("admin:editorial_importitem_changelist")
            context = {
                "counts": in_words(run.counts),
                "lists": [
                    (_("Rejected"), run.log[:LINES_OPEN], run.log[LINES_OPEN:]),
                    (_("Notes"), run.notes[:LINES_OPEN], run.notes[LINES_OPEN:]),
                ],
                "made": made(run),
                "left": left,
                "left_url": f"{listed}?made_in__id__exact={run.pk}&fate__exact=left",
                "take_back_url": self.take_back_url(request, run),
            }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description=_("state"))
    def state(self, run: ImportRun) -> Any:
        return run.state.label

    @admin.display(description=_("brought"))
    def brought(self, run: ImportRun) -> str:
        return "; ".join(f"{label}: {words}" for label, words in in_words(run.counts))

    @admin.display(description=_("rejected"))
    def rejected(self, run: ImportRun) -> str:
        return f"{LINES_KEPT}+" if len(run.log) > LINES_KEPT else str(len(run.log))


@admin.register(ImportItem)
class ImportItemAdmin(RecordAdmin):
    list_display = ("key", "kind", "source", "thing", "made_in", "run", "fate")
    list_filter = ("kind", "fate", "source")
    list_select_related = ("run", "made_in")
    search_fields = ("key",)
    fields = ("source", "kind", "key", "thing", "made_in", "run", "fate", "created_at")

    @admin.display(description=_("stands for"))
    def thing(self, item: ImportItem) -> str:
        return object_link(item, f"{item.get_kind_display()} {item.object_id}")
