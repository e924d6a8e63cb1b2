"""What happened to a curated object since somebody looked at it: who changed what, when and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import CharField, Max, Model, QuerySet, Value
from django.utils.translation import gettext as _

from editorial import history
from kb.models import Actor, Claim, ClaimAbout, ClaimEvent, ClaimTag, Event, Evidence

__all__ = ["Edit", "edits_since", "marks"]

# Relations are edited where they begin.
PARTS = {
    model: tuple(part for part in parts if part.link != "object_id")
    for model, parts in history.PARTS.items()
    if model in (Actor, Event, Claim)
}
OWN = "itself"
# Columns that follow from others, or count.
UNSPOKEN = {"version", "writer", "hops", "sort_name", "sort_title", "published_at", "extra"}
ONE_SAVE = timedelta(seconds=1)  # history rows of one person this close together are one edit


@dataclass(frozen=True)
class Edit:
    """One save of one person: `what` are the names of what it changed, as people call them."""

    by: str
    at: datetime
    why: str
    what: tuple[str, ...]


def marks(obj: Model) -> dict[str, int]:
    """The newest history row of an object and of each part of it; one query.

    A later `edits_since` with them tells what came after. Ids and not times, since a row may be
    older than the transaction that brings it to light.
    """
    first, *others = (
        rows.order_by()
        .annotate(track=Value(name, CharField()))
        .values("track")
        .annotate(last=Max("history_id"))
        for name, _label, rows in _tracks(obj)
    )
    found = first.values_list("track", "last")
    if others:
        found = found.union(*(rows.values_list("track", "last") for rows in others), all=True)
    return {name: last or 0 for name, last in found}


def edits_since(obj: Model, seen: Mapping[str, int]) -> list[Edit]:
    """What was saved after the marks `seen`, oldest first; as many queries as it has parts."""
    found: list[tuple[Any, str]] = []
    for name, label, rows in _tracks(obj):
        later = rows.filter(history_id__gte=seen.get(name, 0)).select_related("history_user")
        row_list = list(later.order_by("history_id"))
        if name == OWN:
            found += _of_itself(row_list)
        else:
            found += [(row, label) for row in row_list if row.history_id > seen.get(name, 0)]
    found.sort(key=lambda each: each[0].history_date)
    return _grouped(found)


def _tracks(obj: Model) -> Iterator[tuple[str, str, QuerySet[Any]]]:
    """Name, label and history rows: of the object, then of each of its parts."""
    model: Any = type(obj)
    yield OWN, "", model.history.filter(id=obj.pk)
    for part, owner in PARTS.get(model, ()):
        yield part.__name__, _called(part), part.history.filter(**{owner: obj.pk})


def _called(part: type[Model]) -> str:
    """What people call a part: of the links of a claim, what the claim calls them."""
    names = {ClaimAbout: "about", ClaimEvent: "events", ClaimTag: "tags"}
    if part in names:
        field: Any = Claim._meta.get_field(names[part])
        return str(field.verbose_name)
    return str(part._meta.verbose_name_plural if part is not Evidence else _("evidence"))


def _of_itself(rows: list[Any]) -> Iterator[tuple[Any, str]]:
    """Each row after the first, with what it changed."""
    for older, newer in pairwise(rows):
        for field in newer.tracked_fields:
            if field.name in UNSPOKEN:
                continue
            if getattr(older, field.attname) != getattr(newer, field.attname):
                yield newer, _named(field, newer)


def _named(field: Any, row: Any) -> str:
    if field.name != "status":
        return str(field.verbose_name)
    now = dict(field.flatchoices).get(row.status, row.status)
    return _("%(field)s: now %(value)s") % {"field": field.verbose_name, "value": now}


def _grouped(found: list[tuple[Any, str]]) -> list[Edit]:
    """Rows of one save as one edit."""
    edits: list[Edit] = []
    last: Any = None
    for row, what in found:
        why, by = row.history_change_reason or "", str(row.history_user or "")
        if last is not None and _is_same_save(last, row):
            edit = edits.pop()
            names = edit.what if what in edit.what else (*edit.what, what)
            edits.append(Edit(edit.by, row.history_date, edit.why or why, names))
        else:
            edits.append(Edit(by, row.history_date, why, (what,)))
        last = row
    return edits


def _is_same_save(last: Any, row: Any) -> bool:
    is_same_person = last.history_user_id == row.history_user_id
    return is_same_person and row.history_date - last.history_date < ONE_SAVE
