"""New documents as rows, and the update of those that are here already."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.contrib.auth.models import User
from django.db.models import Q

from editorial.actions import imports
from editorial.actions.articles import first_words
from editorial.bulk import Rows
from editorial.importing.documents.grounds import Ground
from editorial.importing.documents.items import Document, Reference
from editorial.importing.documents.memory import Memory, document_digest, document_key
from editorial.importing.documents.names import Names
from editorial.importing.documents.passages import Text, segmented
from editorial.importing.documents.run import Run
from editorial.importing.documents.update import article_differs, change_article
from editorial.models import ImportItem
from editorial.state import article_state, digest
from kb.models import Article, ArticleVersion, anonymous_author, sha256

__all__ = ["add_article", "is_same", "stored_articles", "update_article"]


def stored_articles(references: Iterable[Reference]) -> dict[Reference, Article]:
    """The articles of these identities that are here."""
    by_source: dict[str, list[str]] = {}
    for reference in references:
        by_source.setdefault(reference.source, []).append(reference.id)
    wanted = Q(pk__in=())
    for source, ids in by_source.items():
        wanted |= Q(source=source, external_id__in=ids)
    articles = Article.objects.filter(wanted).select_related("current_version", "author")
    return {Reference(a.source, a.external_id): a for a in articles}


def add_article(document: Document, names: Names, rows: Rows, memory: Memory) -> Ground:
    """Adds the rows of a new article, its version and its sentences."""
    spans, segmenter = segmented(document)
    article = rows.add(
        Article,
        title=document.title or first_words(document.text, spans),
        kind=document.kind,
        language=document.language,
        published_on=document.published_on,
        url=document.url,
        license=document.license,
        access=document.access,
        source=document.key.source,
        external_id=document.key.id,
        extra=document.extra,
    )
    pk = article["id"]
    if document.author:
        article["author_id"] = names.actor(document.author, pk)
    text, sentences = document.text, []
    version = rows.add(
        ArticleVersion, article_id=pk, number=1, text=text, sha256=sha256(text), segmenter=segmenter
    )
    article["current_version_id"] = version["id"]
    for position, (start, end, paragraph, role) in enumerate(spans, start=1):
        values = (version["id"], position, paragraph, role, start, end, text[start:end])
        sentences.append(rows.add_sentence(*values))
    state = article_state(SimpleNamespace(**article, current_version=SimpleNamespace(**version)))
    memory.remember(document_key(document.key), pk, (document_digest(document), digest(state)))
    return Ground(
        article=pk,
        language=document.language,
        anonymous=anonymous_author(document.language),
        voice=article["author_id"],
        text=Text(text, spans),
        sentences=sentences,
        access=document.access,
    )


def is_same(document: Document, memory: Memory) -> bool:
    """Whether the last import said the same of a document: then there is nothing to do."""
    item, said = memory.item(document_key(document.key)), document_digest(document)
    if item is None or item.fate == ImportItem.Fate.TAKEN:
        return False
    return bool(said) and item.seed_digest == said


def update_article(document: Document, article: Article, memory: Memory, run: Run) -> str:
    """Brings a stored article to what the line says, where it still is as the last import left it.

    Says "same", "changed" or "kept". Raises ValidationError for what cannot be stored.
    """
    identity = document_key(document.key)
    item, said = memory.item(identity), document_digest(document)
    is_taken = item is not None and item.fate == ImportItem.Fate.TAKEN
    names = _names_of(document, article, run.writer, run.reason)
    why = "made here" if item is None else ""
    if item is not None and digest(article_state(article)) != item.state_digest:
        why = "edited here"
    if item is None or why:
        differs = article_differs(document, article, names)
        return _keep(document, run, why) if differs else "same"
    if is_taken:
        imports.reopen(item=item, article=article, access=document.access, by=run.writer)
    has_changed = change_article(document, article, names, memory, run) or is_taken
    memory.remember(identity, article.pk, (said, digest(article_state(article))))
    return "changed" if has_changed else "same"


def _names_of(document: Document, article: Article, by: User, reason: str) -> Names:
    names = Names(Rows(by, reason))
    names.look_up({document.author} - {""}, set(), set(), [article.pk])
    if article.author_id:
        names.prefer([article.author_id])
    return names


def _keep(document: Document, run: Run, why: str) -> str:
    run.log.keep(f"{document.refusals.place}: document {document.key}: {why}")
    return "kept"
