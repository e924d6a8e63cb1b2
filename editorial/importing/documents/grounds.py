"""The articles on which a batch of claims stands: their texts and sentences with ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from editorial.importing.documents.items import Reference
from editorial.importing.documents.passages import Text
from editorial.importing.documents.portions import portions
from kb.models import Article, Sentence
from kb.text.sentences import Span

__all__ = ["Ground", "stored_grounds"]


@dataclass(slots=True)
class Ground:
    """One article, stored or about to be."""

    article: int
    language: str
    anonymous: str  # what its author is called where none is named
    voice: int | None  # who speaks in the author's own voice; None where nobody is named
    text: Text
    sentences: Sequence[int]  # ids, in the order of the text's spans
    access: str

    @property
    def is_sealed(self) -> bool:
        return self.access == Article.Access.SEALED


def stored_grounds(references: Iterable[Reference]) -> dict[Reference, Ground]:
    """Those of `references` that are there, with the sentences of their current versions."""
    grounds: dict[Reference, Ground] = {}
    for portion in portions(references):
        grounds |= _stored(portion)
    return grounds


def _stored(references: Iterable[Reference]) -> dict[Reference, Ground]:
    by_source: dict[str, set[str]] = {}
    for reference in references:
        by_source.setdefault(reference.source, set()).add(reference.id)
    wanted = Q(pk__in=())
    for source, its in by_source.items():
        wanted |= Q(source=source, external_id__in=its)
    articles = Article.objects.filter(wanted, current_version__isnull=False)
    found = list(articles.select_related("current_version", "outlet"))
    ids: dict[Any, list[int]] = {article.current_version_id: [] for article in found}
    spans: dict[Any, list[Span]] = {article.current_version_id: [] for article in found}
    names = ("version_id", "pk", "start", "end", "paragraph", "role")
    sentences = Sentence.objects.filter(version__in=list(ids)).order_by("version_id", "position")
    for version, pk, *span in sentences.values_list(*names):
        ids[version].append(pk)
        spans[version].append(Span(*span))
    return {Reference(a.source, a.external_id): _ground(a, ids, spans) for a in found}


def _ground(article: Article, ids: dict[Any, list[int]], spans: dict[Any, list[Span]]) -> Ground:
    version = article.current_version
    if version is None:
        raise TypeError("an article without a text has no ground")
    newsroom = article.outlet.newsroom_id if article.outlet else None
    return Ground(
        article=article.pk,
        language=article.language,
        anonymous=article.anonymous_author,
        voice=article.author_id or newsroom,
        text=Text(version.text, spans[version.pk]),
        sentences=ids[version.pk],
        access=article.access,
    )
