"""Verbs over actors and what belongs to them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, count

from django.contrib.auth.models import User
from django.db import transaction

from kb.models import Actor, Affiliation, Alias, Article, Event, Revision, recorded_as
from kb.text.folding import slug

__all__ = ["add", "affiliate", "free_slug", "name_also", "own_slugs", "voice"]


@transaction.atomic
def add(
    *,
    by: User,
    name: str,
    kind: str,
    description: str = "",
    aliases: Iterable[str] = (),
    wikidata_id: str | None = None,
    listed: bool = True,
    only_in: Article | None = None,
) -> Actor:
    """A new actor with its other names; its address is made of the name and stays."""
    actor = Actor(
        name=name,
        slug=_free_own_slug(name, only_in) if only_in else free_slug(Actor, name),
        kind=kind,
        description=description,
        wikidata_id=wikidata_id,
        listed=listed,
        only_in=only_in,
    )
    with recorded_as(by):
        actor.save()
    name_also(actor=actor, names=aliases, by=by)
    return actor


@transaction.atomic
def name_also(*, actor: Actor, names: Iterable[str], by: User) -> list[Alias]:
    """Adds the names that `actor` does not have yet; takes none away."""
    known = {actor.name, *actor.aliases.values_list("name", flat=True)}
    new = [Alias(actor=actor, name=name) for name in dict.fromkeys(names) if name not in known]
    with recorded_as(by):
        for alias in new:
            alias.save()
    if new:
        Revision.raise_number()
    return new


@transaction.atomic
def affiliate(
    *,
    actor: Actor,
    organisation: Actor,
    role: str,
    start: date | None = None,
    end: date | None = None,
    by: User,
) -> Affiliation:
    """Notes an office or membership; the same one twice is one."""
    known = actor.affiliations.filter(organisation=organisation, role=role, start=start).first()
    if known:
        return known
    affiliation = Affiliation(
        actor=actor, organisation=organisation, role=role, start=start, end=end
    )
    with recorded_as(by):
        affiliation.save()
    Revision.raise_number()
    return affiliation


@transaction.atomic
def voice(*, article: Article, by: User) -> Actor:
    """Who speaks in the author's own voice: the author, else the newsroom, else somebody
    without a name who belongs to this article alone."""
    if article.author:
        return article.author
    if article.outlet and article.outlet.newsroom:
        return article.outlet.newsroom
    name = article.anonymous_author
    unmerged = article.own_actors.filter(merged_into=None)
    known = unmerged.filter(kind=Actor.Kind.UNKNOWN, name=name).first()
    return known or add(
        by=by,
        name=name,
        kind=Actor.Kind.UNKNOWN,
        listed=False,
        only_in=article,
    )


def free_slug(model: type[Actor] | type[Event], name: str) -> str:
    """An address for `name` that no other row of `model` has: x, x-2, x-3 …"""
    wanted = slug(name)
    taken = set(model.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(free for free in chain([wanted], numbered) if free not in taken)


def own_slugs(name: str, article: int) -> Iterator[str]:
    """Addresses for an actor of that one article: x--12, x--12-2 … Nobody else's has two hyphens."""
    own = f"{slug(name)}--{article}"
    return chain([own], (f"{own}-{number}" for number in count(2)))


def _free_own_slug(name: str, article: Article) -> str:
    taken = set(article.own_actors.values_list("slug", flat=True))
    return next(free for free in own_slugs(name, article.pk) if free not in taken)
