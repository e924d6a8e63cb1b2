"""New claims as rows: everything looked up, nothing written yet."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from editorial.bulk import Row, Rows
from editorial.importing.documents.grounds import Ground
from editorial.importing.documents.items import Document, GivenClaim, GivenEvidence, Reference
from editorial.importing.documents.names import Names
from editorial.importing.documents.passages import PassageError
from editorial.state import content_of, digest, state_of
from kb.models import (
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Evidence,
    Mode,
    Stance,
)

__all__ = ["ClaimError", "Made", "Resting", "add_claim", "extra_of", "resting", "who"]

# A sentence's id, code points within it, and what it does to the claim.
Resting = tuple[int, int, int, str]


class ClaimError(ValueError):
    """A claim that cannot come in; the message says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """A claim on its way in, and whether it could be published."""

    claim: Row
    content: dict[str, Any]
    is_supported: bool

    def state_digest(self) -> str:
        """As the claim is now; it changes when it is published."""
        return digest(state_of(SimpleNamespace(**self.claim), self.content))


def who(given: GivenClaim, ground: Ground, names: Names) -> tuple[int, str, list[tuple[int, str]]]:
    """Speaker, mode and chain of a claim. Raises ClaimError, before anybody new is made.

    No speaker means the document's author; a speaker without a mode is reported.
    """
    known = [names.known(name, ground.article) for name, _ in given.hops]
    known = [actor for actor in known if actor is not None]
    if len(set(known)) < len(known):
        raise ClaimError("attribution names somebody twice, by different names; leave one out")
    if given.speaker:
        speaker = names.actor(given.speaker, ground.article)
    else:
        speaker = ground.voice or names.actor(ground.anonymous, ground.article)
    mode = given.mode or (Mode.REPORTED if given.speaker else Mode.AUTHOR)
    if mode == Mode.AUTHOR:
        return speaker, mode, []
    chain = [(names.actor(name, ground.article), hop) for name, hop in given.hops]
    return speaker, mode, chain or [(speaker, mode)]


def resting(
    given: GivenClaim, document: Document, ground: Ground, others: Mapping[Reference, Ground]
) -> list[list[Resting]]:
    """Where a claim rests, by its evidence; what has no place is noted in the document's refusals.

    Raises ClaimError when all its evidence was rejected.
    """
    placed = []
    for evidence in given.evidence:
        try:
            placed.append(_pieces(evidence, document, ground, others))
        except PassageError as error:
            document.refusals.part(given.number, "evidence", evidence.number, str(error))
    if not placed and given.evidence:
        raise ClaimError(document.refusals.why(given.number, "evidence"))
    return placed


def _pieces(
    evidence: GivenEvidence, document: Document, ground: Ground, others: Mapping[Reference, Ground]
) -> list[Resting]:
    there = others.get(evidence.document) if evidence.document else ground
    if there is None or there.is_sealed:
        why = "is sealed here" if there else "is not here, or was rejected"
        raise PassageError(f"the document {evidence.document or document.key} {why}")
    place = there.text.place(evidence, document.sentences if there is ground else None)
    pieces = there.text.pieces(place)
    return [(there.sentences[i], start, end, evidence.stance) for i, start, end in pieces]


def extra_of(given: GivenClaim, names: Names, linked: Collection[str] = ()) -> dict[str, Any]:
    """What a claim says beyond what we know. An event takes a date, which this form does not give:
    of one that is not here, and not `linked` by the claim already, the name is kept."""
    unknown = [t for t in given.events if t not in linked and names.event(t) is None]
    return given.extra | ({"events": unknown} if unknown else {})


def add_claim(
    given: GivenClaim, ground: Ground, passages: list[Resting], names: Names, rows: Rows
) -> Made:
    """Adds the rows of a new draft. Raises ClaimError; then no row was added."""
    speaker, mode, chain = who(given, ground, names)
    claim = rows.add(
        Claim,
        article_id=ground.article,
        text=given.text,
        language=ground.language,
        kind=given.kind,
        speaker_id=speaker,
        mode=mode,
        hops=len(chain),
        said_on=given.said_on,
        writer_id=rows.by.pk,
        external_id=given.id,
        extra=extra_of(given, names),
    )
    _add_parts(rows, claim["id"], chain, passages)
    about = list(dict.fromkeys(names.actor(name, ground.article) for name in given.about))
    events = {event for title in given.events if (event := names.event(title))}
    tags = {names.tag(name) for name in given.tags}
    _add_labels(rows, claim["id"], about, events, tags)
    content = content_of(
        SimpleNamespace(**claim),
        chain=[(actor, hop, None, None, None) for actor, hop in chain],
        evidence=passages,
        about=about,
        events=events,
        tags=[names.tag_name(tag) for tag in tags],
    )
    is_supported = any(stance == Stance.SUPPORTS for *_, stance in passages)
    return Made(claim, content, is_supported)


def _add_parts(
    rows: Rows, claim: int, chain: Iterable[tuple[int, str]], passages: Iterable[Resting]
) -> None:
    for position, (actor, mode) in enumerate(chain, start=1):
        rows.add(Attribution, claim_id=claim, position=position, actor_id=actor, mode=mode)
    for sentence, start, end, stance in passages:
        place = {"sentence_id": sentence, "start": start, "end": end}
        rows.add(Evidence, claim_id=claim, **place, stance=stance)


def _add_labels(
    rows: Rows, claim: int, about: Iterable[int], events: Iterable[int], tags: Iterable[int]
) -> None:
    for actor in about:
        rows.add(ClaimAbout, claim_id=claim, actor_id=actor)
    for event in events:
        rows.add(ClaimEvent, claim_id=claim, event_id=event)
    for tag in tags:
        rows.add(ClaimTag, content_object_id=claim, tag_id=tag)
