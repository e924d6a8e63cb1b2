"""How to cite a claim: what it rests on, since when it stands so, and in which wording."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from kb.exports.citations import Source
from kb.exports.schemaorg import Appearance
from kb.models import Article, Claim, Decision, Evidence, Stance
from kb.views.passages import Passage

__all__ = ["Cited", "cited", "decisions", "sources"]

TOLD = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED, Decision.Verb.WITHDRAWN)


@dataclass(frozen=True)
class Cited:
    """What a citation names beside the claim itself; `on` is None before it is public."""

    on: date | None
    sources: list[Source]
    appearances: list[Appearance]


def cited(
    passages: Iterable[Passage], sources: Iterable[Article], decisions: Iterable[Decision]
) -> Cited:
    """From what the reader may see: `passages`, and `sources`, articles that are only named."""
    together: dict[int, list[Passage]] = {}
    for passage in sorted(passages, key=lambda passage: passage.stance != Stance.SUPPORTS):
        together.setdefault(passage.version.pk, []).append(passage)
    found = [
        Appearance(group[0].version.article, group[0].version, tuple(group))
        for group in together.values()
    ]
    seen = {appearance.article.pk for appearance in found}
    found += [Appearance(article, None, ()) for article in sources if article.pk not in seen]
    days = [localdate(each.at) for each in decisions if each.verb in TOLD[:2]]
    return Cited(
        on=max(days, default=None),
        sources=[Source(each.article, each.version) for each in found],
        appearances=found,
    )


def decisions(claim: Claim) -> QuerySet[Decision]:
    """What readers are told of its life, first things first; not what went to and fro before."""
    return claim.decisions.filter(verb__in=TOLD).order_by("pk")


def sources(claim: Claim, user: Any) -> QuerySet[Article]:
    """The articles that support the claim, of those too that may only be named."""
    supports = Evidence.objects.supporting().filter(claim=claim)
    articles = Article.objects.visible_to(user).select_related("author", "outlet")
    return articles.filter(versions__sentences__evidence__in=supports).distinct().newest_first()
