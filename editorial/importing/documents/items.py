"""A document with its claims as a line gives them, every value checked, nothing looked up."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from editorial.importing.documents.refusals import Refusals
from editorial.state import digest

__all__ = ["Document", "GivenClaim", "GivenEvidence", "Judgement", "Reference", "Related"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The identity of a document: its source, and its id there."""

    source: str
    id: str

    def __str__(self) -> str:
        return f'"{self.id}" of {self.source}'


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """Where a claim rests, as the line says it; offsets are code points of the document's text."""

    number: int
    stance: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    sentence_index: int | None = None
    document: Reference | None = None


@dataclass(frozen=True, slots=True)
class Related:
    number: int
    kind: str
    document: Reference
    claim: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence of the given list that holds no claim."""

    number: int
    sentence_index: int
    reason: str


@dataclass(slots=True)
class GivenClaim:
    number: int
    raw: dict[str, Any]
    id: str
    text: str
    kind: str
    mode: str  # "" where neither the claim nor its chain says
    speaker: str  # "" for the document's author
    hops: list[tuple[str, str]]  # actor and mode, only where there is a chain
    said_on: date | None
    about: list[str]
    events: list[str]
    tags: list[str]
    evidence: list[GivenEvidence]
    relations: list[Related]
    extra: dict[str, Any]

    @property
    def rests_elsewhere(self) -> bool:
        """Whether it must wait until all documents are there."""
        return any(evidence.document for evidence in self.evidence)


@dataclass
class Document:
    raw: dict[str, Any]  # the whole line
    own: dict[str, Any]  # what it says of the document, without claims
    refusals: Refusals
    key: Reference
    text: str
    title: str
    language: str
    published_on: date | None
    url: str
    kind: str
    author: str
    license: str
    access: str
    sentences: list[tuple[int, int, str]] | None
    judgements: list[Judgement]
    extra: dict[str, Any]
    claims: list[GivenClaim] = field(default_factory=list)

    @cached_property
    def wording(self) -> str:
        """A digest of the text and its given list of sentences."""
        return digest([self.text, self.sentences])
