"""What a correction touches: claims by what becomes of them, events, and the pages of readers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editorial.actions.corrections import Effect, Noun, Outcome, Plan, Pointer
from editorial.admin.correcting.marking import as_html, sides
from editorial.admin.correcting.words import OUTCOMES, in_words, verdict
from kb.models import (
    Actor,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Sentence,
    Stance,
    Tag,
)

__all__ = ["Group", "Passage", "Touched", "groups", "judgements", "pages", "touched_events"]

OPEN = 20  # claims of a group that are shown at once; those that would be withdrawn all are


@dataclass(frozen=True)
class Passage:
    """A passage that does not simply go along: what it said, and what stands there now."""

    noun: str
    number: int  # of its sentence
    version: int | None  # whose wording it is, where that is older than the current one
    old: SafeString
    new: SafeString  # nothing where none of it is left, or all of it
    is_same: bool  # word for word; what changed stands beside it in its sentence
    verdict: str
    meaning: str
    outcome: str


@dataclass(frozen=True)
class Touched:
    """A claim, and those of its passages that do not simply go along."""

    claim: Claim
    effect: Effect
    passages: list[Passage]


@dataclass(frozen=True)
class Group:
    """Claims of which the same becomes: "withdrawn", "loses", "waits" or "carried"."""

    name: str
    claims: list[Touched]

    @cached_property
    def first(self) -> list[Touched]:
        if self.name == "carried":
            return []
        return self.claims if self.name == "withdrawn" else self.claims[:OPEN]

    @property
    def rest(self) -> list[Touched]:
        return self.claims[len(self.first) :]

    @property
    def public(self) -> int:
        return sum(each.claim.is_public for each in self.claims)


def groups(plan: Plan) -> list[Group]:
    """Every claim that is touched, the gravest first; of each group the published ones first.

    One question to the database: for the sentences that the passages are of.
    """
    quotes = _quotes(plan.pointers)
    found: dict[str, list[Touched]] = {"withdrawn": [], "loses": [], "waits": [], "carried": []}
    for effect in sorted(plan.effects, key=lambda each: (not each.claim.is_public, each.claim.pk)):
        held = [p for p in effect.pointers if p.outcome != Outcome.CARRIED]
        passages = [_passage(pointer, plan, quotes) for pointer in held]
        found[_name(effect)].append(Touched(effect.claim, effect, passages))
    return [Group(name, claims) for name, claims in found.items() if claims]


def _name(effect: Effect) -> str:
    if effect.is_withdrawn:
        return "withdrawn"
    if effect.lost:
        return "loses"
    return "waits" if effect.waiting else "carried"


class Quoted(NamedTuple):
    text: str
    position: int
    version: int


def _quotes(pointers: Iterable[Pointer]) -> dict[int, Quoted]:
    """The sentences that are pointed at, by their ids; with their neighbours, in one question."""
    versions = {pointer.version for pointer in pointers}
    rows = Sentence.objects.filter(version__in=versions).order_by("pk")
    values = rows.values_list("pk", "text", "position", "version__number")
    return {pk: Quoted(text, position, number) for pk, text, position, number in values}


def _passage(pointer: Pointer, plan: Plan, quotes: Mapping[int, Quoted]) -> Passage:
    quoted = quotes[pointer.sentence]
    before = quoted.text[pointer.start : pointer.end]
    spans = [plan.spans[place.at] for place in pointer.places]
    now = " ".join(
        plan.text[span.start + place.start : span.start + place.end]
        for span, place in zip(spans, pointer.places, strict=True)
    )
    old, new = sides(before, now or before)
    return Passage(
        noun=_noun(pointer),
        number=quoted.position,
        version=quoted.version if quoted.version != plan.old.number else None,
        old=as_html(old),
        new=as_html(new) if now and now != before else SafeString(),
        is_same=now == before,
        verdict=verdict(pointer.fate.verdict),
        meaning=in_words(pointer.fate.changes),
        outcome=_outcome(pointer),
    )


def _noun(pointer: Pointer) -> str:
    if pointer.noun == Noun.CUE:
        return _("cue words")
    return str(Stance(pointer.row["stance"]).label)


def _outcome(pointer: Pointer) -> str:
    if pointer.row.get("state") == "dropped":
        return _("was lost before, and waits for a place")
    return str(OUTCOMES[pointer.outcome])


# --- Events, judgements, pages --------------------------------------------------------------------


def touched_events(plan: Plan) -> list[tuple[Event, list[tuple[str, int]]]]:
    """Each event, and what becomes of the sentences that name its participants."""
    named: dict[int, Counter[str]] = {}
    for pointer in plan.pointers:
        if pointer.event:
            named.setdefault(pointer.event, Counter())[_settles(pointer)] += 1
    return [(event, sorted(named.get(event.pk, {}).items())) for event in plan.events]


def judgements(plan: Plan) -> list[tuple[str, int]]:
    """Of how many sentences the judgement "no claim" goes along, and of how many it waits."""
    found = Counter(_settles(p) for p in plan.pointers if p.noun == Noun.NO_CLAIM)
    return sorted(found.items())


def _settles(pointer: Pointer) -> str:
    return str(OUTCOMES[pointer.outcome])


def pages(plan: Plan) -> list[tuple[str, Sequence[Any]]]:
    """The public pages besides the claims' own that show something else afterwards, by kind."""
    claims = [effect.claim.pk for effect in plan.effects if effect.claim.is_public]
    of = {"claim__in": claims}
    actors = _named(
        Claim.objects.filter(pk__in=claims).values("speaker"),
        ClaimAbout.objects.filter(**of).values("actor"),
        Attribution.objects.filter(**of).values("actor"),
    )
    events = _named(ClaimEvent.objects.filter(**of).values("event"))
    tags = _named(ClaimTag.objects.filter(content_object__in=claims).values("tag"))
    return [
        (_("Actors"), list(Actor.objects.filter(actors, merged_into=None).by_name())),
        (_("Events"), list(Event.objects.filter(events, merged_into=None).newest_first())),
        (_("Tags"), list(Tag.objects.filter(tags, merged_into=None))),
    ]


def _named(*rows: QuerySet[Any, Any]) -> Q:
    found = Q()
    for each in rows:
        found |= Q(pk__in=each)
    return found
