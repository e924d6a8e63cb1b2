"""The whole base as JSON Lines, one document with its claims a line.

The form is that which `import_jsonl` reads. It holds current versions: what the articles say and
what claims rest on; never status, decisions or history. What is sealed, and what rests on an older
wording, is left out.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Collate

from kb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Evidence,
    NoClaim,
    Sentence,
)

__all__ = ["documents", "written"]

BATCH_DOCUMENTS = 100


Table = dict[str, Any]


class Row(NamedTuple):
    """One row of evidence, and where its sentence stands; offsets are code points."""

    source: str
    document: str
    position: int  # of the sentence in its text
    sentence_start: int
    sentence_end: int
    start: int  # in the sentence
    end: int
    stance: str


def documents() -> Iterator[dict[str, Any]]:
    """All documents by source and id, in code-point order, each as plain values. Memory stays flat."""
    ids = _ids()
    for start in range(0, len(ids), BATCH_DOCUMENTS):
        batch = ids[start : start + BATCH_DOCUMENTS]
        found = _exported().select_related("current_version", "author").in_bulk(list(batch))
        yield from _batch([found[pk] for pk in batch if pk in found])


def written(document: Mapping[str, Any]) -> str:
    """A document as one line, with its end: keys sorted, nothing escaped that need not be."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _exported() -> QuerySet[Article]:
    return Article.objects.exclude(current_version=None).exclude(access=Article.Access.SEALED)


def _ids() -> "array[int]":
    """The articles' ids in the order of the export: sorted once, eight bytes each."""
    binary = "BINARY" if connection.vendor == "sqlite" else "C"
    order = (Collate("source", binary), Collate("external_id", binary))
    return array("q", _exported().order_by(*order).values_list("pk", flat=True).iterator())


def _batch(articles: list[Article]) -> Iterator[Table]:
    """The documents of some articles, with a fixed number of queries for all of them."""
    current = Sentence.objects.filter(version__in=[a.current_version_id for a in articles])
    spans = _grouped(current.in_order(), "version", "pk", "start", "end", "role")
    judged = NoClaim.objects.filter(sentence__in=current.values("pk"))
    reasons = dict(judged.values_list("sentence", "reason"))
    claims = Claim.objects.filter(article__in=articles).select_related("speaker")
    by_article: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.article_id].append(claim)
    parts = _Parts(claims)
    for article in articles:
        its = sorted(by_article[article.pk], key=lambda claim: claim.external_id)
        document = _document(article, spans[article.current_version_id], reasons)
        said = [parts.claim(claim, article) for claim in its]
        yield {"document": document} | ({"claims": said} if said else {})


def _document(article: Article, spans: list[Any], reasons: Mapping[int, str]) -> Table:
    judged = [
        {"sentence_index": index, "reason": reasons[pk]}
        for index, (pk, *_) in enumerate(spans)
        if pk in reasons
    ]
    return article.extra | _present(
        id=article.external_id,
        source=article.source,
        title=article.title,
        text=_text(article),
        lang=article.language,
        kind=article.kind,
        access=article.access,
        date=article.published_on and article.published_on.isoformat(),
        url=article.url,
        license=article.license,
        author=_name(article.author, article) if article.author else "",
        sentences=[_span(*span) for _, *span in spans],
        no_claim=judged,
    )


def _span(start: int, end: int, role: str) -> list[Any]:
    return [start, end] if role == Sentence.Role.BODY else [start, end, role]


def _text(article: Article) -> str:
    version = article.current_version
    return version.text if version else ""


def _name(actor: Actor, article: Article) -> str:
    """The actor's name; "" for somebody whom the article does not name."""
    is_anonymous = actor.only_in_id == article.pk and actor.name == article.anonymous_author
    return "" if is_anonymous else actor.name


