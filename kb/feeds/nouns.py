"""The feeds of the list of claims, and of one actor, event, tag or article."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kb.feeds.answers import ANYONE, followed, gone, refused
from kb.feeds.claims import claims_feed
from kb.http import Request
from kb.models import Actor, Article, Attribution, Claim, ClaimAbout, Event, Tag
from kb.views.answers import missing
from kb.views.filters import ClaimFilter

__all__ = ["actor_feed", "article_feed", "claim_feed", "event_feed", "tag_feed"]


@followed
def claim_feed(request: Request) -> HttpResponse:
    """All claims, or those that the same query part narrows the list of claims to."""
    form = ClaimFilter(request.GET, ANYONE)
    if not form.is_valid():
        return refused(form)
    narrowed = [f"{choice.label}: {choice.words}" for choice in form.chosen()]
    chosen = " · ".join(filter(None, [str(form["q"].value() or ""), *narrowed]))
    return claims_feed(
        request,
        form.claims(),
        title=f"{_('Claims')} ({chosen})" if chosen else _("Claims"),
        subtitle=_("Who says what about whom, with the sentences it rests on."),
        link=f"/claims/{form.address(before=None)}",
    )


@followed
def actor_feed(request: Request, slug: str) -> HttpResponse:
    """What the actor says, passes on, or is spoken of in."""
    actor = Actor.objects.visible_to(ANYONE).filter(slug=slug).first()
    if actor is None:
        return gone(request, Actor.objects.once_public().filter(slug=slug), "actor_feed")
    about = ClaimAbout.objects.filter(actor=actor).order_by().values("claim")
    passed_on = Attribution.objects.filter(actor=actor).order_by().values("claim")
    said = Claim.objects.filter(speaker=actor).order_by().values("pk")
    return claims_feed(
        request,
        Claim.objects.visible_to(ANYONE).filter(pk__in=said.union(about, passed_on)),
        title=actor.name,
        subtitle=_("What %(name)s says, and what is said about them.") % {"name": actor.name},
        link=f"/actors/{actor.slug}/",
    )


@followed
def event_feed(request: Request, slug: str) -> HttpResponse:
    event = Event.objects.visible_to(ANYONE).filter(slug=slug).first()
    if event is None:
        return gone(request, Event.objects.once_public().filter(slug=slug), "event_feed")
    return claims_feed(
        request,
        Claim.objects.visible_to(ANYONE).naming(event),
        title=event.title,
        subtitle=_("What is said about this event."),
        link=f"/events/{event.slug}/",
    )


@followed
def tag_feed(request: Request, slug: str) -> HttpResponse:
    tag = Tag.objects.visible_to(ANYONE).filter(slug=slug).first()
    if tag is None:
        return gone(request, Tag.objects.once_public().filter(slug=slug), "tag_feed")
    return claims_feed(
        request,
        Claim.objects.visible_to(ANYONE).tagged(tag),
        title=tag.name,
        subtitle=_("Claims with this tag."),
        link=f"/tags/{tag.slug}/",
    )


@followed
def article_feed(request: Request, pk: int) -> HttpResponse:
    article = Article.objects.visible_to(ANYONE).filter(pk=pk).first()
    if article is None:
        return missing(request, Article.objects.once_public().filter(pk=pk))
    return claims_feed(
        request,
        Claim.objects.visible_to(ANYONE).filter(article=article),
        title=article.title,
        subtitle=_("What this article claims or tells that others claim."),
        link=f"/articles/{article.pk}/",
    )
