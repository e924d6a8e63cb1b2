"""Actors, articles and events as schema.org knows them. No query is made here."""

from collections.abc import Iterable
from typing import Any

from kb.exports.schemaorg.documents import Absolute, Node, present
from kb.models import Actor, Affiliation, Article, ArticleVersion, Event, Participation, Precision

__all__ = ["actor", "article", "event", "mention"]

ACTORS = {
    Actor.Kind.PERSON: "Person",
    Actor.Kind.ORGANISATION: "Organization",
    Actor.Kind.STATE: "GovernmentOrganization",
    Actor.Kind.GROUP: "Organization",
    Actor.Kind.UNKNOWN: "Thing",  # whether one person or several is not known
}
ARTICLES: dict[str, Any] = {
    Article.Kind.NEWS: "NewsArticle",
    Article.Kind.COMMENTARY: ["NewsArticle", "OpinionNewsArticle"],
    Article.Kind.INTERVIEW: "NewsArticle",
    Article.Kind.SPEECH: "Article",
    Article.Kind.PRESS_RELEASE: "Article",
    Article.Kind.OTHER: "Article",
}
DATE_CHARS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
WIKIDATA = "https://www.wikidata.org/entity/"


def mention(actor: Actor, absolute: Absolute) -> Node:
    """An actor as others name it."""
    address = absolute(f"/actors/{actor.slug}/")
    return present(type=ACTORS[Actor.Kind(actor.kind)], id=address, name=actor.name, url=address)


def actor(
    actor: Actor, absolute: Absolute, *, names: Iterable[str], offices: Iterable[Affiliation]
) -> Node:
    """An actor as its own page tells of it; `offices` come with their organisations."""
    return mention(actor, absolute) | present(
        alternateName=list(names),
        description=actor.description,
        sameAs=f"{WIKIDATA}{actor.wikidata_id}" if actor.wikidata_id else None,
        memberOf=[_office(office, absolute) for office in offices],
    )


def _office(office: Affiliation, absolute: Absolute) -> Node:
    return present(
        type="OrganizationRole",
        roleName=office.role,
        startDate=office.start and office.start.isoformat(),
        endDate=office.end and office.end.isoformat(),
        memberOf=mention(office.organisation, absolute),
    )


def article(article: Article, absolute: Absolute, *, version: ArticleVersion | None = None) -> Node:
    """An article, or one version of it; it comes with its author and outlet."""
    # Titles change, and addresses with them; what a thing is called does not.
    whole = absolute(f"/articles/{article.pk}/")
    place = absolute(article.permalink) + (f"v{version.number}/" if version else "")
    author = article.author
    return present(
        type=ARTICLES[Article.Kind(article.kind)],
        id=f"{whole}#v{version.number}" if version else whole,
        url=article.url or place,
        mainEntityOfPage=place,
        headline=article.title,
        inLanguage=article.language,
        datePublished=article.published_on and article.published_on.isoformat(),
        author=mention(author, absolute) if author and author.listed else None,
        creditText=article.byline,
        publisher=_outlet(article),
        copyrightNotice=article.license,
        isAccessibleForFree=True if article.access == Article.Access.FULL else None,
        version=version and version.number,
        exampleOfWork={"@id": whole} if version else None,
        identifier=_hash(version) if version else None,
    )


def _outlet(article: Article) -> Node | None:
    if article.outlet is None:
        return None
    return present(type="Organization", name=article.outlet.name, url=article.outlet.url)


def _hash(version: ArticleVersion) -> Node:
    return present(type="PropertyValue", propertyID="SHA-256", value=version.sha256)


def event(
    event: Event,
    absolute: Absolute,
    *,
    participations: Iterable[Participation] = (),
    whole: Event | None = None,
) -> Node:
    """An event; those who took part, with their actors, and what it is a part of."""
    address, length = (
        absolute(f"/events/{event.slug}/"),
        DATE_CHARS[Precision(event.start_precision)],
    )
    roles = Participation.Role
    there = [each for each in participations if each.role != roles.ABSENT]
    return present(
        type="Event",
        id=address,
        url=address,
        name=event.title,
        startDate=event.start.isoformat()[:length],
        endDate=event.end and event.end.isoformat()[:length],
        location=present(type="Place", name=event.place) if event.place else None,
        organizer=[mention(each.actor, absolute) for each in there if each.role == roles.HOST],
        attendee=[mention(each.actor, absolute) for each in there if each.role != roles.HOST],
        superEvent=event_mention(whole, absolute) if whole else None,
    )


def event_mention(named: Event, absolute: Absolute) -> Node:
    """An event as others name it."""
    return event(named, absolute)
