"""Claims that are there already: those nearly like the one being typed, and those with certain words.

Among the article's own claims and the newest of all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from kb.models import Article, Claim, ClaimTerms
from kb.search.asking import wanted
from kb.search.backend import matching
from kb.search.found import alternatives
from kb.text.folding import fold

__all__ = ["Known", "search", "similar"]

NEWEST_CLAIMS = 20_000  # among so many of all articles; reading all of a million takes seconds
CANDIDATES = 200
MOST_WORDS = 8  # more of them find nothing else
TELLING_WORDS = 4  # so many words of a text, the longest, say what is worth comparing with it
# Of the seeds' claims no two are as like; the same ones worded otherwise mostly are (0.6 to 0.9).
NEARLY_THE_SAME = 0.6
STEM_LETTERS = 6  # "Rüstung" and "Rüstungen" are the same word
SHORTEST_STEM_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that may be meant. `likeness`: the share of its words that it has in common, 0.0 to 1.0."""

    claim: int
    text: str
    status: str
    speaker: str
    article: int
    article_title: str
    is_of_article: bool
    likeness: float

    @property
    def status_label(self) -> str:
        return str(Claim.Status(self.status).label)


def similar(text: str, *, article: Article, limit: int = 5) -> list[Known]:
    """The claims whose text is nearly `text`, the likest first, the article's own before others.

    Drafts count, withdrawn claims do not. Three queries, none for a text without words.
    """
    stems = _stems(text)
    if not stems:
        return []
    longest = sorted(wanted(text), key=lambda word: (-len(word.folded), word.folded))
    telling = frozenset().union(*(alternatives(word) for word in longest[:TELLING_WORDS]))
    claims = Claim.objects.filter(pk__in=matching(ClaimTerms, [telling]))
    found = [_known(row, article, stems) for row in _candidates(claims, article)]
    near = [known for known in found if known.likeness >= NEARLY_THE_SAME]
    return sorted(near, key=lambda known: (-known.likeness, not known.is_of_article, -known.claim))[
        :limit
    ]


def search(words: str, *, article: Article, limit: int = 20) -> list[Known]:
    """The claims that have all of `words`, the article's own first, then the newest.

    Found as everywhere (kb.search), by text and names; the last word may be one just begun.
    Without words: the article's own newest. Drafts count, withdrawn claims do not. Three queries.
    """
    known = wanted(words)[:MOST_WORDS]
    claims = Claim.objects.all()
    if known[:-1]:
        terms = [alternatives(word) for word in known[:-1]]
        claims = claims.filter(pk__in=matching(ClaimTerms, terms))
    for begun in known[-1:]:
        claims = claims.filter(
            Q(pk__in=matching(ClaimTerms, [alternatives(begun)]))
            | Q(terms__folded__contains=f" {begun.folded}")
        )
    found = [_known(row, article, _stems(words)) for row in _candidates(claims, article)]
    own = [claim for claim in found if claim.is_of_article]
    others = [claim for claim in found if not claim.is_of_article] if known else []
    return [*own, *others][:limit]


def _candidates(claims: QuerySet[Claim], article: Article) -> list[dict[str, Any]]:
    """The newest of `claims`: of the article, and of those newest of all."""
    claims = claims.exclude(status=Claim.Status.WITHDRAWN).order_by("-pk")
    newest = Claim.objects.aggregate(pk=Max("pk"))["pk"] or 0
    others = claims.exclude(article=article).filter(pk__gt=newest - NEWEST_CLAIMS)
    return [*_rows(claims.filter(article=article)), *_rows(others)]


def _rows(claims: QuerySet[Claim]) -> Sequence[dict[str, Any]]:
    names = ("pk", "text", "status", "speaker__name", "article", "article__title")
    return list(claims.values(*names)[:CANDIDATES])


def _known(row: dict[str, Any], article: Article, wanted: frozenset[str]) -> Known:
    return Known(
        claim=row["pk"],
        text=row["text"],
        status=row["status"],
        speaker=row["speaker__name"],
        article=row["article"],
        article_title=row["article__title"],
        is_of_article=row["article"] == article.pk,
        likeness=_likeness(wanted, _stems(row["text"])),
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the words of both that they have in common (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _stems(text: str) -> frozenset[str]:
    """The words of `text`, folded and without their endings; short ones say little."""
    words = fold(text).replace("ß", "ss").split()
    return frozenset(
        word[:STEM_LETTERS]
        for word in words
        if len(word) >= SHORTEST_STEM_LETTERS or word.isdigit()
    )
