"""Claims: drafted, submitted and published by the two accounts of imports.

A changed claim that is not public is revised; for a public one a suggestion is left.
"""

from dataclasses import dataclass
from typing import Any

from editorial.actions import claims, labels
from editorial.actions.actors import voice
from editorial.actions.curating import change
from editorial.actions.parts import Hop, Passage, chain_of
from editorial.importing.errors import QuoteError, quoted
from editorial.importing.seeds.items import ClaimSeed, RelationSeed
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.importing.state import claim_state, content, plain
from editorial.models import Suggestion
from kb.models import Actor, Claim, ClaimRelation, Event, Evidence

__all__ = ["relate", "store"]


def store(run: Run) -> None:
    for name, seed in list(run.seeds.claims.items()):
        # Who speaks where no speaker is named is a part of what the seed says.
        author = run.seeds.articles[seed.stem].author
        basis = [seed, "" if seed.speaker else author]
        settle(run, CLAIM, name, seed, place=seed.place, basis=basis)


def relate(run: Run) -> None:
    """Relations come last: they may name any claim of any file."""
    for name, seed in run.seeds.claims.items():
        if not run.seeds.has("claim", name):
            continue
        for relation in seed.relations:
            other = run.seeds.target(seed, relation)
            key = f"{name} {relation.kind} {other}"
            pair = (name, other, relation)
            settle(run, RELATION, key, pair, place=seed.place, basis=relation)


@dataclass(frozen=True)
class Wanted:
    """A claim as its seed wants it, everything looked up."""

    fields: dict[str, Any]
    hops: list[Hop]
    passages: list[Passage]
    about: list[Actor]
    events: list[Event]
    tags: tuple[str, ...]


def _add(run: Run, name: str, seed: ClaimSeed) -> Claim:
    wanted = _look_up(run, seed)
    claim = claims.draft(
        by=run.writer,
        article=run.text(seed.stem).article,
        external_id=name,
        hops=wanted.hops,
        passages=wanted.passages,
        about=wanted.about,
        events=wanted.events,
        tags=wanted.tags,
        **wanted.fields,
    )
    run.count("evidence", "new", len(wanted.passages))
    return _advance(run, claim, seed.status)


def _change(run: Run, name: str, seed: ClaimSeed, claim: Claim) -> Claim:
    wanted = _look_up(run, seed)
    before = content(claim)
    proposal, stale = _proposal(before, wanted)
    if proposal != before:
        if claim.status == Claim.Status.PUBLISHED:
            _suggest(run, claim, proposal)
            return claim
        dropped = [e for e in claim.evidence.live() if _place(e) in stale]
        _rewrite(run, claim, wanted, dropped, {n for n in proposal if before[n] != proposal[n]})
    return _advance(run, claim, seed.status)


# --- What the seed says ---------------------------------------------------------------------------


def _look_up(run: Run, seed: ClaimSeed) -> Wanted:
    """Raises Absent or QuoteError, naming the part of the table, for what is not there."""
    article = run.text(seed.stem).article
    speaker = run.find("actor", seed.speaker, "speaker") if seed.speaker else None
    fields = {
        "text": seed.text,
        "kind": seed.kind,
        "mode": seed.mode,
        "speaker": speaker or voice(article=article, by=run.writer),
        "language": seed.language or article.language,
        "said_on": seed.said_on,
        "due_on": seed.due_on,
    }
    return Wanted(
        fields=fields,
        hops=_hops(run, seed),
        passages=_passages(run, seed),
        about=[run.find("actor", key, "about") for key in seed.about],
        events=[run.find("event", key, "events") for key in seed.events],
        tags=seed.tags,
    )


def _hops(run: Run, seed: ClaimSeed) -> list[Hop]:
    hops = []
    for number, hop in enumerate(seed.attribution, start=1):
        part = f"attribution {number}"
        actor = run.find("actor", hop.actor, part)
        cue = run.spans(hop.cue, part) if hop.cue else []
        if len(cue) > 1:
            raise QuoteError(f"{part}: the cue must lie in one sentence; shorten it")
        hops.append(Hop(actor, hop.mode, Passage(*cue[0]) if cue else None))
    return hops


