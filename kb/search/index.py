"""Keeps the terms of things up with the things.

Triggers note what changed (kb/sql); `catch_up` makes the terms of it anew, after each request
that wrote something, after each import, and by `manage.py index_terms`. Searching writes nothing.
"""

import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kb.models import (
    Actor,
    ActorTerms,
    Article,
    ArticleTerms,
    ArticleVersion,
    Claim,
    ClaimTerms,
    Event,
    EventTerms,
    Evidence,
    Sentence,
    SentenceTerms,
    Unindexed,
)
from kb.search import words
from kb.search.analysis import folded_words, terms_of
from kb.search.backend import among, refresh_statistics, replace, wait_for_others

__all__ = ["catch_up", "catch_up_with_all", "indexing", "is_behind", "note_all"]

log = logging.getLogger(__name__)

AT_ONCE = 500  # changes in one transaction
ARTICLES_AT_ONCE = 50  # whose sentences are held in memory together
IN_A_REQUEST = 2000  # changes that one request catches up with; more wait for the next
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")

Named = Iterable[tuple[str, str]]  # texts with their languages


def indexing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a request changed can be found when it is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in SAFE:
            try:
                catch_up(IN_A_REQUEST)
            except Exception:
                # What was asked for is done; the terms wait for the next change or the command.
                log.exception("The search terms could not be brought up to date")
        return response

    return middleware


def note_all() -> None:
    """Has the terms of everything made anew."""
    for model in INDEXED:
        ids = model._default_manager.order_by("pk").values_list("pk", flat=True)
        kind = model._meta.model_name or ""
        Unindexed.objects.bulk_create(
            (Unindexed(kind=kind, object_id=pk) for pk in ids.iterator()), batch_size=1000
        )


def is_behind() -> bool:
    """Whether something changed whose terms are not made anew yet."""
    return Unindexed.objects.exists()


def catch_up_with_all() -> int:
    """Brings all terms up to date; says how many changes there were."""
    if Unindexed.objects.count() > AT_ONCE:
        refresh_statistics((Article, ArticleVersion, Sentence, Claim, Evidence))
    return catch_up(sys.maxsize)


def catch_up(limit: int) -> int:
    """Brings the terms of up to `limit` changes up to date; says how many they were.

    What changes meanwhile is noted again and waits for the next time.
    """
    done = 0
    while done < limit and (now := _catch_up(min(AT_ONCE, limit - done))):
        done += now
    return done


@transaction.atomic
def _catch_up(limit: int) -> int:
    wait_for_others()
    changes = list(Unindexed.objects.order_by("pk")[:limit])
    if not changes:
        return 0
    Unindexed.objects.filter(pk__in=among([change.pk for change in changes])).delete()
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        ids[change.kind].add(change.object_id)
    for model, index in INDEXED.items():
        if found := ids[model._meta.model_name or ""]:
            index(sorted(found))
    return len(changes)


def _claims(ids: list[int]) -> None:
    claims = Claim.objects.filter(pk__in=among(ids)).select_related("speaker")
    rows, public = [], []
    for claim in claims.prefetch_related("about").order_by("pk"):
        named = [claim.speaker.name, *sorted(actor.name for actor in claim.about.all())]
        texts = [(claim.text, claim.language), *((name, claim.language) for name in named)]
        rows.append(_terms(ClaimTerms, claim.pk, texts))
        if claim.is_public:
            public.append(claim.pk)
    replace(ClaimTerms, ids, rows)
    words.learn(words.of_claims(public))


def _articles(ids: list[int]) -> None:
    for some in _batched(ids, ARTICLES_AT_ONCE):
        shown = Article.objects.filter(pk__in=some).public()
        articles = shown.select_related("author", "outlet").defer("extra").order_by("pk")
        rows = []
        for article in articles:
            names = (article.title, article.byline, article.author, article.outlet)
            texts = [(str(name), article.language) for name in names if name]
            rows.append(_terms(ArticleTerms, article.pk, texts))
        replace(ArticleTerms, some, rows)
        _sentences(some)
        words.learn(words.of_articles(some))


def _sentences(articles: Sequence[int]) -> None:
    """The sentences of current versions; none of an older one, none of what is sealed."""
    known = SentenceTerms.objects.filter(sentence__version__article__in=articles)
    before = list(known.values_list("pk", flat=True))
    shown = Article.objects.filter(pk__in=articles).public()
    current = Sentence.objects.filter(version__in=shown.values("current_version")).order_by("pk")
    wanted = current.values_list("pk", "text", "version__article__language")
    replace(
        SentenceTerms, before, [_terms(SentenceTerms, pk, [(text, of)]) for pk, text, of in wanted]
    )


def _actors(ids: list[int]) -> None:
    actors = Actor.objects.filter(pk__in=among(ids), merged_into=None).prefetch_related("aliases")
    rows = []
    for actor in actors.order_by("pk"):
        aliases = sorted((alias.name, alias.language) for alias in actor.aliases.all())
        names = [(name, language or "de") for name, language in ((actor.name, ""), *aliases)]
        rows.append(_terms(ActorTerms, actor.pk, names))
    replace(ActorTerms, ids, rows)
    words.learn(words.of_actors(ids))


def _events(ids: list[int]) -> None:
    events = Event.objects.filter(pk__in=among(ids), merged_into=None).order_by("pk")
    rows = [
        _terms(EventTerms, event.pk, [(text, "de") for text in (event.title, event.place) if text])
        for event in events
    ]
    replace(EventTerms, ids, rows)
    words.learn(words.of_events(ids))


def _batched(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), size):
        yield ids[at : at + size]


def _terms(model: type[Any], pk: int, texts: Named) -> Any:
    texts = list(texts)
    found = {term for text, language in texts for term in terms_of(text, language)}
    return model(
        pk=pk,
        folded=folded_words(text for text, _ in texts),
        terms=f" {' '.join(sorted(found))} ",
    )


INDEXED: dict[type[Any], Callable[[list[int]], None]] = {
    Claim: _claims,
    Article: _articles,
    Actor: _actors,
    Event: _events,
}
