"""The claims of a batch: known ones left or changed, new ones stored in bulk and published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial.actions import articles, imports
from editorial.bulk import Row, Rows
from editorial.importing.changing import advance, would_change
from editorial.importing.documents.claims import (
    ClaimError,
    Made,
    Resting,
    add_claim,
    resting,
)
from editorial.importing.documents.grounds import Ground
from editorial.importing.documents.items import Document, GivenClaim, Reference
from editorial.importing.documents.memory import Memory, claim_digest, claim_key
from editorial.importing.documents.names import Names
from editorial.importing.documents.portions import VALUES_AT_ONCE, portions
from editorial.importing.documents.run import Run
from editorial.importing.documents.update import change_given_claim, wanted
from editorial.models import ImportItem
from editorial.state import claim_state, digest
from kb.errors import explained
from kb.models import Claim, Decision, Revision, Sentence, Stance

__all__ = [
    "Pending",
    "add_claims",
    "lift_judgements",
    "place_passages",
    "publish",
    "publish_same",
    "sorted_out",
    "update_claim",
]


class _Kept(Exception):
    """A claim stays as it is here; the message says why."""


@dataclass(slots=True)
class Pending:
    """A claim of a line that is not as the last import left it, and what is known of it."""

    document: Document
    given: GivenClaim
    said: str  # the digest of what the line says; "" where some of it was rejected
    item: ImportItem | None
    stored: Claim | None
    placed: list[list[Resting]] = field(default_factory=list)  # for each evidence accepted
    passages: list[Resting] = field(default_factory=list)  # all of them, each once
    made: Made | None = None

    @property
    def is_gone(self) -> bool:
        """Whether an editor deleted it; what was taken back with its import may come again."""
        is_known = self.item is not None and self.item.fate != ImportItem.Fate.TAKEN
        return self.stored is None and is_known


def sorted_out(
    pairs: Sequence[tuple[Document, GivenClaim]], memory: Memory, run: Run
) -> list[Pending]:
    """Those of the claims that are new or say something else than last time; the rest is counted."""
    pending = []
    for document, given in pairs:
        item = memory.item(claim_key(document.key, given.id))
        said = claim_digest(document, given, is_whole=not document.refusals.has(given.number))
        is_taken = item is not None and item.fate == ImportItem.Fate.TAKEN
        if item and said and item.seed_digest == said and not is_taken:
            run.log.count("claims", "same")
            run.log.count("evidence", "same", len(given.evidence))
        else:
            pending.append(Pending(document, given, said, item, None))
    _find_stored(pending)
    return pending


def _find_stored(pending: Sequence[Pending]) -> None:
    by_document: dict[Reference, list[Pending]] = {}
    for one in pending:
        by_document.setdefault(one.document.key, []).append(one)
    for source in {key.source for key in by_document}:
        keys = [key for key in by_document if key.source == source]
        ids = {one.given.id for key in keys for one in by_document[key]}
        there = Claim.objects.filter(
            article__source=source, article__external_id__in=[key.id for key in keys]
        ).select_related("article", "speaker")
        found = (
            claim
            for part in portions(ids, VALUES_AT_ONCE)
            for claim in there.filter(external_id__in=part)
        )
        stored = {(claim.article.external_id, claim.external_id): claim for claim in found}
        for key in keys:
            for one in by_document[key]:
                one.stored = stored.get((key.id, one.given.id))


def place_passages(one: Pending, grounds: Mapping[Reference, Ground]) -> bool:
    """Finds where a claim rests, and says whether it can come in."""
    ground = grounds.get(one.document.key)
    try:
        if ground is None:
            raise ClaimError("its document is not here")
        if ground.text.text != one.document.text:
            raise ClaimError("the article has another text here; its claims have no place in it")
        one.placed = resting(one.given, one.document, ground, grounds)
        one.passages = list(dict.fromkeys(chain.from_iterable(one.placed)))
    except ClaimError as error:
        one.document.refusals.claim(one.given.number, str(error))
        return False
    if one.document.refusals.has(one.given.number):
        one.said = ""
    return True


def add_claims(
    new: Iterable[Pending], grounds: Mapping[Reference, Ground], names: Names, rows: Rows
) -> list[Pending]:
    """Adds the rows of new claims; those that cannot come in are refused."""
    added = []
    for one in new:
        try:
            one.made = add_claim(one.given, grounds[one.document.key], one.passages, names, rows)
            added.append(one)
        except ClaimError as error:
            one.document.refusals.claim(one.given.number, str(error))
    return added


def lift_judgements(new: Iterable[Pending], run: Run) -> None:
    """Where a claim rests now, a sentence is no longer judged to hold none."""
    covered = [s for one in new for s, _, _, stance in one.passages if stance != Stance.CONTEXT]
    judged = Sentence.objects.filter(no_claim__isnull=False)
    if sentences := [
        s for ids in portions(covered, VALUES_AT_ONCE) for s in judged.filter(pk__in=ids)
    ]:
        articles.lift(sentences=sentences, by=run.writer)


def publish(added: Iterable[Pending], rows: Rows, run: Run) -> None:
    """Takes new drafts that rest on a support through review, as the verbs do, all at once."""
    supported = [one.made.claim for one in added if one.made and one.made.is_supported]
    _move(supported, status=Claim.Status.IN_REVIEW)
    for claim in supported:
        claim["status"] = Claim.Status.IN_REVIEW
    rows.record(Claim, supported, "~")
    said = {"verb": Decision.Verb.PUBLISHED, "reason": run.reason, "by_id": run.publisher.pk}
    rows.decide({"claim_id": claim["id"], "claim_version": 1, **said} for claim in supported)
    _move(supported, status=Claim.Status.PUBLISHED, published_at=rows.now)
    for claim in supported:
        claim |= {"status": Claim.Status.PUBLISHED, "published_at": rows.written_now}
    rows.record(Claim, supported, "~", by=run.publisher)
    if supported:
        Revision.raise_number()


def _move(claims: Iterable[Row], **values: Any) -> None:
    for ids in portions((claim["id"] for claim in claims), VALUES_AT_ONCE):
        Claim.objects.filter(pk__in=ids).update(**values)


def update_claim(one: Pending, ground: Ground, memory: Memory, run: Run) -> None:
    """Changes a claim that is here already; one that fails is refused whole."""
    claim = one.stored
    if claim is None:
        raise TypeError("only a claim that is here is changed")
    known = set(claim.evidence.live().values_list("sentence", "start", "end", "stance"))
    try:
        with explained(), transaction.atomic():
            word = _update(one, claim, ground, memory, run)
    except _Kept as why:
        run.log.keep(f"{one.document.refusals.place}: claim {one.given.id}: {why}")
        return
    except (ClaimError, ValidationError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        one.document.refusals.claim(one.given.number, reason)
        return
    new = sum(not known.issuperset(pieces) for pieces in one.placed) if word == "changed" else 0
    run.log.count("claims", "changed" if word == "suggested" else word)
    run.log.count("evidence", "new", new)
    run.log.count("evidence", "same", len(one.placed) - new)


def _update(one: Pending, claim: Claim, ground: Ground, memory: Memory, run: Run) -> str:
    """Says "same", "changed" or "suggested". Raises _Kept; then nothing is to be written."""
    given, item = one.given, one.item
    is_taken = item is not None and item.fate == ImportItem.Fate.TAKEN
    why = "made here" if item is None else ""
    if item is not None and digest(claim_state(claim)) != item.state_digest:
        why = "edited here"
    names = Names(Rows(run.writer, run.reason))
    people = {given.speaker, ground.anonymous, *given.about, *(name for name, _ in given.hops)}
    names.look_up(people - {""}, set(given.events), set(given.tags), [ground.article])
    want = wanted(given, claim, ground, one.passages, names)
    if why and would_change(claim, want):
        raise _Kept(why)
    if item is None or why:
        return "same"
    if is_taken:
        imports.resubmit(item=item, claim=claim, by=run.writer)
    word = change_given_claim(given, claim, want, names, run)
    if run.is_publishing and claim.evidence.supporting().exists():
        _advance(claim, run)
    state = digest(claim_state(claim))
    memory.remember(claim_key(one.document.key, given.id), claim.pk, (one.said, state))
    return word


def publish_same(pairs: Sequence[tuple[Document, GivenClaim]], memory: Memory, run: Run) -> None:
    """Publishes drafts that an earlier import brought and nobody touched since."""
    if not run.is_publishing:
        return
    items = [memory.item(claim_key(document.key, given.id)) for document, given in pairs]
    known = {item.object_id: item for item in items if item}
    drafts = Claim.objects.filter(status=Claim.Status.DRAFT)
    for claim in [c for ids in portions(known, VALUES_AT_ONCE) for c in drafts.filter(pk__in=ids)]:
        item = known[claim.pk]
        if digest(claim_state(claim)) == item.state_digest and claim.evidence.supporting().exists():
            _advance(claim, run)
            memory.remember(
                (item.source, item.kind, item.key),
                claim.pk,
                (item.seed_digest, digest(claim_state(claim))),
            )
            run.log.count("claims", "published")
    memory.save()


def _advance(claim: Claim, run: Run) -> None:
    advance(
        claim=claim,
        status=Claim.Status.PUBLISHED,
        writer=run.writer,
        publisher=run.publisher,
        reason=run.reason,
    )
