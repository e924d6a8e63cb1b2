from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import (
    Actor,
    Affiliation,
    Article,
    Claim,
    Event,
    Mode,
    Participation,
    Sentence,
    Stance,
)
from kb.models.order import LatestFirst
from kb.pictures import timeline
from kb.search.backend import among
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import actor_as_of, is_asked
from kb.views.dated import SHOWN, Found, dated, section, shown
from kb.views.filters import Page
from kb.views.merges import merges
from kb.views.paging import cut
from kb.views.pairs import contradictions_of
from kb.views.pictured import of_events, of_offices, speaking

CONTRADICTIONS = 5  # pairs; the list of contradictions has all
OWN = (Mode.AUTHOR, Mode.DIRECT)  # the actor's own words; the others are in somebody else's


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
    affiliations = list(_affiliations(actor, user))
    offices = [each for each in affiliations if each.actor_id == actor.pk]
    participations = list(_participations(actor, user))
    articles = Article.objects.visible_to(user).filter(author=actor).newest_first()
    claims = Claim.objects.visible_to(user)
    said, about = dated(claims.spoken_by(actor), user), dated(claims.about(actor), user)
    disputed = claims.filter(pk__in=among(said.ids)).with_passages(Stance.DISPUTES, user)
    stretches = [*of_offices(offices), *of_events(_events(participations))]
    context = {
        "actor": actor,
        "merges": merges(actor, user),
        "names": sorted({alias.name for alias in actor.aliases.all()} - {actor.name}),
        **_sections(actor, said, about, user),
        "disputed": disputed.count(),
        "timeline": timeline(stretches, said.by_day, about.by_day),
        "speaking": speaking(actor, said, about, user),
        "contradictions": contradictions_of(actor, user, CONTRADICTIONS),
        "offices": offices,
        "members": [each for each in affiliations if each.actor_id != actor.pk],
        "participations": participations,
        "articles": articles.select_related("outlet", "author")[:SHOWN],
    }
    return render(request, "kb/actor.html", context)


def _sections(actor: Actor, said: Found, about: Found, user: Any) -> dict[str, Any]:
    """What the actor says, is said to say, is spoken of and passes on, the newest of each."""
    passed_on = dated(Claim.objects.visible_to(user).passed_on_by(actor), user)
    own = [row for row in said.rows if row.mode in OWN]
    attributed = [row for row in said.rows if row.mode not in OWN]
    known = shown([own, attributed, about.rows, passed_on.rows], user)
    return {
        "said": said,
        "own": section(own, known, len(said)),
        "attributed": section(attributed, known, len(said)),
        "about": section(about.rows, known, len(about)),
        "is_full": said.is_full or about.is_full or passed_on.is_full,
        "undated": said.undated + about.undated,
        "passed_on": section(passed_on.rows, known, len(passed_on)),
    }


def _affiliations(actor: Actor, user: Any) -> QuerySet[Affiliation]:
    """Offices the actor holds, and who holds one in it."""
    visible = Actor.objects.visible_to(user)
    above = visible.filter(members__actor=actor)  # of few it is quickly asked who may be seen
    below = visible.filter(affiliations__organisation=actor)
    return (
        Affiliation.objects.filter(
            Q(actor=actor, organisation__in=above) | Q(organisation=actor, actor__in=below)
        )
        .select_related("actor", "organisation")
        .order_by(LatestFirst("start"), "pk")
    )


def _participations(actor: Actor, user: Any) -> QuerySet[Participation]:
    sentences = Sentence.objects.visible_to(user).select_related("version__article")
    events = Event.objects.visible_to(user).filter(participations__actor=actor)
    return (
        Participation.objects.filter(actor=actor, event__in=events)
        .select_related("event")
        .prefetch_related(Prefetch("sentence", sentences.defer("version__text")))
        .order_by("-event__start", "pk")
    )


def _events(participations: Iterable[Participation]) -> list[Event]:
    """Each event once, in how many roles ever the actor takes part."""
    return list({each.event_id: each.event for each in participations}.values())
