"""Parsing a document with its claims: INTERCHANGE.md says what may stand in a line.

Nothing here asks the database. What is wrong is noted in the document's refusals; the rest goes on.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from editorial.actions.articles import check_text
from editorial.importing.documents.fields import FieldError, Fields
from editorial.importing.documents.items import Document, Judgement, Reference
from editorial.importing.documents.lines import unstorable
from editorial.importing.documents.parse_claim import (
    ACTOR_CHARS,
    ID_CHARS,
    SOURCE_CHARS,
    message_of,
    need_sentence,
    parse_claim,
)
from editorial.importing.documents.refusals import Refusals
from editorial.importing.errors import quoted
from kb.models import Article, Sentence

__all__ = ["parse"]

DEFAULT_LANGUAGE = "de"
ROLES = frozenset(Sentence.Role.values)
KINDS = Article.Kind.values
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
        refusals.document(message_of(error))
        return None, refusals
    ids: set[str] = set()
    for number, table in enumerate(claims):
        try:
            if is_suspect and (wrong := unstorable(table)):
                raise FieldError(wrong)
            document.claims.append(parse_claim(table, number, document, ids))
        except FieldError as error:
            refusals.claim(number, message_of(error))
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
        kind=own.choice("kind", KINDS, Article.Kind.OTHER),
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
            need_sentence(index, document)
            if index in judged:
                raise FieldError(f"sentence {index} is judged twice; leave one out")
            judged.add(index)
            yield Judgement(number, index, reason)
        except FieldError as error:
            document.refusals.part(-1, "no_claim", number, message_of(error))