def _passages(run: Run, seed: ClaimSeed) -> list[Passage]:
    passages = []
    for number, evidence in enumerate(seed.evidence, start=1):
        for span in run.spans(evidence.quote, f"evidence {number}"):
            passages.append(Passage(*span, evidence.stance, evidence.note))
    return passages


# --- What changes ---------------------------------------------------------------------------------


def _proposal(before: dict[str, Any], wanted: Wanted) -> tuple[dict[str, Any], list[Any]]:
    """The content the claim would have, in the form of `content`, and the passages it loses.

    Nothing is removed: labels stay, and a passage only goes where another takes its place.
    """
    fields = wanted.fields
    chain = chain_of(fields["speaker"], fields["mode"], wanted.hops)
    named = [[p.sentence.pk, p.start, p.end, p.stance] for p in wanted.passages]
    new = [passage for passage in named if passage not in before["evidence"]]
    stale = [passage for passage in before["evidence"] if passage not in named]
    if len(new) < len(stale):
        stale = []
    known_tags = {tag.casefold() for tag in before["tags"]}
    new_tags = [tag for tag in wanted.tags if tag.casefold() not in known_tags]
    proposal = {
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
    run: Run, claim: Claim, wanted: Wanted, dropped: list[Evidence], changed: set[str]
) -> None:
    fields = {name: value for name, value in wanted.fields.items() if name in changed}
    hops = wanted.hops if changed & {"attribution", "speaker", "mode"} else None
    if fields or hops is not None or "evidence" in changed:
        evidence = claim.evidence.live().count()
        claims.revise(
            claim=claim,
            by=run.writer,
            hops=hops,
            passages=wanted.passages,
            dropped=dropped,
            **fields,
        )
        run.count("evidence", "new", claim.evidence.live().count() - evidence)
    if changed & {"about", "events", "tags"}:
        labels.label(
            claim=claim,
            by=run.writer,
            about=wanted.about,
            events=wanted.events,
            tags=wanted.tags,
        )


def _suggest(run: Run, claim: Claim, proposal: dict[str, Any]) -> None:
    """Leaves the new content beside a public claim, in the place of what it suggested before."""
    earlier = Suggestion.objects.filter(claim=claim, by=run.writer, state=Suggestion.State.OPEN)
    earlier.update(state=Suggestion.State.SUPERSEDED)
    Suggestion.objects.create(
        claim=claim,
        claim_version=claim.version,
        content=proposal,
        note=f"{run.source}: the seed was changed",
        by=run.writer,
    )
    run.count("claims", "suggested")


def _advance(run: Run, claim: Claim, status: str) -> Claim:
    """Takes a claim on to `status`, never back."""
    wants_review = status in (Claim.Status.IN_REVIEW, Claim.Status.PUBLISHED)
    if wants_review and claim.status == Claim.Status.DRAFT:
        claims.submit(claim=claim, by=run.writer)
    if status == Claim.Status.PUBLISHED and claim.status == Claim.Status.IN_REVIEW:
        claims.publish(claim=claim, by=run.publisher)
        run.count("claims", "published")
    return claim


# --- Relations -------------------------------------------------------------------------------------

Pair = tuple[str, str, RelationSeed]


def _relate(run: Run, key: str, pair: Pair) -> ClaimRelation:
    name, other, seed = pair
    return labels.relate(
        subject=run.find("claim", name, "relations"),
        object=run.find("claim", other, f"relation {quoted(seed.kind)} left out"),
        kind=seed.kind,
        note=seed.note,
        by=run.writer,
    )


def _note(run: Run, key: str, pair: Pair, relation: ClaimRelation) -> ClaimRelation:
    change(row=relation, by=run.writer, note=pair[2].note or relation.note)
    return relation


def _relation_state(relation: ClaimRelation) -> Any:
    return [relation.kind, relation.note]


CLAIM = Noun("claim", "claims", claim_state, _add, _change)
RELATION = Noun("relation", "relations", _relation_state, _relate, _note)
