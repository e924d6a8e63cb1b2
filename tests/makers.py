"""Small makers with sensible defaults, and the named cast.

They go the ways of the product: what they make is what an editor could have made.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, User

from editorial.actions import actors, articles, claims, corrections, events, merging
from editorial.actions.claims import Passage
from kb.models import Actor, Article, ArticleVersion, Claim, Decision, Event, Sentence, recorded_as

__all__ = [
    "correct",
    "editor",
    "make_actor",
    "make_article",
    "make_claim",
    "make_event",
    "merge",
    "merge_in_name_only",
    "publisher",
    "reader",
    "whole",
]

_number = count(1)

TEXT = (
    "Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden.\n\n"
    "Die Brücke\n\n"
    "Die Brücke sei sicher, sagte die Ministerin. Der Ingenieur widerspricht ihr. "
    "Gebaut wird erst im Jahr 2031."
)


def reader() -> AnonymousUser:
    return AnonymousUser()


def editor() -> User:
    return _person("editor")


def publisher() -> User:
    return _person("publisher")


def _person(name: str) -> User:
    person, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if is_new:
        person.groups.add(Group.objects.get_or_create(name=name)[0])
    return person


def make_actor(name: str = "", **fields: Any) -> Actor:
    name = name or f"Ministerin {next(_number)}"
    return actors.add(**{"by": editor(), "name": name, "kind": Actor.Kind.PERSON} | fields)


def make_event(title: str = "", **fields: Any) -> Event:
    title = title or f"Ratssitzung {next(_number)}"
    known = {"by": editor(), "title": title, "kind": Event.Kind.MEETING, "start": "2025-12-01"}
    event = events.add(**known | fields)
    event.refresh_from_db()
    return event


def make_article(text: str = TEXT, **fields: Any) -> Article:
    known = {
        "by": editor(),
        "source": "tests",
        "external_id": f"article-{next(_number)}",
        "kind": Article.Kind.NEWS,
        "access": Article.Access.FULL,
        "published_on": "2025-12-03",
    }
    article = articles.add(text=text, **known | fields)
    article.refresh_from_db()
    return article


def whole(sentence: Sentence, stance: str = "supports") -> Passage:
    """The whole sentence as a passage."""
    return Passage(sentence, 0, len(sentence.text), stance)


def merge(one: Any, into: Any) -> None:
    """Decides that `one` is `into`, and lets all of it move there."""
    merging.merge(gone=one, into=into, by=publisher(), reason="Dasselbe.")
    one.refresh_from_db()


def merge_in_name_only(one: Any, into: Any) -> None:
    """Merges as was done before all that names `one` moved with it: the database asks for no more."""
    Decision.objects.create(
        **{one._meta.model_name: one}, verb="merged", reason="Dasselbe.", by=publisher()
    )
    one.merged_into = into
    with recorded_as(publisher(), "Dasselbe."):
        one.save(update_fields=("merged_into",))


def correct(article: Article, text: str, **fields: Any) -> ArticleVersion:
    """Stores `text` as the article's next version, as an editor corrects it."""
    known = {"by": editor(), "reason": "Berichtigt."}
    done = corrections.correct(article=article, text=text, **known | fields)
    article.refresh_from_db()
    return done.version


def make_claim(
    text: str = "",
    *,
    status: str = Claim.Status.PUBLISHED,
    article: Article | None = None,
    passages: Iterable[Passage] | None = None,
    **fields: Any,
) -> Claim:
    """A claim that rests on the fourth sentence of its article, taken as far as `status`."""
    article = article or make_article()
    if passages is None:
        passages = [whole(article.current_version.sentences.get(position=4))]
    claim = claims.draft(
        article=article,
        text=text or f"Die Brücke Nummer {next(_number)} ist sicher.",
        passages=passages,
        **{"by": editor(), "kind": Claim.Kind.ASSESSMENT} | fields,
    )
    if status != Claim.Status.DRAFT:
        claims.submit(claim=claim, by=claim.writer)
    if status in (Claim.Status.PUBLISHED, Claim.Status.WITHDRAWN):
        claims.publish(claim=claim, by=publisher())
    if status == Claim.Status.WITHDRAWN:
        claims.withdraw(claim=claim, by=publisher(), reason="Die Quelle hat sich korrigiert.")
    return claim
