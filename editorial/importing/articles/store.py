"""Storing one article that was read: new, changed, brought back, or left as it is.

The rule is that of all imports: what was imported once is known again by its source and id, and is
changed only where it still is as the last import left it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from editorial.actions import accounts, articles, corrections
from editorial.actions.articles import Received
from editorial.actions.curating import change
from editorial.actions.duplicates import same_address
from editorial.actions.imports import may_bring_back, reopen
from editorial.importing.articles.draft import Draft
from editorial.importing.log import Log
from editorial.models import ImportItem
from editorial.state import article_state, digest
from kb.models import (
    Actor,
    Article,
    ArticleVersion,
    NearDuplicate,
    Outlet,
    recorded_as,
    sha256,
)
from kb.text.sentences import Span, split

__all__ = ["Chosen", "Duplicate", "Outcome", "chosen", "cut_anew", "duplicates_of", "settle"]


@dataclass(slots=True)
class Chosen(Draft):
    """A draft with what was decided about it: by the options of a command, or by an editor.

    `actor` is who wrote it, where somebody chose them. `access` empty: "quotes", and what is here
    already stays as it is.
    """

    access: str = ""
    actor: Actor | None = None
    retrieved_at: datetime | None = None


class Duplicate(NamedTuple):
    """Another article with the same address, the same text or nearly the same."""

    article: Article
    how: str  # "address", "text", "near"
    likeness: float

    @property
    def percent(self) -> int:
        return round(self.likeness * 100)

    @property
    def said(self) -> str:
        """A line for the log."""
        alike = {
            "address": _("the same address as article %(number)d (%(title)s)"),
            "text": _("the same text as article %(number)d (%(title)s)"),
            "near": _("%(percent)d%% the same text as article %(number)d (%(title)s)"),
        }
        said = {"percent": self.percent, "number": self.article.pk, "title": self.article}
        return alike[self.how] % said


@dataclass(slots=True)
class Outcome:
    """What became of a draft: new, changed, reopened, same, kept or rejected.

    `reason` is why: of a rejection a line for people, of what was kept one of three, in English.
    """

    word: str
    draft: Chosen | None = None
    article: Article | None = None
    reason: str = ""
    duplicates: list[Duplicate] = field(default_factory=list)


def chosen(draft: Draft, **decided: Any) -> Chosen:
    """`draft` with what was decided; what is empty says nothing."""
    said = {each.name: getattr(draft, each.name) for each in fields(draft)}
    return Chosen(**said | {name: value for name, value in decided.items() if value})


def cut_anew(draft: Chosen, language: str) -> None:
    """Makes `language` the draft's; the sentences in its blocks are those of the language."""
    if draft.spans is not None and language != draft.language:
        blocks = groupby(draft.spans, key=lambda span: (span.paragraph, span.role))
        draft.spans = [
            span for _key, cut in blocks for span in _recut(draft.text, list(cut), language)
        ]
    draft.language = language


def settle(draft: Chosen, log: Log) -> Outcome:
    """Brings one article in, within a transaction; `log` gets its notes.

    Raises ValidationError for one that cannot be stored.
    """
    item = ImportItem.objects.filter(
        source=log.source, kind=ImportItem.Kind.ARTICLE, key=draft.external_id
    ).first()
    seed_digest = digest(_basis(draft))
    article = _article(item) if item else None
    if item and item.seed_digest == seed_digest and not item.is_taken_back:
        return Outcome("same", draft, article)
    if item and article is None:
        return Outcome("kept", draft, reason=gettext_noop("deleted here"))
    if item and article and digest(article_state(article)) != item.state_digest:
        return Outcome("kept", draft, article, reason=gettext_noop("edited here"))
    if item and item.is_taken_back and not may_bring_back(log.by):
        return Outcome("kept", draft, article, reason=gettext_noop("taken back"))
    word = "new"
    if item is None or article is None:
        article, item = _add(draft, log), _item(draft, log)
    else:
        word = _update(item, article, draft, log)
    item.run, item.object_id = log.row, article.pk
    item.seed_digest, item.state_digest = seed_digest, digest(article_state(article))
    item.save()
    return Outcome(word, draft, article)


def duplicates_of(article: Article) -> Iterator[Duplicate]:
    """Other articles at the same address, then those with the same text or nearly the same."""
    elsewhere = same_address(article.url) if article.url else Article.objects.none()
    for other in elsewhere.exclude(pk=article.pk):
        yield Duplicate(other, "address", 1)
    links = NearDuplicate.objects.of([article.pk]).nearest_first()
    for link in links.select_related("article__current_version", "other__current_version"):
        other = link.other if link.article_id == article.pk else link.article
        mine, theirs = article.current_version, other.current_version
        is_same = mine and theirs and mine.sha256 == theirs.sha256
        yield Duplicate(other, "text" if is_same else "near", link.likeness)


