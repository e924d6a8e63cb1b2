"""A batch of lines: parsed, looked up and stored, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction

from editorial.actions import duplicates
from editorial.bulk import Rows
from editorial.importing.documents.articles import (
    add_article,
    is_same,
    stored_articles,
    update_article,
)
from editorial.importing.documents.claims_in import (
    Pending,
    add_claims,
    lift_judgements,
    place_passages,
    publish,
    publish_same,
    sorted_out,
    update_claim,
)
from editorial.importing.documents.grounds import Ground, stored_grounds
from editorial.importing.documents.items import Document, Reference
from editorial.importing.documents.judgements import is_open, judge
from editorial.importing.documents.lines import LineError, may_be_unstorable, read_line
from editorial.importing.documents.memory import (
    Identity,
    Memory,
    claim_key,
    document_key,
    judgement_key,
)
from editorial.importing.documents.names import Names
from editorial.importing.documents.parse import parse
from editorial.importing.documents.refusals import Refusals
from editorial.importing.documents.run import Line, Run
from kb.errors import explained
from kb.models import Revision, raised_at_end

__all__ = ["Entry", "read_entry", "settle"]


@dataclass(slots=True)
class Entry:
    """A line and the document in it; none where the whole of it was rejected."""

    line: Line
    raw: dict[str, Any]
    document: Document | None
    refusals: Refusals


def read_entry(line: Line, source: str) -> Entry:
    try:
        raw = read_line(line.content)
    except LineError as error:
        refusals = Refusals(line.place)
        refusals.document(str(error))
        return Entry(line, {"line": line.content.decode(errors="replace")}, None, refusals)
    is_suspect = may_be_unstorable(line.content)
    document, refusals = parse(raw, line.place, source, is_suspect=is_suspect)
    return Entry(line, raw, document, refusals)


def settle(run: Run, lines: Sequence[Line]) -> list[Line]:
    """Stores the documents of `lines` with their claims; returns the lines that name other
    documents, which must wait until all are there.

    One transaction; where the database refuses it, one for each line, and the line that is
    to blame is rejected.
    """
    linking: list[Line] = []
    for part in _without_repeats([read_entry(line, run.source) for line in lines]):
        try:
            # One level of transaction: within a savepoint SQLite writes ever slower.
            with run.counting(), explained(), raised_at_end():
                _store(run, part)
                run.log.save()
        except (ValidationError, DataError) as error:
            if len(part) > 1:
                linking += [x for entry in part for x in settle(run, [entry.line])]
                continue
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            part[0].refusals.document(reason.splitlines()[0])
        refuse(run, part)
        linking += [e.line for e in part if _is_linking(e)]
    return linking


def _without_repeats(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries in parts in which no document comes twice: the second is an update."""
    part: list[Entry] = []
    seen: set[Reference] = set()
    for entry in entries:
        key = entry.document.key if entry.document else None
        if key in seen:
            yield part
            part, seen = [], set()
        part.append(entry)
        if key:
            seen.add(key)
    if part:
        yield part


def _is_linking(entry: Entry) -> bool:
    """Whether a document that came in names others."""
    if entry.document is None or entry.refusals.whole:
        return False
    return any(claim.rests_elsewhere or claim.relations for claim in entry.document.claims)


def refuse(run: Run, entries: Iterable[Entry]) -> None:
    """Writes down what was rejected, for people and to be mended."""
    for entry in entries:
        for line in entry.refusals.lines(entry.raw):
            run.log.reject(line)
        if wrong := entry.refusals.line(entry.raw):
            run.rejected.append(wrong)


def _store(run: Run, entries: Sequence[Entry]) -> None:
    """Updates go first: they take ids one by one, and rows, on SQLite, count on from the last."""
    duplicates.wait_for_others()
    rows = Rows(run.writer, run.reason)
    memory = Memory(run.log.row, rows)
    documents = [entry.document for entry in entries if entry.document]
    memory.recall(_identities(documents))
    stored = stored_articles([document.key for document in documents])
    documents = [d for d in documents if d.key not in stored or _update(d, stored, memory, run)]
    pairs = [(d, claim) for d in documents for claim in d.claims if not claim.rests_elsewhere]
    pending = sorted_out(pairs, memory, run)
    new = [document for document in documents if document.key not in stored]
    names = names_of(rows, new, pending)
    grounds = {document.key: add_article(document, names, rows, memory) for document in new}
    grounds |= stored_grounds(_still_wanted(documents, pending, memory) - grounds.keys())
    run.log.count("documents", "new", len(new))
    settle_claims(pending, grounds, names, memory, run)
    judge(documents, grounds, memory, run)
    _tell_duplicates(new, grounds, run)
    publish_same(pairs, memory, run)


