from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Actor, Affiliation, Article, Claim, Event, Participation, Sentence
from kb.models.order import LatestFirst
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import actor_as_of, is_asked
from kb.views.entries import entries, with_speaker
from kb.views.filters import Page
from kb.views.merges import merges
from kb.views.paging import cut

SHOWN = 25  # claims in each column; the list of claims has all


@require_safe
@revalidated
def actor_list(request: Request) -> HttpResponse:
    actors = Actor.objects.visible_to(request.user).listed().filter(merged_into=None)
    page = cut(actors, by="sort_name", after=Page(request.GET).place(), size=100)
    return show(request, "kb/actor_list.html", "results", {"page": page})


@require_safe
@revalidated
def actor_detail(request: Request, slug: str) -> HttpResponse:
    user = request.user
    actor = Actor.objects.visible_to(user).filter(slug=slug).prefetch_related("aliases").first()
    if actor is None:
        return missing(request, Actor.objects.once_public().filter(slug=slug))
    if actor.merged_into:
        return moved(request, actor.merged_into.get_absolute_url())
    if is_asked(request):
        return actor_as_of(request, actor)
    claims = Claim.objects.visible_to(user).newest_first()
    said = list(with_speaker(claims.spoken_by(actor))[: SHOWN + 1])
    about = list(with_speaker(claims.about(actor))[: SHOWN + 1])
    passed_on = list(with_speaker(claims.passed_on_by(actor))[:SHOWN])
    affiliations = _affiliations(actor, user)
    articles = Article.objects.visible_to(user).filter(author=actor).newest_first()
    shown = {entry.claim.pk: entry for entry in entries({*said, *about, *passed_on}, user)}
    context = {
        "actor": actor,
        "merges": merges(actor, user),
        "names": sorted({alias.name for alias in actor.aliases.all()} - {actor.name}),
        "said": [shown[claim.pk] for claim in said[:SHOWN]],
        "about": [shown[claim.pk] for claim in about[:SHOWN]],
        "passed_on": [shown[claim.pk] for claim in passed_on],
        "has_more_said": len(said) > SHOWN,
        "has_more_about": len(about) > SHOWN,
        "offices": [each for each in affiliations if each.actor_id == actor.pk],
        "members": [each for each in affiliations if each.actor_id != actor.pk],
        "participations": _participations(actor, user),
        "articles": articles.select_related("outlet", "author")[:SHOWN],
    }
    return render(request, "kb/actor.html", context)


def _affiliations(actor: Actor, user: Any) -> QuerySet[Affiliation]:
    """Offices the actor holds, and who holds one in it."""
    visible = Actor.objects.visible_to(user)
    return (
        Affiliation.objects.filter(
            Q(actor=actor, organisation__in=visible) | Q(organisation=actor, actor__in=visible)
        )
        .select_related("actor", "organisation")
        .order_by(LatestFirst("start"), "pk")
    )


def _participations(actor: Actor, user: Any) -> QuerySet[Participation]:
    sentences = Sentence.objects.visible_to(user).select_related("version__article")
    return (
        Participation.objects.filter(actor=actor, event__in=Event.objects.visible_to(user))
        .select_related("event")
        .prefetch_related(Prefetch("sentence", sentences.defer("version__text")))
        .order_by("-event__start", "pk")
    )
