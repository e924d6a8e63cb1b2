"""What stands in the way of a merge, found before anything is written, each with a remedy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.actions.merging.distinct import pair_of
from editorial.actions.merging.links import Thing
from editorial.actions.merging.plans import Plan
from editorial.models import Distinct, Noun
from kb.models import Actor, Affiliation, Attribution, Claim, Event, Participation

__all__ = ["Hindrance", "hindrances", "warnings"]

SHOWN = 20  # of the things that stand in the way

Absent = Participation.Role.ABSENT


@dataclass(frozen=True)
class Hindrance:
    """Why two cannot be merged, with the remedy; `where` are the things to look at."""

    message: str
    where: Sequence[Any] = ()


def hindrances(gone: Thing, into: Thing) -> list[Hindrance]:
    """All that keeps `gone` from being merged into `into`; a fixed number of queries, and for
    events one for each level of which they are part."""
    if type(gone) is not type(into):
        return [Hindrance(_("Only two of one kind are merged: actors, events or tags."))]
    if gone.pk == into.pk:
        return [Hindrance(_("“%(name)s” is the same already: choose another.") % _named(gone))]
    found = [*_merged_already(gone, into), *_distinct(gone, into)]
    if isinstance(gone, Actor) and isinstance(into, Actor):
        found += [*_identified(gone, into), *_of_one_article(gone, into)]
        found += [*_members(gone, into), *_twice_in_a_chain(gone, into)]
    if isinstance(gone, Event) and isinstance(into, Event):
        found += _parts_of_each_other(gone, into)
    return found


def warnings(plan: Plan) -> list[str]:
    """What hinders nothing and is worth a second look."""
    return [*_other_kind(plan), *_present_and_absent(plan), *_lost_values(plan)]


def _named(thing: Thing) -> dict[str, str]:
    return {"name": str(thing)}


def _merged_already(gone: Thing, into: Thing) -> Iterator[Hindrance]:
    for thing in (gone, into):
        if thing.merged_into:
            said = {"name": str(thing), "into": str(thing.merged_into)}
            line = _("“%(name)s” was merged into “%(into)s” already: choose that one.") % said
            yield Hindrance(line, [thing.merged_into])


def _distinct(gone: Thing, into: Thing) -> Iterator[Hindrance]:
    note = Distinct.objects.filter(**pair_of(gone, into)).select_related("by").first()
    if note:
        said = {
            "who": note.by.get_full_name() or note.by.get_username(),
            "when": date_format(localtime(note.at), "DATE_FORMAT"),
            "why": note.reason,
        }
        line = _(
            "%(who)s noted on %(when)s that they are not the same (%(why)s): take that note back first."
        )
        yield Hindrance(line % said, [note])


def _identified(gone: Actor, into: Actor) -> Iterator[Hindrance]:
    if gone.wikidata_id and into.wikidata_id and gone.wikidata_id != into.wikidata_id:
        said = {"one": gone.wikidata_id, "other": into.wikidata_id}
        line = _(
            "They have different Wikidata ids, %(one)s and %(other)s: correct the wrong one first, "
            "or leave them apart."
        )
        yield Hindrance(line % said, [gone, into])


def _of_one_article(gone: Actor, into: Actor) -> Iterator[Hindrance]:
    if into.only_in_id is None or into.only_in_id == gone.only_in_id:
        return
    if gone.only_in_id is None:
        line = _("“%(name)s” belongs to one article alone: merge it the other way round.")
    else:
        line = _("“%(name)s” belongs to another article alone: merge both into who they are.")
    yield Hindrance(line % _named(into), [into])


def _members(gone: Actor, into: Actor) -> Iterator[Hindrance]:
    between = Affiliation.objects.filter(
        Q(actor=gone, organisation=into) | Q(actor=into, organisation=gone)
    )
    found = list(between.select_related("actor", "organisation").order_by("pk")[:SHOWN])
    if found:
        said = {"actor": str(found[0].actor), "organisation": str(found[0].organisation)}
        line = _(
            "“%(actor)s” is noted as a member of “%(organisation)s” and would become a member of "
            "itself: take that affiliation away first."
        )
        yield Hindrance(line % said, [found[0].actor])


def _twice_in_a_chain(gone: Actor, into: Actor) -> Iterator[Hindrance]:
    through = Attribution.objects.filter(actor=into).order_by().values("claim")
    both = Claim.objects.filter(attributions__actor=gone, pk__in=through).order_by("pk").distinct()
    number = both.count()
    if number:
        line = ngettext(
            "Both stand in the attribution of %(n)d claim, and nobody stands there twice: correct it first.",
            "Both stand in the attribution of %(n)d claims, and nobody stands there twice: correct "
            "them first.",
            number,
        )
        yield Hindrance(line % {"n": number}, list(both[:SHOWN]))


def _parts_of_each_other(gone: Event, into: Event) -> list[Hindrance]:
    for part, whole in ((gone, into), (into, gone)):
        if whole.pk in _wholes(part):
            said = {"part": str(part), "whole": str(whole)}
            line = _(
                "“%(part)s” is part of “%(whole)s” and would become part of itself: change what it "
                "is part of first."
            )
            return [Hindrance(line % said, [part])]
    return []


def _wholes(event: Event) -> set[int]:
    """The ids of all of which an event is part, directly or not."""
    found: set[int] = set()
    above = event.part_of_id
    while above is not None and above not in found:
        found.add(above)
        above = Event.objects.values_list("part_of", flat=True).filter(pk=above).first()
    return found


# --- Worth a second look --------------------------------------------------------------------------


def _other_kind(plan: Plan) -> Iterator[str]:
    gone, into = plan.gone, plan.into
    if plan.noun == Noun.ACTOR and gone.kind not in (into.kind, Actor.Kind.UNKNOWN):
        said = {"one": gone.get_kind_display(), "other": into.get_kind_display()}
        yield _("They are of different kinds: %(one)s, %(other)s.") % said
    if plan.noun == Noun.EVENT and gone.start != into.start:
        said = {"one": date_format(gone.start), "other": date_format(into.start)}
        yield _("They begin on different days: %(one)s, %(other)s.") % said


def _present_and_absent(plan: Plan) -> Iterator[str]:
    """Who would be absent and take part in one event."""
    if plan.noun == Noun.TAG:
        return
    other = "event_id" if plan.noun == Noun.ACTOR else "actor_id"
    both = {plan.noun + "__in": (plan.gone, plan.into)}
    absent: set[int] = set()
    present: set[int] = set()
    for pk, role in Participation.objects.filter(**both).values_list(other, "role"):
        (absent if role == Absent else present).add(pk)
    contrary = len(absent & present)
    if contrary:
        yield ngettext(
            "Somebody would be noted as absent from an event and as taking part in it.",
            "In %(n)d cases somebody would be noted as absent from an event and as taking part in it.",
            contrary,
        ) % {"n": contrary}


def _lost_values(plan: Plan) -> Iterator[str]:
    for part in plan.parts:
        if part.lossy:
            name = str(part.link.model._meta.get_field(part.lossy[0][1]).verbose_name)
            said = {"n": len(part.lossy), "noun": part.link.model._meta.verbose_name, "field": name}
            yield (
                ngettext(
                    "%(noun)s: %(n)d double differs in “%(field)s”; what stays is that of the one that stays.",
                    "%(noun)s: %(n)d doubles differ in “%(field)s”; what stays is that of the one that stays.",
                    len(part.lossy),
                )
                % said
            )
