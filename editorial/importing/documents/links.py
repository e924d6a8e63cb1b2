"""What names other documents, stored when all of them are here: claims that rest on another
article too, and relations between claims."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Q

from editorial.bulk import Rows
from editorial.importing.documents.batch import Entry, names_of, read_entry, refuse, settle_claims
from editorial.importing.documents.claims_in import publish_same, sorted_out
from editorial.importing.documents.grounds import stored_grounds
from editorial.importing.documents.items import Document, GivenClaim, Related
from editorial.importing.documents.memory import Identity, Memory, claim_key
from editorial.importing.documents.portions import portions
from editorial.importing.documents.run import Line, Run
from editorial.models import ImportItem
from editorial.state import digest
from kb.errors import explained
from kb.models import Claim, ClaimRelation, Revision, raised_at_end

__all__ = ["settle_claims_elsewhere", "settle_relations"]

ClaimId = tuple[str, str, str]  # source, document and id


def settle_claims_elsewhere(run: Run, lines: Sequence[Line]) -> None:
    """Stores the claims of `lines` that rest on other documents, too."""
    _settle(run, lines, _store_claims)


def settle_relations(run: Run, lines: Sequence[Line]) -> None:
    """Stores the relations of the claims of `lines`, once all claims are here."""
    _settle(run, lines, _store_relations)


def _settle(run: Run, lines: Sequence[Line], store: Callable[[Run, list[Document]], None]) -> None:
    """One transaction; where the database refuses it, one for each line."""
    entries = [entry for line in lines if (entry := read_entry(line, run.source)).document]
    told = [entry.refusals.memento() for entry in entries]
    try:
        with run.counting(), explained(), raised_at_end():
            store(run, [entry.document for entry in entries if entry.document])
            run.log.save()
    except (ValidationError, DataError) as error:
        if len(entries) > 1:
            for line in lines:
                _settle(run, [line], store)
            return
        _blame(entries[0], error)
    for entry, memento in zip(entries, told, strict=True):
        entry.refusals.forget(memento)
    refuse(run, entries)


def _blame(entry: Entry, error: ValidationError | DataError) -> None:
    reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    for claim in entry.document.claims if entry.document else ():
        if claim.rests_elsewhere or claim.relations:
            entry.refusals.claim(claim.number, reason.splitlines()[0])


def _store_claims(run: Run, documents: list[Document]) -> None:
    pairs = [(d, claim) for d in documents for claim in d.claims if claim.rests_elsewhere]
    rows = Rows(run.writer, run.reason)
    memory = Memory(run.log.row, rows)
    memory.recall(claim_key(document.key, claim.id) for document, claim in pairs)
    pending = sorted_out(pairs, memory, run)
    references = {one.document.key for one in pending}
    references |= {e.document for one in pending for e in one.given.evidence if e.document}
    names = names_of(rows, [], pending)
    settle_claims(pending, stored_grounds(references), names, memory, run)
    publish_same(pairs, memory, run)


# --- Relations -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Open:
    """A relation that no import brought yet."""

    document: Document
    claim: GivenClaim
    related: Related

    @property
    def subject(self) -> ClaimId:
        return self.document.key.source, self.document.key.id, self.claim.id

    @property
    def object(self) -> ClaimId:
        return self.related.document.source, self.related.document.id, self.related.claim

    @property
    def identity(self) -> Identity:
        key = digest([self.subject, self.related.kind, self.object])
        return self.document.key.source, ImportItem.Kind.RELATION, key


def _store_relations(run: Run, documents: list[Document]) -> None:
    rows = Rows(run.writer, run.reason)
    memory = Memory(run.log.row, rows)
    every = [Open(d, claim, r) for d in documents for claim in d.claims for r in claim.relations]
    memory.recall(one.identity for one in every)
    waiting = [one for one in every if memory.item(one.identity) is None]
    claims = _claims({one.subject for one in waiting} | {one.object for one in waiting})
    # Named twice it is one; a claim that did not come in was told with all it says.
    waiting = list({one.identity: one for one in waiting if one.subject in claims}.values())
    waiting = [one for one in waiting if _has_object(one, claims)]
    known = _known(waiting, claims)
    for one in waiting:
        triple = claims[one.subject], claims[one.object], one.related.kind
        if triple not in known:
            subject, target, kind = triple
            row = rows.add(ClaimRelation, subject_id=subject, object_id=target, kind=kind)
            known[triple] = row["id"]
        state = digest([one.related.kind, ""])
        memory.remember(one.identity, known[triple], (state, state))
    is_new = rows.number(ClaimRelation) > 0
    run.log.count("relations", "new", rows.number(ClaimRelation))
    rows.write()
    if is_new:
        Revision.raise_number()


def _has_object(one: Open, claims: Mapping[ClaimId, int]) -> bool:
    """Whether the other claim is here; else the relation is refused."""
    if one.object in claims and one.subject != one.object:
        return True
    if one.subject == one.object:
        why = "a claim has no relation to itself"
    else:
        why = f'there is no claim "{one.related.claim}" of document {one.related.document}'
    one.document.refusals.part(one.claim.number, "relations", one.related.number, why)
    return False


def _known(
    waiting: Iterable[Open], claims: Mapping[ClaimId, int]
) -> dict[tuple[int, int, str], int]:
    """The relations between these claims that are there, whoever made them."""
    names = ("subject", "object", "kind", "pk")
    known: dict[tuple[int, int, str], int] = {}
    for subjects in portions({claims[one.subject] for one in waiting}):
        found = ClaimRelation.objects.filter(subject__in=subjects).values_list(*names)
        known |= {(subject, target, kind): pk for subject, target, kind, pk in found}
    return known


def _claims(ids: set[ClaimId]) -> dict[ClaimId, int]:
    """Those of the claims that are here, with their ids."""
    found: dict[ClaimId, int] = {}
    for portion in portions(ids):
        found |= _portion_of_claims(set(portion))
    return found


def _portion_of_claims(ids: set[ClaimId]) -> dict[ClaimId, int]:
    by_source: dict[str, set[ClaimId]] = {}
    for one in ids:
        by_source.setdefault(one[0], set()).add(one)
    wanted = Q(pk__in=())
    for source, its in by_source.items():
        documents, claims = {document for _, document, _ in its}, {claim for _, _, claim in its}
        wanted |= Q(
            article__source=source, article__external_id__in=documents, external_id__in=claims
        )
    names = ("article__source", "article__external_id", "external_id", "pk")
    found = Claim.objects.filter(wanted).order_by().values_list(*names)
    return {(s, d, c): pk for s, d, c, pk in found if (s, d, c) in ids}
