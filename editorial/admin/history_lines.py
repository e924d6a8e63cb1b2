"""The lines of a change: field by field what an object said, and what came to it or went."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from editorial.admin.history_words import Names, differences, in_words
from editorial.history import Change, Row, Values
from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Event,
    Evidence,
    NoClaim,
    Participation,
    Tag,
)

__all__ = ["Line", "lines_of", "named_by", "told"]

# Columns that follow others, or that say nothing to people.
SILENT = {
    "id",
    "created_at",
    "version",
    "hops",
    "sort_name",
    "external_id",
    "source",
}


@dataclass(frozen=True)
class Line:
    """What a change did to one thing: `old` became `new`, or one of them is empty.

    `is_part` says that the thing came to the object or went; `about` names it where it changed.
    """

    label: str
    old: SafeString
    new: SafeString
    about: str = ""
    is_part: bool = False

    @property
    def verb(self) -> str:
        if self.old and self.new:
            return "changed"
        return "added" if self.new else "removed"


def named_by(changes: Iterable[Change], names: Names) -> None:
    """Notes all that the lines of these changes will name, so that it is asked for at once."""
    for change in changes:
        names.people([change.by])
        for row in change.rows:
            names.will_need(row.part.model, (row.before, row.values))


def lines_of(change: Change, names: Names) -> list[Line]:
    """All that a change did, the object itself first; in the order of what belongs to it."""
    own = [row for row in change.rows if row.is_own]
    lines = [line for row in own for line in _fields(row, names)]
    parts = dict.fromkeys(row.part for row in change.rows if not row.is_own)
    for part in parts:
        rows = [row for row in change.rows if row.part == part]
        lines += [line for row in _without_copies(rows) for line in _part(row, names)]
    return lines


def _fields(row: Row, names: Names, about: str = "") -> list[Line]:
    """What a row of the object itself says now and did not say before."""
    lines = []
    for field in row.part.model._meta.concrete_fields:
        if field.attname in SILENT or field.attname not in row.values:
            continue
        label, new = capfirst(str(field.verbose_name)), row.values[field.attname]
        if row.kind == "~" and row.before is not None:
            old = row.before.get(field.attname)
            if old != new:
                lines.append(Line(label, *differences(field, old, new, names), about))
        elif new not in (None, "", {}):
            words, nothing = in_words(field, new, names), SafeString("")
            said = (words, nothing) if row.kind == "-" else (nothing, words)
            lines.append(Line(label, *said, about))
    return lines


def _part(row: Row, names: Names) -> list[Line]:
    """What came, went or changed of what belongs to the object."""
    label = capfirst(str(row.part.model._meta.verbose_name))
    if row.kind == "~":
        return _fields(row, names, format_html("{}: {}", label, _told(row, row.values, names)))
    nothing = SafeString("")
    if row.kind == "+":
        return [Line(label, nothing, _told(row, row.values, names), is_part=True)]
    return [Line(label, _told(row, row.before or row.values, names), nothing, is_part=True)]


def _without_copies(rows: list[Row]) -> list[Row]:
    """Without what was taken away and put back as it was, such as a hop of a rewritten chain."""
    left: list[Row] = []
    for row in rows:
        twin = next((known for known in left if _undoes(known, row)), None)
        if twin:
            left.remove(twin)
        else:
            left.append(row)
    return left


def _undoes(one: Row, other: Row) -> bool:
    if {one.kind, other.kind} != {"+", "-"}:
        return False
    silent = {"id", "created_at"}
    return all(
        value == other.values.get(name) for name, value in one.values.items() if name not in silent
    )


# --- What belongs to an object, in a few words -------------------------------------------------


def _told(row: Row, values: Values, names: Names) -> SafeString:
    if row.part.model is ClaimRelation:
        return _relation(row, values, names)
    return told(row.part.model, values, names)


def told(model: type[Any], values: Values, names: Names) -> SafeString:
    """What a row that belongs to an object says, in a few words."""
    return _TOLD[model](values, names)


def _evidence(values: Values, names: Names) -> SafeString:
    stance = in_words(Evidence._meta.get_field("stance"), values["stance"], names)
    quote = names.quote(values["sentence_id"], values["start"], values["end"])
    return format_html("{} {}", stance, quote)


def _hop(values: Values, names: Names) -> SafeString:
    mode = in_words(Attribution._meta.get_field("mode"), values["mode"], names)
    actor = names.name(Actor, values["actor_id"])
    cue = SafeString("")
    if values["cue_sentence_id"]:
        quote = names.quote(values["cue_sentence_id"], values["cue_start"], values["cue_end"])
        cue = format_html(", {}", quote)
    return format_html("{}. {}, {}{}", values["position"], actor, mode, cue)


def _relation(row: Row, values: Values, names: Names) -> SafeString:
    kind = in_words(ClaimRelation._meta.get_field("kind"), values["kind"], names)
    is_subject = row.part.link == "subject_id"
    other = names.name(Claim, values["object_id" if is_subject else "subject_id"])
    note = values["note"]
    if is_subject:
        return _joined(format_html("{}: {}", kind, other), note)
    return _joined(format_html("{}: {}", other, kind), note)


def _affiliation(values: Values, names: Names) -> SafeString:
    since = " – ".join(date_format(d) if d else "" for d in (values["start"], values["end"]))
    organisation = names.name(Actor, values["organisation_id"])
    return _joined(values["role"], organisation, since.strip(" –") and since)


def _participation(values: Values, names: Names) -> SafeString:
    role = in_words(Participation._meta.get_field("role"), values["role"], names)
    sentence = names.quote(values["sentence_id"]) if values["sentence_id"] else ""
    return _joined(names.name(Actor, values["actor_id"]), role, sentence)


def _no_claim(values: Values, names: Names) -> SafeString:
    return format_html("{}: {}", names.quote(values["sentence_id"]), values["reason"])


def _joined(*parts: Any) -> SafeString:
    return format_html_join(", ", "{}", ((part,) for part in parts if part))


def _names(model: type[Any], column: str) -> Callable[[Values, Names], SafeString]:
    return lambda values, names: format_html("{}", names.name(model, values[column]))


_TOLD: dict[type[Any], Callable[[Values, Names], SafeString]] = {
    Evidence: _evidence,
    Attribution: _hop,
    ClaimAbout: _names(Actor, "actor_id"),
    ClaimEvent: _names(Event, "event_id"),
    ClaimTag: _names(Tag, "tag_id"),
    Alias: lambda values, names: _joined(values["name"], values["language"]),
    Affiliation: _affiliation,
    Participation: _participation,
    NoClaim: _no_claim,
}
