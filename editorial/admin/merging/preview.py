"""What a merge moves, as its page shows it: counted, the first of each with a link."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.actions.merging import Part, Plan, Stays
from editorial.actions.merging.links import MODELS
from kb.models import (
    Affiliation,
    Alias,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Participation,
)

__all__ = ["Entry", "Section", "sections", "stays_in_words", "taken_over", "where"]

SHOWN = 20  # of each kind

# What is shown of a row that links two things: the other one.
BESIDE: dict[Any, str] = {
    Participation: "event",
    ClaimAbout: "claim",
    ClaimEvent: "claim",
    ClaimTag: "content_object",
    Affiliation: "organisation",
}


@dataclass(frozen=True)
class Entry:
    """One thing: its words, and where it is looked at."""

    text: str
    url: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Rows of one kind that move."""

    title: str
    number: int
    folded: int
    entries: Sequence[Entry]

    @property
    def more(self) -> int:
        return self.number - len(self.entries)


def sections(plan: Plan) -> list[Section]:
    """All that moves; two queries for each kind of which there is any."""
    found = [_speech(plan)] if plan.claims else []
    return [*found, *(_section(part) for part in plan.parts if part)]


def taken_over(plan: Plan) -> list[str]:
    """What the one that stays says of itself from then on."""
    lines = []
    if plan.new_name:
        lines.append(_("“%(name)s” becomes another name.") % {"name": plan.new_name})
    for change in (*plan.own, *plan.authored):
        if change.new is not None:
            field = change.model._meta.get_field(change.field).verbose_name
            if change in plan.authored:
                lines.append(_("The article that named no author names “%s”.") % plan.into)
            else:
                said = {"field": capfirst(str(field)), "value": str(change.new)}
                lines.append(_("%(field)s is taken over: %(value)s") % said)
    return lines


def where(things: Iterable[Any]) -> list[Entry]:
    return [entry_of(thing) for thing in things]


def entry_of(thing: Any, note: str = "") -> Entry:
    meta = thing._meta
    url = ""
    if meta.model_name in ("actor", "event", "tag", "claim", "article", "outlet"):
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(thing.pk,))
    elif meta.model_name == "distinct":
        url = reverse("admin:editorial_distinct_delete", args=(thing.pk,))
        return Entry(_("The note that they are not the same"), url)
    return Entry(str(thing), url, thing.language if meta.model_name == "claim" else "", note)


def stays_in_words(stays: Sequence[Stays]) -> list[Entry]:
    """What does not go back when a merge is undone, with the reason."""
    entries = []
    for each in stays[:SHOWN]:
        model = MODELS[each.note.table]
        name = capfirst(str(model._meta.verbose_name))
        entries.append(Entry(f"{name} {each.note.row}", note=each.why))
    return entries


def _speech(plan: Plan) -> Section:
    first = plan.claims[:SHOWN]
    found = Claim.objects.in_bulk(first)
    public = set(plan.published)
    note = {True: _("public: a new version, by the system’s decision"), False: ""}
    entries = [entry_of(found[pk], note[pk in public]) for pk in first]
    title = _("Claims that it speaks or passes on")
    return Section(title, len(plan.claims), 0, entries)


def _section(part: Part) -> Section:
    folded = {fold.pk for fold in part.folded}
    ids = [*(row["id"] for row in part.moved), *folded]
    rows = _first(part.link.model, ids[:SHOWN])
    entries = [
        entry_of(_shown(row, part), _("said twice: folded") if row.pk in folded else "")
        for row in rows
    ]
    return Section(_title(part), len(ids), len(folded), entries)


def _first(model: Any, ids: Sequence[int]) -> Iterator[Any]:
    rows = model._base_manager.all()
    if model in BESIDE:
        beside = (BESIDE[model], "actor") if _has_actor(model) else (BESIDE[model],)
        rows = rows.select_related(*beside)
    found = rows.in_bulk(ids)
    return (found[pk] for pk in ids)


def _has_actor(model: Any) -> bool:
    return model in (Participation, Affiliation)


def _shown(row: Any, part: Part) -> Any:
    if type(row) not in BESIDE:
        return row
    # Of the two that an affiliation or participation links the one that does not change.
    is_other_end = part.link.field in ("organisation_id", "event_id") and _has_actor(type(row))
    return row.actor if is_other_end else getattr(row, BESIDE[type(row)])


def _title(part: Part) -> str:
    model, field = part.link.model, part.link.field
    titles = {
        (Alias, "actor_id"): _("Other names"),
        (Affiliation, "actor_id"): _("Offices and memberships"),
        (Affiliation, "organisation_id"): _("Its members"),
        (Participation, "actor_id"): _("Parts in events"),
        (Participation, "event_id"): _("Who took part or stayed away"),
        (ClaimAbout, "actor_id"): _("Claims about it"),
        (ClaimEvent, "event_id"): _("Claims about it"),
        (ClaimTag, "tag_id"): _("Claims with this tag"),
    }
    if field == "merged_into_id":
        return _("Merged into it before")
    if field == "part_of_id":
        return _("Parts of it")
    return titles.get((model, field)) or capfirst(str(model._meta.verbose_name_plural))
