"""Claims that contradict each other as pages show them: side by side, of one size and weight."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from kb import contradictions as found
from kb.contradictions import Type
from kb.models import Actor, Claim, ClaimRelation
from kb.views.entries import Entry, entries, with_speaker
from kb.views.relations import Relation, time

__all__ = [
    "Against",
    "Pair",
    "Pairs",
    "Side",
    "against",
    "contradictions_of",
    "pairs",
    "with_sources",
]


@dataclass(frozen=True)
class Side:
    """One claim of a pair; `time` says "earlier" or "later" where that makes the difference."""

    entry: Entry
    time: str

    @property
    def claim(self) -> Claim:
        return self.entry.claim


@dataclass(frozen=True)
class Pair:
    """Two claims with what they are to each other."""

    row: Any
    first: Side
    second: Side
    notes: list[str]

    @property
    def type(self) -> Type:
        return Type(self.row.type)

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second

    @property
    def key(self) -> str:
        """Names the pair, whichever row tells of it."""
        return "-".join(str(pk) for pk in sorted((self.row.subject_id, self.row.object_id)))


@dataclass(frozen=True)
class Pairs:
    """Some pairs, and whether there are more."""

    shown: list[Pair]
    has_more: bool


def pairs(rows: Iterable[ClaimRelation], user: Any) -> list[Pair]:
    """These relations (kb.contradictions) with the passages that `user` may read. Five queries."""
    told = list(rows)
    if not told:
        return []
    ids = {pk for row in told for pk in (row.subject_id, row.object_id)}
    claims = with_speaker(Claim.objects.visible_to(user).filter(pk__in=ids))
    shown = {entry.claim.pk: entry for entry in with_sources(entries(claims, user))}
    notes = found.notes(told)
    return [
        _pair(row, shown, notes) for row in told if {row.subject_id, row.object_id} <= set(shown)
    ]


def contradictions_of(actor: Actor, user: Any, limit: int) -> Pairs:
    """The newest pairs of which `actor` says one claim or both. At most six queries."""
    rows = found.said_by(found.contradictions(user), actor)
    told = list(rows.order_by("-pk")[: limit + 1])
    return Pairs(pairs(told[:limit], user), len(told) > limit)


@dataclass(frozen=True)
class Against:
    """A claim that contradicts the one at hand."""

    type: Type
    side: Side
    notes: list[str]


def against(relations: Iterable[Relation], user: Any) -> list[Against]:
    """Those of a claim's relations that are contradictions, each other claim once. At most three queries."""
    rows: dict[int, list[Relation]] = {}
    for relation in relations:
        if relation.type:
            rows.setdefault(relation.other.pk, []).append(relation)
    shown = with_sources(entries((each[0].other for each in rows.values()), user)) if rows else []
    return [_against(entry, rows[entry.claim.pk]) for entry in shown]


def with_sources(shown: list[Entry]) -> list[Entry]:
    """The entries, the articles of their passages with their outlets. One query."""
    articles = {
        id(passage.version.article): passage.version.article
        for entry in shown
        for passage in entry.passages
    }
    prefetch_related_objects(list(articles.values()), "outlet")
    return shown


# --- Steps -----------------------------------------------------------------------------------------


def _pair(row: Any, shown: dict[int, Entry], notes: dict[frozenset[int], list[str]]) -> Pair:
    order = found.order(row)
    first, second = (Side(shown[pk], time(row, pk)) for pk in (order.first, order.second))
    return Pair(row, first, second, notes.get(frozenset((order.first, order.second)), []))


def _against(entry: Entry, relations: list[Relation]) -> Against:
    notes = dict.fromkeys(relation.note for relation in relations if relation.note)
    first = relations[0]
    return Against(Type(first.type), Side(entry, first.time), list(notes))
