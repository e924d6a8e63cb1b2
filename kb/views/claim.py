from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.models import (
    Actor,
    Article,
    Claim,
    ClaimRelation,
    Decision,
    Event,
    Evidence,
    Sentence,
    Stance,
    Tag,
)
from kb.views.answers import missing, moved, revalidated
from kb.views.entries import Entry, prefetch_speech, with_speaker
from kb.views.passages import Passage, compared, join, quotes


@require_safe
@revalidated
def claim_detail(request: Request, pk: int, slug: str = "") -> HttpResponse:
    user = request.user
    found = Claim.objects.visible_to(user).with_sources(user).filter(pk=pk)
    claim = with_speaker(found).first()
    if claim is None:
        return missing(request, Claim.objects.once_public().filter(pk=pk))
    if slug != claim.slug:
        return moved(request, claim.get_absolute_url())
    relations = _relations(claim, user)
    prefetch_speech([claim, *(relation.other for relation in relations)])
    passages = _passages(claim, user)
    by_stance = {stance: [p for p in passages if p.stance == stance] for stance in Stance.values}
    around = _around(passages, user)
    context = {
        "entry": Entry(claim, passages),
        "claim": claim,
        "supports": compared(quotes(by_stance[Stance.SUPPORTS], around)),
        "disputes": compared(quotes(by_stance[Stance.DISPUTES], around)),
        "context": quotes(by_stance[Stance.CONTEXT], around),
        "sources": _sources(claim, user),
        "relations": relations,
        "about": Actor.objects.visible_to(user).filter(about_links__claim=claim).by_name(),
        "events": Event.objects.visible_to(user).filter(claim_links__claim=claim).newest_first(),
        "tags": Tag.objects.visible_to(user).filter(claim_links__content_object=claim),
        "decisions": _decisions(claim),
    }
    return render(request, "kb/claim.html", context)


def _passages(claim: Claim, user: Any) -> list[Passage]:
    evidence = Evidence.objects.visible_to(user).filter(claim=claim)
    evidence = evidence.select_related(
        "sentence__version__article__outlet",
        "sentence__version__article__current_version",
        "sentence__version__article__fingerprint",
    )
    return join(
        evidence.defer(
            "sentence__version__text", "sentence__version__article__current_version__text"
        )
    )


def _sources(claim: Claim, user: Any) -> QuerySet[Article]:
    """Where to read what supports the claim, for those who may not read it here."""
    supports = Evidence.objects.supporting().filter(claim=claim)
    articles = Article.objects.visible_to(user).exclude(url="")
    return articles.filter(versions__sentences__evidence__in=supports).distinct().newest_first()


def _around(passages: Iterable[Passage], user: Any) -> list[Sentence]:
    """The sentences of all paragraphs the passages stand in, as far as `user` may read them."""
    paragraphs = Q(pk=None)
    for passage in passages:
        paragraphs |= Q(
            version=passage.version,
            paragraph__range=(passage.first.sentence.paragraph, passage.last.sentence.paragraph),
        )
    return list(Sentence.objects.visible_to(user).filter(paragraphs).in_order())


@dataclass(frozen=True)
class Relation:
    """A relation as one of its two claims sees it."""

    kind: str
    is_outgoing: bool
    other: Claim
    note: str


def _relations(claim: Claim, user: Any) -> list[Relation]:
    """The relations of `claim` in both directions."""
    visible = Claim.objects.visible_to(user)
    rows = ClaimRelation.objects.filter(
        Q(subject=claim, object__in=visible) | Q(object=claim, subject__in=visible)
    ).select_related("subject__speaker", "subject__article", "object__speaker", "object__article")
    found = []
    for row in rows.order_by("kind", "pk"):
        is_outgoing = row.subject_id == claim.pk
        other = row.object if is_outgoing else row.subject
        found.append(Relation(row.kind, is_outgoing, other, row.note))
    return found


def _decisions(claim: Claim) -> QuerySet[Decision]:
    """What readers are told of its life, first things first; not what went to and fro before."""
    told = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED, Decision.Verb.WITHDRAWN)
    return claim.decisions.filter(verb__in=told).order_by("pk")
