"""Claims: drafted, submitted and published by the two accounts of imports.

A changed claim that is not public is revised; for a public one a suggestion is left.
"""

from typing import Any

from editorial.actions import claims, labels
from editorial.actions.actors import voice
from editorial.actions.curating import change
from editorial.actions.imports import resubmit
from editorial.actions.parts import Hop, Passage
from editorial.importing.changing import Wanted, advance, change_claim
from editorial.importing.errors import QuoteError, quoted
from editorial.importing.seeds.items import ClaimSeed, RelationSeed
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.models import ImportItem
from editorial.state import claim_state
from kb.models import Claim, ClaimRelation

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
    evidence = claim.evidence.live().count()
    note = f"{run.source}: the seed was changed"
    word = change_claim(claim=claim, wanted=wanted, by=run.writer, note=note)
    run.count("evidence", "new", claim.evidence.live().count() - evidence)
    if word == "suggested":
        run.count("claims", "suggested")
        return claim
    return _advance(run, claim, seed.status)


def _bring_back(run: Run, item: ImportItem, seed: ClaimSeed, claim: Claim) -> None:
    resubmit(item=item, claim=claim, by=run.writer)


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


def _advance(run: Run, claim: Claim, status: str) -> Claim:
    """Takes a claim on to `status`, never back."""
    if advance(claim=claim, status=status, writer=run.writer, publisher=run.publisher):
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


CLAIM = Noun("claim", "claims", claim_state, _add, _change, bring_back=_bring_back)
RELATION = Noun("relation", "relations", _relation_state, _relate, _note)
