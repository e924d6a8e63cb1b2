"""Parsing a document with its claims: INTERCHANGE.md says what may stand in a line.

Nothing here asks the database. What is wrong is noted in the document's refusals; the rest goes on.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from editorial.actions.articles import check_text
from editorial.importing.documents.fields import FieldError, Fields
from editorial.importing.documents.items import (
    Document,
    GivenClaim,
    GivenEvidence,
    Judgement,
    Reference,
    Related,
)
from editorial.importing.documents.lines import unstorable
from editorial.importing.documents.refusals import Refusals
from editorial.importing.errors import quoted
from kb.models import Actor, Article, Claim, ClaimRelation, Event, Mode, Sentence, Stance, Tag

__all__ = ["parse"]

DEFAULT_LANGUAGE = "de"
# The longest name of a tag, actor or event that can be kept.
ACTOR_CHARS = Actor._meta.get_field("name").max_length or 0
EVENT_CHARS = Event._meta.get_field("title").max_length or 0
TAG_CHARS = Tag._meta.get_field("name").max_length or 0
ID_CHARS = Claim._meta.get_field("external_id").max_length or 0
SOURCE_CHARS = Article._meta.get_field("source").max_length or 0

EVIDENCE = ("quote", "start", "end", "sentence_index", "stance", "document")
RELATION = ("claim", "kind")
HOP_MODES = [mode for mode in Mode.values if mode != Mode.AUTHOR]
ROLES = frozenset(Sentence.Role.values)
KINDS = {
    "article": Article.Kind.values,
    "claim": Claim.Kind.values,
    "relation": ClaimRelation.Kind.values,
}
MODES, STANCES = Mode.values, Stance.values
# The sealed are sealed by a decision, with a reason.
ACCESS = [access for access in Article.Access.values if access != Article.Access.SEALED]


def parse(
    raw: dict[str, Any], place: str, source: str, *, is_suspect: bool = True
) -> tuple[Document | None, Refusals]:
    """The document of a line, or None where the whole of it is rejected.

    `source` is that of documents which name none; without `is_suspect` nothing in the line is
    unstorable.
    """
    refusals = Refusals(place)
    try:
        line = Fields(raw, "the line")
        line.drop("reason")
        own = line.table("document")
        claims = line.items("claims")
        line.nothing_else(("document", "claims"))
        if own is None:
            raise FieldError("document is missing; give one with id and text")
        if is_suspect and (wrong := unstorable(own.rest())):
            raise FieldError(wrong)
        document = _document(raw, own, refusals, source)
    except (FieldError, ValidationError) as error:
        refusals.document(_message(error))
        return None, refusals
    ids: set[str] = set()
    for number, table in enumerate(claims):
        try:
            if is_suspect and (wrong := unstorable(table)):
                raise FieldError(wrong)
            document.claims.append(_claim(table, number, document, ids))
        except FieldError as error:
            refusals.claim(number, _message(error))
    return document, refusals


def _document(
    raw: dict[str, Any], own: Fields, refusals: Refusals, default_source: str
) -> Document:
    own.drop("reason")
    basis = dict(own.rest())
    model = Article._meta.get_field
    text = own.text("text", needed=True)
    check_text(text)
    key = Reference(
        id=own.text("id", needed=True, limit=ID_CHARS),
        source=own.text("source", limit=SOURCE_CHARS) or default_source,
    )
    if not key.source:
        raise FieldError("source is missing; give it, or name one for all by --source")
    document = Document(
        raw=raw,
        own=basis,
        refusals=refusals,
        key=key,
        text=text,
        title=own.fitting("title", model("title")),
        language=own.language("lang", model("language"), DEFAULT_LANGUAGE),
        published_on=own.day("date"),
        url=own.fitting("url", model("url")),
        kind=own.choice("kind", KINDS["article"], Article.Kind.OTHER),
        author=own.text("author", limit=ACTOR_CHARS),
        license=own.fitting("license", model("license")),
        access=own.choice("access", ACCESS, Article.Access.QUOTES),
        sentences=_sentences(own.items("sentences"), len(text)) if own.has("sentences") else None,
        judgements=[],
        extra={},
    )
    document.judgements = list(_judgements(own.items("no_claim"), document))
    document.extra = own.extra()
    return document


def _sentences(items: list[Any], length: int) -> list[tuple[int, int, str]]:
    """The given list, in order, disjoint and within the text. Raises FieldError."""
    sentences: list[tuple[int, int, str]] = []
    reached = 0
    for number, item in enumerate(items):
        name = f"sentences[{number}]"
        if not isinstance(item, list) or len(item) not in (2, 3):
            raise FieldError(f"{name} is no span; write [start, end] or [start, end, role]")
        start, end, role = (*item, Sentence.Role.BODY)[:3]
        if not all(isinstance(n, int) and not isinstance(n, bool) for n in (start, end)):
            raise FieldError(f"{name} is no span; start and end are whole numbers")
        if not isinstance(role, str) or role not in ROLES:
            known = ", ".join(sorted(ROLES))
            raise FieldError(f"{name} has the role {quoted(str(role))}; known are {known}")
        if not 0 <= start < end <= length:
            raise FieldError(f"{name} is [{start}, {end}); the text has {length} code points")
        if start < reached:
            before = f"overlaps the one before it, which ends at {reached}"
            raise FieldError(f"{name} begins at {start} and {before}; sentences stand in order")
        reached = end
        sentences.append((start, end, role))
    return sentences


def _judgements(items: Iterable[Any], document: Document) -> Iterable[Judgement]:
    judged: set[int] = set()
    for number, item in enumerate(items):
        try:
            fields = Fields(item, "no_claim")
            fields.drop("rejected")
            index = fields.index("sentence_index")
            reason = fields.text("reason", needed=True)
            fields.nothing_else(("sentence_index", "reason"))
            if index is None:
                raise FieldError("sentence_index is missing; give it")
            _need_sentence(index, document)
            if index in judged:
                raise FieldError(f"sentence {index} is judged twice; leave one out")
            judged.add(index)
            yield Judgement(number, index, reason)
        except FieldError as error:
            document.refusals.part(-1, "no_claim", number, _message(error))


def _need_sentence(index: int, document: Document) -> None:
    if document.sentences is None:
        raise FieldError("sentence_index counts in `sentences`, which the document does not give")
    if index >= len(document.sentences):
        there = f"sentences has {len(document.sentences)}, counted from 0"
        raise FieldError(f"sentence_index is {index}, but {there}")


# --- Claims ----------------------------------------------------------------------------------------


def _claim(table: Any, number: int, document: Document, taken: set[str]) -> GivenClaim:
    fields = Fields(table, "the claim")
    fields.drop("reason")
    raw = dict(fields.rest())
    id = fields.text("id", needed=True, limit=ID_CHARS)
    if id in taken:
        raise FieldError("another claim of this document has this id; give it one of its own")
    hops = _hops(fields.items("attribution"))
    mode, speaker = _voice(fields, hops)
    claim = GivenClaim(
        number=number,
        raw=raw,
        id=id,
        text=fields.text("text", needed=True),
        kind=fields.choice("kind", KINDS["claim"], Claim.Kind.REPORT),
        mode=mode,
        speaker=speaker,
        hops=hops,
        said_on=fields.day("said_on"),
        about=fields.names("about", ACTOR_CHARS),
        events=fields.names("events", EVENT_CHARS),
        tags=fields.names("tags", TAG_CHARS),
        evidence=[],
        relations=[],
        extra={},
    )
    evidence, relations = fields.items("evidence"), fields.items("relations")
    claim.extra = fields.extra()
    for index, item in enumerate(evidence):
        try:
            claim.evidence.append(_evidence(item, index, document))
        except FieldError as error:
            document.refusals.part(number, "evidence", index, _message(error))
    for index, item in enumerate(relations):
        try:
            claim.relations.append(_relation(item, index, document))
        except FieldError as error:
            document.refusals.part(number, "relations", index, _message(error))
    if evidence and not claim.evidence:
        raise FieldError(document.refusals.why(number, "evidence"))
    taken.add(id)
    return claim


def _voice(fields: Fields, hops: list[tuple[str, str]]) -> tuple[str, str]:
    """Mode and speaker; where there is a chain, its last hop is both."""
    mode = fields.choice("mode", MODES, "")
    speaker = fields.text("speaker", limit=ACTOR_CHARS)
    if not hops:
        return mode, speaker
    last_actor, last_mode = hops[-1]
    if (speaker or last_actor, mode or last_mode) != (last_actor, last_mode):
        raise FieldError(
            f"attribution ends in {quoted(last_actor)} ({last_mode}), but the claim's speaker is "
            f"{quoted(speaker or last_actor)} ({mode or last_mode}); the last hop is the speaker"
        )
    return last_mode, last_actor


def _hops(items: list[Any]) -> list[tuple[str, str]]:
    hops = []
    for number, item in enumerate(items, start=1):
        hop = Fields(item, f"attribution {number}")
        actor = hop.text("actor", needed=True, limit=ACTOR_CHARS)
        hops.append((actor, hop.choice("mode", HOP_MODES, Mode.REPORTED)))
        hop.nothing_else(("actor", "mode"))
    if len({actor for actor, _ in hops}) < len(hops):
        raise FieldError("attribution names somebody twice; a chain goes in no circle")
    return hops


def _evidence(item: Any, number: int, document: Document) -> GivenEvidence:
    fields = Fields(item, "the evidence")
    fields.drop("reason")
    other = fields.table("document")
    evidence = GivenEvidence(
        number=number,
        stance=fields.choice("stance", STANCES, Stance.SUPPORTS),
        quote=fields.text("quote") or None,
        start=fields.index("start"),
        end=fields.index("end"),
        sentence_index=fields.index("sentence_index"),
        document=_reference(other, document.key) if other else None,
    )
    fields.nothing_else(EVIDENCE)
    if (evidence.start is None) != (evidence.end is None):
        raise FieldError("start and end go together; give both")
    if evidence.start is None and evidence.quote is None and evidence.sentence_index is None:
        raise FieldError("nothing says where; give start and end, a quote or a sentence_index")
    if evidence.document and evidence.sentence_index is not None:
        raise FieldError("sentence_index counts in this document; give start and end instead")
    if evidence.sentence_index is not None:
        _need_sentence(evidence.sentence_index, document)
    return evidence


def _reference(fields: Fields, own: Reference) -> Reference | None:
    """The document named, or None where that is the same one."""
    source = fields.text("source", limit=SOURCE_CHARS) or own.source
    fields_id = fields.text("id", needed=True, limit=ID_CHARS)
    fields.nothing_else(("source", "id"))
    return None if (named := Reference(source, fields_id)) == own else named


def _relation(item: Any, number: int, document: Document) -> Related:
    fields = Fields(item, "the relation")
    fields.drop("reason")
    if not fields.has("kind"):
        raise FieldError("kind is missing; give it")
    kind = fields.choice("kind", KINDS["relation"], "")
    target = fields.table("claim")
    fields.nothing_else(RELATION)
    if target is None:
        raise FieldError('claim is missing; write {"source": …, "document": …, "id": …}')
    reference = Reference(
        target.text("source", limit=SOURCE_CHARS) or document.key.source,
        target.text("document", limit=ID_CHARS) or document.key.id,
    )
    related = Related(number, kind, reference, target.text("id", needed=True, limit=ID_CHARS))
    target.nothing_else(("source", "document", "id"))
    return related


def _message(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
