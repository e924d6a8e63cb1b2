"""Pages of actors, events and tags: which are likely the same, and merging two of them."""

from bisect import bisect_right
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import merging
from editorial.admin.base import not_there
from editorial.admin.merging import preview
from editorial.admin.merging.forms import DuplicatesForm, IntoForm, ReasonForm
from editorial.models import Merge, Noun
from editorial.suggestions.duplicates import Pair, Why, likely

__all__ = ["MergePages"]

PER_PAGE = 50
MERGE, APART = "_merge", "_apart"
TEMPLATES = "admin/merging"
WHY = {
    Why.SAME: _("the same name, written otherwise"),
    Why.NEAR: _("one letter apart"),
    Why.ENDING: _("apart but for an ending"),
    Why.WORDS: _("at the same time, and much the same words"),
    Why.INITIAL: _("the same surname and initial"),
}


class MergePages(admin.ModelAdmin):
    change_form_template = f"{TEMPLATES}/change_form.html"
    change_list_template = f"{TEMPLATES}/change_list.html"

    @property
    def noun(self) -> Noun:
        return Noun(str(self.opts.model_name))

    def get_urls(self) -> list[Any]:
        name = f"kb_{self.noun}"
        listed = self.admin_site.admin_view(self.duplicates_view)
        merge = self.admin_site.admin_view(self.merge_view)
        return [
            path("duplicates/", listed, name=f"{name}_duplicates"),
            path("<path:object_id>/merge/", merge, name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """What was merged is not offered to choose from."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(merged_into=None)
        return super().get_search_results(request, queryset, search_term)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        thing = kwargs.get("obj")
        if thing is not None and self.has_change_permission(request, thing):
            context["merge_url"] = "" if thing.merged_into_id else self._address(thing, "merge")
            context["standing_merge"] = self._standing(thing)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        url = reverse(f"admin:kb_{self.noun}_duplicates")
        context = {"duplicates_url": url if self.has_change_permission(request) else ""}
        return super().changelist_view(request, context | (extra_context or {}))

    def duplicates_view(self, request: Any) -> HttpResponse:
        """Two of which each look the same; the likeliest first."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = DuplicatesForm(request.GET)
        after = form.cleaned_data["after"] if form.is_valid() else None
        found = likely(self.noun)
        begin = bisect_right(found, after) if after else 0
        shown = found[begin : begin + PER_PAGE]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Likely duplicates"),
            "opts": self.opts,
            "number": len(found),
            "is_first": not begin,
            "entries": self._entries(shown),
            "following": _place(shown[-1]) if begin + PER_PAGE < len(found) else "",
        }
        return TemplateResponse(request, f"{TEMPLATES}/duplicates.html", context)

    def merge_view(self, request: Any, object_id: str) -> HttpResponse:
        """Choose the other, see what moves, merge; or note that they are not the same."""
        thing = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            return not_there(self, request, object_id)
        if thing.merged_into_id:
            self.message_user(request, gettext("This is merged already."), messages.ERROR)
            return redirect(self._address(thing, "change"))
        form = IntoForm(request.GET or None, thing)
        if not form.is_valid():
            status = 422 if form.errors or request.method == "POST" else 200
            return self._page(request, thing, "choose", status, form=form)
        into = form.cleaned_data["into"]
        reason = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (done := self._take(request, thing, into, reason)):
            return done
        return self._preview(request, thing, into, reason)

    def _take(self, request: Any, thing: Any, into: Any, form: ReasonForm) -> HttpResponse | None:
        """Does what was pressed; None with the reason in the form where it was refused."""
        is_merge = MERGE in request.POST
        if is_merge == (APART in request.POST):
            form.add_error(None, gettext("Choose what to do: merge them, or tell them apart."))
            return None
        if not request.user.has_perm(f"editorial.add_{'merge' if is_merge else 'distinct'}"):
            raise PermissionDenied
        if not form.is_valid():
            return None
        try:
            said = {"by": request.user, "reason": form.cleaned_data["reason"]}
            if is_merge:
                merging.merge(gone=thing, into=into, **said)
            else:
                merging.tell_apart(one=thing, other=into, **said)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None
        if is_merge:
            line = gettext("“%(gone)s” was merged into “%(into)s”.")
        else:
            line = gettext("“%(gone)s” and “%(into)s” are noted as not the same.")
        self.message_user(request, line % {"gone": thing, "into": into}, messages.SUCCESS)
        return redirect(self._address(into, "change"))

    def _preview(self, request: Any, thing: Any, into: Any, form: ReasonForm) -> HttpResponse:
        found = merging.hindrances(thing, into)
        plan = merging.planned(thing, into)
        may = request.user.has_perm
        return self._page(
            request,
            thing,
            "merge",
            422 if form.errors else 200,
            form=form,
            into=into,
            into_url=self._address(into, "change"),
            other_way=f"{self._address(into, 'merge')}?into={thing.pk}",
            hindrances=[(each.message, preview.where(each.where)) for each in found],
            warnings=merging.warnings(plan),
            sections=preview.sections(plan),
            taken_over=preview.taken_over(plan),
            may_merge=may("editorial.add_merge") and not found,
            may_tell_apart=may("editorial.add_distinct"),
        )

    def _page(
        self, request: Any, thing: Any, template: str, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Merge"),
            "subtitle": str(thing),
            "opts": self.opts,
            "original": thing,
            "media": self.media + (context["form"].media),
        }
        return TemplateResponse(request, f"{TEMPLATES}/{template}.html", context, status=status)

    def _entries(self, pairs: list[Pair]) -> list[dict[str, Any]]:
        ids = {pk for pair in pairs for pk in (pair.one, pair.other)}
        found = self.model._base_manager.in_bulk(ids)
        return [
            {
                "one": found[pair.one],
                "one_url": self._address(found[pair.one], "change"),
                "other": found[pair.other],
                "other_url": self._address(found[pair.other], "change"),
                "why": WHY[pair.why],
                # The older one stays, as long as nobody turns it round.
                "url": f"{self._address(found[pair.other], 'merge')}?into={pair.one}",
            }
            for pair in pairs
            if pair.one in found and pair.other in found
        ]

    def _standing(self, thing: Any) -> Merge | None:
        if not thing.merged_into_id:
            return None
        return Merge.objects.standing().filter(noun=self.noun, gone=thing.pk).first()

    def _address(self, thing: Any, page: str) -> str:
        return reverse(f"admin:kb_{self.noun}_{page}", args=(thing.pk,))


def _place(pair: Pair) -> str:
    return f"{int(pair.why)}~{pair.one}~{pair.other}~{pair.key}"
