"""Looks things up: the database finds candidates, our own score orders them, ids break ties.

The score is whole numbers over stored words, so it is the same in every database: for each word
asked for 13 where it stands just so, 12 where it stands in another form, 11 where it is part of a
compound; 5 more where all stand together in the order asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from kb.models import (
    Actor,
    ActorTerms,
    Article,
    ArticleTerms,
    Claim,
    ClaimTerms,
    Event,
    EventTerms,
    Sentence,
    SentenceTerms,
    Terms,
)
from kb.search.analysis import PART
from kb.search.asking import Asked, Wanted, wanted
from kb.search.backend import matching, newest
from kb.search.narrowing import narrowed

__all__ = [
    "COMPOUND",
    "EXACT",
    "FORM",
    "LIMIT",
    "TERMS",
    "TOGETHER",
    "Found",
    "alternatives",
    "answering",
    "search",
]

LIMIT = 2000  # candidates
EXACT, FORM, COMPOUND, TOGETHER = 13, 12, 11, 5

TERMS: dict[type[Model], type[Terms]] = {
    Actor: ActorTerms,
    Article: ArticleTerms,
    Claim: ClaimTerms,
    Event: EventTerms,
    Sentence: SentenceTerms,
}


@dataclass(frozen=True)
class Found:
    """The ids of what was found, the best first; where there is more than LIMIT, of the newest."""

    ids: Sequence[int]
    is_full: bool = False
    is_some: bool = False  # nothing has all the words; these have some of them
    told: Sequence[Sequence[Any]] = ()  # the columns asked for, each with a value of every one

    def after(self, pk: int | None) -> Sequence[int]:
        """The ids behind `pk`; all if it is not among them."""
        return self.ids[self.ids.index(pk) + 1 :] if pk in self.ids else self.ids


def search(rows: QuerySet[Any], asked: Asked, user: Any, columns: Sequence[str] = ()) -> Found:
    """What of `rows` answers the question, the best first; without words the newest.

    `rows` are claims, sentences, actors, events or articles that `user` may see. Where nothing has
    all of the words, what has some of them is found. `columns` are told as the database has them.
    """
    rows = narrowed(_searchable(rows), asked, user)
    found = _ranked(rows, asked, [alternatives(word) for word in asked.words], columns)
    if found.ids or len(asked.words) < 2:
        return found
    any_of = frozenset().union(*(alternatives(word) for word in asked.words))
    some = _ranked(rows, asked, [any_of], columns)
    return replace(some, is_some=bool(some.ids))


def answering(rows: QuerySet[Any], asked: Asked, user: Any) -> QuerySet[Any]:
    """All of `rows` that have every word, each phrase and field asked for, in no order."""
    rows = _fitting(narrowed(_searchable(rows), asked, user), asked)
    groups = _groups(asked, [alternatives(word) for word in asked.words])
    return rows.filter(pk__in=matching(TERMS[rows.model], groups)) if groups else rows


def _searchable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those with terms: no sentence of an older version, nobody who was merged. All claims are."""
    return rows if rows.model is Claim else rows.filter(terms__isnull=False)


def _ranked(
    rows: QuerySet[Any], asked: Asked, groups: Sequence[frozenset[str]], columns: Sequence[str]
) -> Found:
    """The newest of `rows` with a term of each group, the best of them first."""
    rows = _fitting(rows, asked)
    groups = _groups(asked, groups)
    latest = newest(rows, TERMS[rows.model], groups) if groups else rows.order_by("-pk")
    scored = latest.annotate(score=_score(asked.words)).values_list("score", "pk", *columns)
    candidates = _as_they_are(scored[: LIMIT + 1])
    if not candidates:
        return Found([])
    scores, ids, *told = zip(*candidates[:LIMIT], strict=True)
    ranked = sorted(zip(scores, ids, strict=True), reverse=True)
    return Found([pk for _, pk in ranked], len(candidates) > LIMIT, told=tuple(told))


def _as_they_are(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """What the database answers: of thousands of rows Django would turn each value over."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can fulfil
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _groups(asked: Asked, groups: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Beside the groups for words one for each word of a phrase: the index knows those, too."""
    return [*groups, *(frozenset({word}) for phrase in asked.phrases for word in phrase.split())]


def _fitting(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Those with each phrase, and without what is not wanted."""
    for phrase in asked.phrases:
        rows = rows.filter(terms__folded__contains=f" {phrase} ")
    for unwanted in asked.without:
        rows = rows.exclude(pk__in=_with(TERMS[rows.model], unwanted))
    return rows


def alternatives(word: Wanted) -> frozenset[str]:
    """The terms by which `word` is found: its own, and those of compounds that it is part of."""
    return word.own | {PART + term for term in word.own}


def _with(terms: type[Terms], typed: str) -> QuerySet[Terms]:
    """What has a word in any of its forms, or a phrase as it stands."""
    words = wanted(typed)
    if len(words) == 1:
        return terms._default_manager.filter(pk__in=matching(terms, [words[0].own]))
    having = terms._default_manager.filter(
        pk__in=matching(terms, [{word.folded} for word in words])
    )
    return having.filter(folded__contains=f" {' '.join(word.folded for word in words)} ")


def _score(words: Sequence[Wanted]) -> Any:
    total: Any = Value(0, output_field=IntegerField())
    for word in words:
        total = total + Case(*_degrees(word), default=0)
    if len(words) > 1:
        together = _stands("folded", " ".join(word.folded for word in words))
        total = total + Case(When(together, then=TOGETHER), default=0)
    return total


def _degrees(word: Wanted) -> Iterator[When]:
    yield When(_stands("folded", word.folded), then=EXACT)
    for then, mark in ((FORM, ""), (COMPOUND, PART)):
        anyhow = Q()
        for term in sorted(word.own):
            anyhow |= Q(_stands("terms", mark + term))
        yield When(anyhow, then=then)


def _stands(column: str, word: str) -> GreaterThan:
    return GreaterThan(StrIndex(F(f"terms__{column}"), Value(f" {word} ")), 0)