class _Parts:
    """What belongs to the claims of a batch."""

    def __init__(self, claims: QuerySet[Claim]) -> None:
        mine = {"claim__in": claims.values("pk")}
        hops = Attribution.objects.filter(**mine).order_by("position")
        self.hops = _grouped(hops, "claim", "actor__name", "mode")
        self.about = _grouped(ClaimAbout.objects.filter(**mine), "claim", "actor__name")
        self.events = _grouped(ClaimEvent.objects.filter(**mine), "claim", "event__title")
        tags = ClaimTag.objects.filter(content_object__in=claims.values("pk"))
        self.tags = _grouped(tags, "content_object", "tag__name")
        self.evidence = _grouped(
            _standing().filter(**mine),
            "claim",
            "sentence__version__article__source",
            "sentence__version__article__external_id",
            "sentence__position",
            "sentence__start",
            "sentence__end",
            "start",
            "end",
            "stance",
        )
        relations = ClaimRelation.objects.filter(subject__in=claims.values("pk"))
        self.relations = _grouped(
            relations.exclude(object__article__access=Article.Access.SEALED),
            "subject",
            "kind",
            "object__article__source",
            "object__article__external_id",
            "object__external_id",
        )

    def claim(self, claim: Claim, article: Article) -> Table:
        is_author = claim.speaker_id == article.author_id
        # Here a chain is one of names: of namesakes in it the last one is told.
        hops = list(
            {actor: (actor, mode) for actor, mode in reversed(self.hops[claim.pk])}.values()
        )
        hops = hops[::-1] if len(hops) > 1 else []
        return claim.extra | _present(
            id=claim.external_id,
            text=claim.text,
            kind=claim.kind,
            mode=claim.mode,
            speaker="" if is_author else _speaker(claim, article),
            said_on=claim.said_on and claim.said_on.isoformat(),
            about=_names(self.about[claim.pk]),
            events=_names(self.events[claim.pk], claim.extra.get("events", ())),
            tags=_names(self.tags[claim.pk]),
            attribution=[{"actor": actor, "mode": mode} for actor, mode in hops],
            evidence=list(_evidence([Row(*row) for row in self.evidence[claim.pk]], article)),
            relations=[_relation(*row) for row in sorted(self.relations[claim.pk])],
        )


def _speaker(claim: Claim, article: Article) -> str:
    """The speaker's name; somebody unnamed is absent only where the author is, too."""
    return claim.speaker.name if article.author_id else _name(claim.speaker, article)


def _standing() -> QuerySet[Evidence]:
    """Evidence in the current wording of articles that are not sealed."""
    live = Evidence.objects.live().filter(
        sentence__version=F("sentence__version__article__current_version")
    )
    return live.exclude(sentence__version__article__access=Article.Access.SEALED)


def _evidence(rows: list[Row], article: Article) -> Iterator[Table]:
    """Passages by their place, those of the claim's own article first."""
    here = article.source, article.external_id
    passages = [
        (row[:2] if row[:2] != here else None, start, end, row.stance)
        for row, start, end in _joined(rows)
    ]
    for other, start, end, stance in sorted(
        passages, key=lambda p: (p[0] is not None, p[0] or here, *p[1:])
    ):
        place = {"start": start, "end": end, "stance": stance}
        if other is None:
            yield {"quote": _text(article)[start:end], **place}
        else:
            yield {"document": {"source": other[0], "id": other[1]}, **place}


def _joined(rows: list[Row]) -> Iterator[tuple[Row, int, int]]:
    """Rows as passages of their text: those that touch across a sentence's border are one."""
    passages: list[tuple[Row, int, int]] = []
    for row in sorted(
        rows, key=lambda r: (r.source, r.document, r.stance, r.position, r.start, r.end)
    ):
        start, end = row.sentence_start + row.start, row.sentence_start + row.end
        if passages and _goes_on(passages[-1][0], row):
            passages[-1] = row, passages[-1][1], end
        else:
            passages.append((row, start, end))
    yield from passages


def _goes_on(last: Row, row: Row) -> bool:
    is_next = (last.source, last.document, last.stance, last.position + 1) == (
        row.source,
        row.document,
        row.stance,
        row.position,
    )
    ends = last.sentence_start + last.end == last.sentence_end
    return is_next and ends and row.start == 0


def _relation(kind: str, source: str, document: str, claim: str) -> Table:
    return {"kind": kind, "claim": {"source": source, "document": document, "id": claim}}


def _names(rows: Iterable[Any], more: Iterable[str] = ()) -> list[str]:
    return sorted({name for (name,) in rows} | set(more))


def _grouped(rows: Any, by: str, *names: str) -> dict[Any, list[Any]]:
    """Plain values of the rows, by what they belong to."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, *values in rows.values_list(by, *names):
        groups[key].append(tuple(values))
    return groups


def _present(**values: Any) -> Table:
    """The values that say something."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}
