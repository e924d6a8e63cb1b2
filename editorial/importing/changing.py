"""A claim that an import wants otherwise: what changes, and how it is brought about.

Nothing is removed. A claim that is not public is revised; for a public one a suggestion is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from editorial.actions import claims, labels
from editorial.actions.parts import Hop, Passage, chain_of
from editorial.actions.suggestions import suggest
from editorial.state import content, plain
from kb.models import Actor, Claim, Event, Evidence

__all__ = ["Wanted", "advance", "change_claim", "would_change"]


@dataclass(frozen=True)
class Wanted:
    """A claim as an import wants it, everything looked up.

    `fields` name the content; what is not among them stays. Without `is_whole` the passages are
    only some of the claim's: then none gives way to another.
    """

    fields: dict[str, Any]
    hops: Sequence[Hop]
    passages: Sequence[Passage]
    about: Sequence[Actor]
    events: Sequence[Event]
    tags: Sequence[str]
    is_whole: bool = True


def change_claim(*, claim: Claim, wanted: Wanted, by: User, note: str) -> str:
    """Makes a claim as it is wanted; says "same", "changed", or "suggested" for a public one."""
    before = content(claim)
    proposal, stale = _proposal(before, wanted)
    changed = {name for name in proposal if before[name] != proposal[name]}
    if not changed:
        return "same"
    if claim.status == Claim.Status.PUBLISHED:
        suggest(claim=claim, by=by, content=proposal, note=note)
        return "suggested"
    dropped = [e for e in claim.evidence.live() if _place(e) in stale]
    _rewrite(claim, by, wanted, dropped, changed)
    return "changed"


def would_change(claim: Claim, wanted: Wanted) -> bool:
    """Whether a claim is otherwise than it is wanted."""
    before = content(claim)
    return _proposal(before, wanted)[0] != before


def advance(*, claim: Claim, status: str, writer: User, publisher: User, reason: str = "") -> bool:
    """Takes a claim on to `status`, never back. Says whether it is public now and was not."""
    wants_review = status in (Claim.Status.IN_REVIEW, Claim.Status.PUBLISHED)
    if wants_review and claim.status == Claim.Status.DRAFT:
        claims.submit(claim=claim, by=writer)
    if status != Claim.Status.PUBLISHED or claim.status != Claim.Status.IN_REVIEW:
        return False
    claims.publish(claim=claim, by=publisher, reason=reason)
    return True


def _proposal(before: dict[str, Any], wanted: Wanted) -> tuple[dict[str, Any], list[Any]]:
    """The content the claim would have, in the form of `content`, and the passages it loses.

    Labels stay, and a passage only goes where another takes its place.
    """
    fields = wanted.fields
    chain = chain_of(fields["speaker"], fields["mode"], wanted.hops)
    named = [[p.sentence.pk, p.start, p.end, p.stance] for p in wanted.passages]
    new = [passage for passage in named if passage not in before["evidence"]]
    stale = [passage for passage in before["evidence"] if passage not in named]
    if len(new) < len(stale) or not wanted.is_whole:
        stale = []
    known_tags = {tag.casefold() for tag in before["tags"]}
    new_tags = [tag for tag in wanted.tags if tag.casefold() not in known_tags]
    proposal = before | {
        **{name: plain(value) for name, value in fields.items() if name != "speaker"},
        "speaker": fields["speaker"].pk,
        "attribution": [_hop_values(hop) for hop in chain],
        "evidence": sorted([p for p in before["evidence"] if p not in stale] + new),
        "about": sorted({*before["about"], *(actor.pk for actor in wanted.about)}),
        "events": sorted({*before["events"], *(event.pk for event in wanted.events)}),
        "tags": sorted([*before["tags"], *new_tags]),
    }
    return proposal, stale


def _hop_values(hop: Hop) -> list[Any]:
    cue = hop.cue
    place = (cue.sentence.pk, cue.start, cue.end) if cue else (None, None, None)
    return [hop.actor.pk, hop.mode, *place]


def _place(evidence: Evidence) -> list[Any]:
    return [evidence.sentence_id, evidence.start, evidence.end, evidence.stance]


def _rewrite(
    claim: Claim, by: User, wanted: Wanted, dropped: list[Evidence], changed: set[str]
) -> None:
    fields = {name: value for name, value in wanted.fields.items() if name in changed}
    hops = wanted.hops if changed & {"attribution", "speaker", "mode"} else None
    if fields or hops is not None or "evidence" in changed:
        claims.revise(
            claim=claim, by=by, hops=hops, passages=wanted.passages, dropped=dropped, **fields
        )
    if changed & {"about", "events", "tags"}:
        labels.label(claim=claim, by=by, about=wanted.about, events=wanted.events, tags=wanted.tags)