# --- Steps ----------------------------------------------------------------------------------------


def _recut(text: str, cut: list[Span], language: str) -> Iterator[Span]:
    first = cut[0]
    block = text[first.start : cut[-1].end]
    for span in split(block, language):
        start, end = first.start + span.start, first.start + span.end
        yield Span(start, end, first.paragraph, first.role)


def _basis(draft: Chosen) -> list[Any]:
    """The values whose digest says whether the draft is as it was imported last."""
    spans = [list(span) for span in draft.spans] if draft.spans is not None else None
    names = ("title", "kind", "language", "published_on", "url", "author", "outlet", "license")
    decided = [draft.access, draft.actor.pk if draft.actor else None]
    return [sha256(draft.text), spans, *(getattr(draft, name) for name in names), *decided]


def _article(item: ImportItem) -> Article | None:
    rows = Article.objects.select_related("current_version", "author", "outlet")
    return rows.filter(pk=item.object_id).first()


def _item(draft: Chosen, log: Log) -> ImportItem:
    kind = ImportItem.Kind.ARTICLE
    return ImportItem(source=log.source, kind=kind, key=draft.external_id, made_in=log.row)


def _add(draft: Chosen, log: Log) -> Article:
    said = _fields(draft, log.by)
    return articles.add(
        by=log.by,
        text=draft.text,
        spans=draft.spans,
        segmenter=draft.segmenter or None,
        original=Received(draft.original, draft.content_type),
        retrieved_at=draft.retrieved_at,
        source=log.source,
        external_id=draft.external_id,
        **said,
    )


def _update(item: ImportItem, article: Article, draft: Chosen, log: Log) -> str:
    """Brings an article to what the draft says; what that leaves out stays as it is."""
    word = "changed"
    if item.is_taken_back:
        access = draft.access or Article.Access.QUOTES
        reopen(item=item, article=article, access=access, by=log.by)
        item.made_in = log.row
        word = "reopened"
    said = _fields(draft, log.by)
    # What a person saw in a preview and stored is theirs: only a person changes it.
    if log.by == accounts.writer() and _was_set_by_a_person(article):
        kept = sorted(name for name, value in said.items() if getattr(article, name) != value)
        if kept:
            note = _("%(fields)s: as an editor set them") % {"fields": ", ".join(kept)}
            log.keep(f"{draft.external_id}: {note}", _("kept"))
    else:
        change(row=article, by=log.by, **said)
    _replace_text(article, draft, log)
    return word


def _was_set_by_a_person(article: Article) -> bool:
    own = (accounts.writer(), accounts.publisher())
    return Article.history.filter(id=article.pk).exclude(history_user__in=own).exists()


def _replace_text(article: Article, draft: Chosen, log: Log) -> None:
    """Another text, or other sentences that the format gives, is a new version."""
    old = article.current_version
    if old is None or (old.text == draft.text and _is_cut_so(old, draft.spans)):
        return
    done = corrections.correct(
        article=article,
        by=log.by,
        text=draft.text,
        reason=f"Import: {log.source}",
        spans=draft.spans,
        segmenter=draft.segmenter or None,
        original=Received(draft.original, draft.content_type),
        retrieved_at=draft.retrieved_at,
    )
    log.note(f"{draft.external_id}: {done.summary}")


def _is_cut_so(version: ArticleVersion, spans: Any) -> bool:
    if spans is None:
        return True
    stored = version.sentences.order_by("position")
    names = ("start", "end", "paragraph", "role")
    cut = [tuple(getattr(span, name) for name in names) for span in spans]
    return list(stored.values_list(*names)) == cut


def _fields(draft: Chosen, by: User) -> dict[str, Any]:
    """The article's values that are known."""
    said: dict[str, Any] = {
        "title": draft.title,
        "kind": draft.kind,
        "language": draft.language,
        "access": draft.access,
        "published_on": draft.published_on,
        "url": draft.url,
        "byline": draft.author,
        "license": draft.license,
        "author": draft.actor or (_named(draft.author) if draft.author else None),
        "outlet": _outlet(draft.outlet, by) if draft.outlet else None,
    }
    return {name: value for name, value in said.items() if value}


def _named(name: str) -> Actor | None:
    """The one listed actor of that name or alias; nobody is made up for a byline."""
    known = Actor.objects.filter(listed=True, only_in=None, merged_into=None)
    found = known.filter(Q(name=name) | Q(aliases__name=name)).distinct()[:2]
    return found[0] if len(found) == 1 else None


def _outlet(name: str, by: User) -> Outlet:
    with recorded_as(by):
        return Outlet.objects.get_or_create(name=name)[0]
