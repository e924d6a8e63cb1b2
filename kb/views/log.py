"""The public log of decisions: what was corrected, withdrawn, merged, sealed or reopened, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kb.models import Actor, Article, Claim, Decision, Event, Tag

__all__ = ["TOLD", "Act", "Told", "acts", "log", "told"]

Verb = Decision.Verb

TOLD = (Verb.CORRECTED, Verb.WITHDRAWN, Verb.MERGED, Verb.SEALED, Verb.REOPENED)
NOUNS: dict[str, Any] = {"claim": Claim, "article": Article} | {
    "actor": Actor,
    "event": Event,
    "tag": Tag,
}
NUMBERED = {"claim": "claims", "article": "articles"}  # by number, their address tells no title


@dataclass(frozen=True)
class Told:
    """A decision as readers are told of it. Of what they may not see, no title comes back."""

    decision: Decision
    noun: str
    thing: Any
    is_visible: bool
    into: Any = None  # what it is merged into, if the reader may see that
    is_undoing: bool = False  # of a merge
    is_undone: bool = False

    @property
    def verb(self) -> str:
        if self.is_undoing:
            return _("Merge undone")
        if self.is_undone:
            return _("Merged for a while")
        return capfirst(self.decision.get_verb_display())

    @property
    def is_named(self) -> bool:
        """The name of what was merged is told where its address leads on to something public."""
        return self.is_visible or self.into is not None

    @property
    def title(self) -> str:
        if self.is_named:
            return str(self.thing)
        noun = capfirst(str(self.thing._meta.verbose_name))
        return f"{noun} {self.thing.pk}" if self.noun in NUMBERED else noun

    @property
    def language(self) -> str:
        """That of the title; empty for the one of the page."""
        return getattr(self.thing, "language", "") if self.is_named else ""

    @property
    def address(self) -> str:
        """Where it answers; empty where the address would tell a name."""
        if self.is_named:
            return self.thing.get_absolute_url()
        place = NUMBERED.get(self.noun)
        return f"{reverse(place)}{self.thing.pk}/" if place else ""

    @property
    def reason(self) -> str:
        """Why; of what is no longer public only why that is so, as its own address says."""
        is_why = self.decision.verb in (Verb.WITHDRAWN, Verb.SEALED)
        is_merged = getattr(self.thing, "merged_into_id", None) is not None
        if self.is_visible or is_why or is_merged:
            return self.decision.reason
        return _("The reason is no longer told, because it speaks of what is not public any more.")


@dataclass(frozen=True)
class Act:
    """Decisions of one kind, day and reason that follow each other: who corrects an article corrects
    all claims that rest on it."""

    rows: tuple[Told, ...]

    @property
    def first(self) -> Told:
        return self.rows[0]

    @property
    def rest(self) -> tuple[Told, ...]:
        """What unfolds."""
        return self.rows[1:]


def acts(rows: Iterable[Told]) -> list[Act]:
    """The rows of the log, those of one act together; the order stays."""
    alike = groupby(rows, key=_act)
    return [Act(tuple(together)) for _, together in alike]


def _act(row: Told) -> tuple[Any, ...]:
    """What the rows of one act have in common."""
    decision = row.decision
    return row.verb, row.noun, localdate(decision.at), row.reason, decision.stays_readable


def log(verbs: Sequence[str] = TOLD) -> QuerySet[Decision]:
    """The decisions of these kinds about what was public at any time."""
    once_public = Q(pk=None)
    for noun, model in NOUNS.items():
        once_public |= Q(Exists(model.objects.once_public().filter(pk=OuterRef(noun))))
    # Their ids first, from the index: else SQLite looks at the past of each of them before it sorts.
    ids = Decision.objects.filter(verb__in=verbs).values("pk")
    return Decision.objects.filter(once_public, pk__in=ids).select_related(*NOUNS)


def told(decisions: Iterable[Decision], user: Any) -> list[Told]:
    """The decisions as `user` is told of them. A fixed number of queries."""
    rows = [(decision, *_about(decision)) for decision in decisions]
    visible = {noun: _visible(noun, rows, user) for noun in NOUNS}
    merges = _merges(rows)
    found = []
    for decision, noun, thing in rows:
        into = getattr(thing, "merged_into_id", None)
        order = merges.get((noun, thing.pk), [])
        # One thing is merged and parted again by turns; there is one verb for both.
        place = order.index(decision.pk) if decision.pk in order else None
        is_undoing = place is not None and place % 2 == 1
        is_last = place == len(order) - 1
        found.append(
            Told(
                decision,
                noun,
                thing,
                is_visible=thing.pk in visible[noun],
                into=visible[noun].get(into) if into else None,
                is_undoing=is_undoing,
                is_undone=place is not None and not is_undoing and not is_last,
            )
        )
    return found


Row = tuple[Decision, str, Any]


def _about(decision: Decision) -> tuple[str, Any]:
    return next((noun, thing) for noun in NOUNS if (thing := getattr(decision, noun)) is not None)


def _visible(noun: str, rows: Iterable[Row], user: Any) -> dict[int, Any]:
    things = [thing for _decision, named, thing in rows if named == noun]
    wanted = {thing.pk for thing in things}
    wanted |= {getattr(thing, "merged_into_id", None) for thing in things} - {None}
    return NOUNS[noun].objects.visible_to(user).in_bulk(wanted) if wanted else {}


def _merges(rows: Iterable[Row]) -> dict[tuple[str, int], list[int]]:
    """The ids of all decisions to merge the things of these rows, the first one first."""
    asked = [
        (noun, thing.pk) for decision, noun, thing in rows if decision.verb == Decision.Verb.MERGED
    ]
    if not asked:
        return {}
    wanted = Q(pk=None)
    for noun, pk in asked:
        wanted |= Q(**{noun: pk})
    found: dict[tuple[str, int], list[int]] = {}
    merged = Decision.objects.filter(wanted, verb=Decision.Verb.MERGED).order_by("pk")
    for row in merged.values("pk", *NOUNS):
        key = next((noun, row[noun]) for noun in NOUNS if row[noun] is not None)
        found.setdefault(key, []).append(row["pk"])
    return found
