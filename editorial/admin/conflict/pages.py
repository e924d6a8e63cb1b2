"""Two editors on one thing: the second save is refused, and nothing of either is lost.

The answer is the same page with status 409 (RFC 9110: a state of the resource that the person may
resolve, and then send again). All that was typed is in its fields; above them stands who changed
what since the page was opened, and each field that both changed, side by side. All of it is plain
buttons of the form itself.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from editorial.admin.conflict.compare import Conflict
from editorial.admin.conflict.gone import gone_page
from editorial.admin.conflict.kept import keeping
from editorial.admin.conflict.state import NAME, Opened
from kb.models import recorded_as

__all__ = ["ConflictPages"]

# Buttons of the page that shows a conflict. The first two save nothing.
COMPARE, TAKE, BOTH, MINE = "_compare", "_theirs", "_both", "_mine"


class ConflictPages(admin.ModelAdmin):
    """Put before the other bases of an admin whose form is a CuratedForm."""

    def get_urls(self) -> list[Any]:
        return [
            keeping(self, each) if str(each.name).endswith(("_add", "_change")) else each
            for each in super().get_urls()
        ]

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        view = partial(super().changeform_view, request, object_id, form_url)
        if request.method == "POST" and object_id is None and COMPARE in request.POST:
            # A new one comes back after a login: to be looked at, and saved by a person.
            request.refusal = ValidationError(_("This is what you typed. It is not saved yet."))
        if request.method != "POST" or object_id is None:
            return view(extra_context)
        obj, form = self._stands(request, object_id)
        if form is None:
            return gone_page(self, request, object_id) or view(extra_context)
        is_stale = request.POST.get("seen_version") != form.initial["seen_version"]
        if not is_stale and not _asks(request.POST, COMPARE, TAKE, BOTH, MINE):
            response = view(extra_context)
            if not _is_lost(response):
                return response
            # Somebody saved in between: after we looked, and before it was our turn.
            obj, form = self._stands(request, object_id)
            if form is None:
                return gone_page(self, request, object_id) or response
            is_stale = True
        conflict = self._conflict(request, obj, form, is_stale=is_stale)
        if not is_stale and _is_settled(request.POST, conflict):
            with recorded_as(request.user, _reason(conflict)):
                response = view(extra_context)
            if not _is_lost(response):
                return response
        return self._refuse(request, view, conflict, extra_context)

    def _stands(self, request: Any, object_id: str) -> tuple[Any, Any]:
        """The object as it stands and its form; none where nothing is there, or nobody may write."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_change_permission(request, obj):
            return None, None
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return obj, self.get_form(request, obj, change=True, fields=names)(instance=obj)

    def _conflict(self, request: Any, obj: Any, form: Any, *, is_stale: bool) -> Conflict:
        formsets = [
            made(instance=obj, prefix=prefix, queryset=inline.get_queryset(request))
            for made, inline, prefix in self._formsets(request, obj)
        ]
        taking = request.POST.get(TAKE, "")
        return Conflict(form, formsets, request.POST, is_stale=is_stale, taking=taking)

    def _formsets(self, request: Any, obj: Any) -> Iterator[tuple[Any, Any, str]]:
        """The formsets of the page, with the prefixes that Django gives them."""
        counted: dict[str, int] = {}
        for made, inline in self.get_formsets_with_inlines(request, obj):
            prefix = made.get_default_prefix()
            counted[prefix] = counted.get(prefix, 0) + 1
            several = counted[prefix] != 1 or not prefix
            yield made, inline, f"{prefix}-{counted[prefix]}" if several else prefix

    def _refuse(
        self, request: Any, view: Callable[[Any], Any], conflict: Conflict, extra_context: Any
    ) -> Any:
        """The same page again, nothing written, what was typed laid onto what stands."""
        request.POST = conflict.data
        request.refusal = ValidationError(conflict.said, code="lost-edit")
        buttons = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        hidden = dict.fromkeys((*buttons, "show_delete"), False)
        # Above the page stands what stands, not what was typed.
        shown = {"subtitle": conflict.title, "conflict": conflict}
        response = view({**(extra_context or {}), **hidden, **shown})
        response.status_code = 409
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if change and obj is not None and self.has_change_permission(request, obj):
            context["opened_name"] = NAME
            context["opened"] = request.POST.get(NAME) or _opened(context).written()
        context["keeps"] = add or "opened" in context
        return super().render_change_form(request, context, add, change, form_url, obj)


def _opened(context: Any) -> Opened:
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return Opened.of(context["adminform"].form, formsets)


def _asks(data: Any, *buttons: str) -> bool:
    return any(button in data for button in buttons)


def _is_settled(data: Any, conflict: Conflict) -> bool:
    """Whether the person saw the conflict as it stands, and said to save."""
    return MINE in data or (BOTH in data and not conflict.clashes)


def _reason(conflict: Conflict) -> str:
    """What the history says of a save over or beside what somebody else saved."""
    if not conflict.edits:
        return ""
    words = {"who": conflict.who, "fields": ", ".join(clash.label for clash in conflict.clashes)}
    if conflict.clashes:
        return _("Saved over what %(who)s had saved meanwhile: %(fields)s") % words
    return _("Saved together with what %(who)s had saved meanwhile") % words


def _is_lost(response: Any) -> bool:
    """Whether the page came back because somebody else was faster."""
    context = getattr(response, "context_data", None) or {}
    if "adminform" not in context:
        return False
    errors = context["adminform"].form.non_field_errors().as_data()
    return any(error.code == "lost-edit" for error in errors)