def settle_claims(
    pending: Sequence[Pending],
    grounds: Mapping[Reference, Ground],
    names: Names,
    memory: Memory,
    run: Run,
) -> None:
    """Stores claims that are new and changes those that are here; writes all rows."""
    rows = names.rows
    placed = [one for one in pending if _is_wanted(one, run) and place_passages(one, grounds)]
    new = [one for one in placed if one.stored is None]
    lift_judgements(new, run)
    added = add_claims(new, grounds, names, rows)
    is_public = rows.write()
    if run.is_publishing:
        publish(added, rows, run)
    for one in added:
        if one.made:
            identity = claim_key(one.document.key, one.given.id)
            memory.remember(identity, one.made.claim["id"], (one.said, one.made.state_digest()))
            run.log.count("evidence", "new", len(one.placed))
    run.log.count("claims", "new", len(added))
    rows.write()
    if is_public:
        Revision.raise_number()
    for one in placed:
        if one.stored is not None:
            update_claim(one, grounds[one.document.key], memory, run)
    memory.save()


def _is_wanted(one: Pending, run: Run) -> bool:
    if one.is_gone:
        run.log.keep(f"{one.document.refusals.place}: claim {one.given.id}: deleted here")
    return not one.is_gone


def _identities(documents: Sequence[Document]) -> Iterator[Identity]:
    for document in documents:
        yield document_key(document.key)
        yield from (claim_key(document.key, claim.id) for claim in document.claims)
        yield from (judgement_key(document.key, judged) for judged in document.judgements)


def _update(document: Document, stored: Mapping[Reference, Any], memory: Memory, run: Run) -> bool:
    """Changes an article that is here; one that fails is refused, with all its claims."""
    if is_same(document, memory):
        run.log.count("documents", "same")
        return True
    try:
        with run.counting(), explained(), transaction.atomic():
            word = update_article(document, stored[document.key], memory, run)
    except ValidationError as error:
        document.refusals.document(" ".join(error.messages))
        return False
    if word != "kept":
        run.log.count("documents", word)
    return True


def names_of(rows: Rows, new: Sequence[Document], pending: Sequence[Pending]) -> Names:
    """All names that new documents and claims use, looked up at once."""
    names = Names(rows)
    claims = [one.given for one in pending]
    actors = {document.author for document in new}
    actors |= {claim.speaker for claim in claims}
    actors |= {name for claim in claims for name in claim.about}
    actors |= {name for claim in claims for name, _ in claim.hops}
    events = {title for claim in claims for title in claim.events}
    tags = {tag for claim in claims for tag in claim.tags}
    known = {one.document.key for one in pending} - {document.key for document in new}
    articles = [article.pk for article in stored_articles(known).values()] if known else []
    names.look_up(actors - {""}, events, tags, articles)
    return names


def _still_wanted(
    documents: Sequence[Document], pending: Sequence[Pending], memory: Memory
) -> set[Reference]:
    """Documents whose sentences are needed: for their claims, or to judge them."""
    judging = {d.key for d in documents if any(is_open(d, j, memory) for j in d.judgements)}
    return {one.document.key for one in pending} | judging


def _tell_duplicates(
    new: Sequence[Document], grounds: Mapping[Reference, Ground], run: Run
) -> None:
    """Links new articles to those with nearly the same text, and says so."""
    places = {grounds[document.key].article: document.refusals.place for document in new}
    texts = [(grounds[document.key].article, document.text) for document in new]
    for link in duplicates.link_batch(texts):
        pair = (link.article_id, link.other_id)
        mine = max(pk for pk in pair if pk in places)
        other = sum(pair) - mine
        alike = f"{link.likeness:.0%} the same text as article {other}"
        run.log.note(f"{places[mine]}: {alike}")
