"""The items of a seed directory as plain values, checked but not yet looked up anywhere.

"" and None stand for what was left out. Every key is one of the file's or of another's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import reduce
from typing import Any, TypeVar

from editorial.importing.errors import Place, Rejection
from editorial.importing.seeds.tables import Moment

__all__ = [
    "ActorSeed",
    "AffiliationSeed",
    "ArticleSeed",
    "ClaimSeed",
    "EventSeed",
    "EvidenceSeed",
    "HopSeed",
    "NoClaimSeed",
    "ParticipantSeed",
    "Quote",
    "RelationSeed",
    "merged",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to be looked up in the article `stem`; `nth` and `paragraph` count from 1."""

    text: str
    stem: str
    nth: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleSeed:
    place: Place = field(metadata={"digest": False})
    title: str = ""
    kind: str = "other"
    language: str = "de"
    access: str = "quotes"
    author: str = ""
    outlet: str = ""
    url: str = ""
    license: str = ""
    byline: str = ""


@dataclass(frozen=True, slots=True)
class AffiliationSeed:
    organisation: str
    role: str
    start: date | None
    end: date | None

    @property
    def office(self) -> tuple[str, str, date | None]:
        """What makes it the same affiliation, whatever its end."""
        return self.organisation, self.role, self.start


@dataclass(frozen=True, slots=True)
class ActorSeed:
    place: Place = field(metadata={"digest": False})
    key: str
    name: str
    kind: str
    description: str
    wikidata: str
    aliases: tuple[str, ...]
    affiliations: tuple[AffiliationSeed, ...]


@dataclass(frozen=True, slots=True)
class ParticipantSeed:
    actor: str
    role: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class EventSeed:
    place: Place = field(metadata={"digest": False})
    key: str
    title: str
    kind: str
    start: Moment | None
    end: date | None
    where: str
    part_of: str
    participants: tuple[ParticipantSeed, ...]


@dataclass(frozen=True, slots=True)
class EvidenceSeed:
    quote: Quote
    stance: str
    note: str


@dataclass(frozen=True, slots=True)
class HopSeed:
    actor: str
    mode: str
    cue: Quote | None


@dataclass(frozen=True, slots=True)
class RelationSeed:
    claim: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class ClaimSeed:
    place: Place = field(metadata={"digest": False})
    stem: str
    key: str
    text: str
    kind: str
    mode: str
    speaker: str
    language: str
    about: tuple[str, ...]
    events: tuple[str, ...]
    tags: tuple[str, ...]
    status: str
    said_on: date | None
    due_on: date | None
    evidence: tuple[EvidenceSeed, ...]
    attribution: tuple[HopSeed, ...]
    # Relations are items of their own: one more of them does not change a claim.
    relations: tuple[RelationSeed, ...] = field(metadata={"digest": False})

    @property
    def name(self) -> str:
        """Its external id, unique over all files."""
        return f"{self.stem}#{self.key}"


@dataclass(frozen=True, slots=True)
class NoClaimSeed:
    place: Place = field(metadata={"digest": False})
    quote: Quote
    reason: str


Described = TypeVar("Described", ActorSeed, EventSeed)


def merged(descriptions: Iterable[Described]) -> Described:
    """One item of several descriptions that complete each other.

    Raises Rejection, naming both places, where two of them contradict each other.
    """
    return reduce(_both, descriptions)


def _both(one: Described, other: Described) -> Described:
    values: dict[str, Any] = {}
    for name in [each.name for each in fields(one)]:
        left: Any = getattr(one, name)
        right: Any = getattr(other, name)
        if name == "participants":
            # Each file may quote a sentence of its own; one says enough.
            parts = {(part.actor, part.role): part for part in (*right, *left)}
            values[name] = tuple(parts.values())
        elif isinstance(left, tuple):
            values[name] = tuple(dict.fromkeys((*left, *right)))
        elif name == "place" or not right or left == right:
            values[name] = left
        elif not left:
            values[name] = right
        else:
            reason = (
                f"{name} is {_shown(right)}, but {_shown(left)} in {one.place}; "
                "make them agree, or leave it out in one of them"
            )
            raise Rejection(other.place, reason)
    return type(one)(**values)


def _shown(value: Any) -> str:
    return str(value.day) if isinstance(value, Moment) else f'"{value}"'
