"""Parsing a claim of a document: INTERCHANGE.md says what may stand in it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from editorial.importing.documents.fields import FieldError, Fields
from editorial.importing.documents.items import (
    Document,
    GivenClaim,
    GivenEvidence,
    Reference,
    Related,
)
from editorial.importing.errors import quoted
from kb.models import Actor, Article, Claim, ClaimRelation, Event, Mode, Stance, Tag

__all__ = [
    "ACTOR_CHARS",
    "EVENT_CHARS",
    "ID_CHARS",
    "SOURCE_CHARS",
    "TAG_CHARS",
    "message_of",
    "need_sentence",
    "parse_claim",
]

Made = TypeVar("Made", GivenEvidence, Related)

# The longest name of an actor, event or tag, id and source that can be kept.
ACTOR_CHARS = Actor._meta.get_field("name").max_length or 0
EVENT_CHARS = Event._meta.get_field("title").max_length or 0
TAG_CHARS = Tag._meta.get_field("name").max_length or 0
ID_CHARS = Claim._meta.get_field("external_id").max_length or 0
SOURCE_CHARS = Article._meta.get_field("source").max_length or 0

EVIDENCE = ("quote", "start", "end", "sentence_index", "stance", "document")
RELATION = ("claim", "kind")
HOP_MODES = [mode for mode in Mode.values if mode != Mode.AUTHOR]
KINDS, RELATIONS = Claim.Kind.values, ClaimRelation.Kind.values
MODES, STANCES = Mode.values, Stance.values


def parse_claim(table: Any, number: int, document: Document, taken: set[str]) -> GivenClaim:
    """The claim numbered `number` of a document; its id joins those `taken`.

    What is wrong with a part is noted in the document's refusals. Raises FieldError for the rest.
    """
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
        kind=fields.choice("kind", KINDS, Claim.Kind.REPORT),
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
    claim.evidence.extend(_good("evidence", evidence, _evidence, number, document))
    claim.relations.extend(_good("relations", relations, _relation, number, document))
    if evidence and not claim.evidence:
        raise FieldError(document.refusals.why(number, "evidence"))
    taken.add(id)
    return claim


def _good(
    name: str,
    items: list[Any],
    read: Callable[[Any, int, Document], Made],
    number: int,
    document: Document,
) -> Iterator[Made]:
    """The items of a claim that can be read; of the others it is noted why not."""
    for index, item in enumerate(items):
        try:
            yield read(item, index, document)
        except FieldError as error:
            document.refusals.part(number, name, index, message_of(error))


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
        need_sentence(evidence.sentence_index, document)
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
    kind = fields.choice("kind", RELATIONS, "")
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


def need_sentence(index: int, document: Document) -> None:
    """Raises FieldError unless the document gives a sentence of that index, counted from 0."""
    if document.sentences is None:
        raise FieldError("sentence_index counts in `sentences`, which the document does not give")
    if index >= len(document.sentences):
        there = f"sentences has {len(document.sentences)}, counted from 0"
        raise FieldError(f"sentence_index is {index}, but {there}")


def message_of(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
