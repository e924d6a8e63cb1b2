"""A thing that was deleted while somebody was changing it: who did it, and what they had typed."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from editorial.admin.conflict.left import named
from editorial.admin.conflict.state import NAME
from editorial.admin.conflict.values import in_words

__all__ = ["Typed", "gone_page", "typed"]

# What a page sends besides what people type.
NOT_TYPED = ("csrfmiddlewaretoken", "seen_version", NAME, "_")
COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")


TEMPLATE = "-__prefix__-"  # of the row that scripts copy
ROW = re.compile(r"(.+)-\d+-(\w+)")


@dataclass(frozen=True)
class Typed:
    """Values of a form, to be copied."""

    label: str
    field: Any
    values: list[str]

    @property
    def text(self) -> str:
        return in_words(self.field, self.values) if self.field else "\n".join(self.values)

    @property
    def is_long(self) -> bool:
        return sum(map(len, self.values)) > 80


def gone_page(its_admin: Any, request: Any, object_id: str) -> HttpResponse | None:
    """The page for what is gone and was there; None for what never was, or for whom it is not."""
    key = unquote(object_id)
    if not (its_admin.has_change_permission(request) and key.isdecimal() and len(key) < 19):
        return None
    if its_admin.get_object(request, key) is not None:
        return None
    last = its_admin.model.history.filter(id=key, history_type="-").select_related("history_user")
    if (gone := last.first()) is None:
        return None
    context = {
        **its_admin.admin_site.each_context(request),
        "title": str(gone.history_object),
        "opts": its_admin.opts,
        "gone": gone,
        "typed": typed(its_admin, request.POST),
        "may_add": its_admin.has_add_permission(request),
    }
    return render(request, "admin/conflict/gone.html", context, status=410)


def typed(its_admin: Any, data: Any) -> list[Typed]:
    """All that somebody filled in, field by field in the order of the page."""
    found = []
    for name in data:
        values = [value for value in data.getlist(name) if value.strip()]
        if not values or name.startswith(NOT_TYPED) or name.endswith(COUNTS) or TEMPLATE in name:
            continue
        label, field = _field(its_admin, name)
        if label:
            found.append(Typed(str(capfirst(label)), field, values))
    return found


def _field(its_admin: Any, name: str) -> tuple[str, Any]:
    """Label and field of what was sent under a name; no label where nobody fills it in."""
    if not (row := ROW.fullmatch(name)):
        return named(its_admin.form, name, its_admin.model)
    prefix, column = row.groups()
    for inline in its_admin.inlines:
        for link in inline.model._meta.fields:
            owner = link.remote_field and link.remote_field.get_accessor_name()
            if link.related_model is its_admin.model and owner == prefix:
                is_key = column in ("DELETE", link.name, inline.model._meta.pk.name)
                return ("", None) if is_key else named(inline.form, column, inline.model)
    return column, None
