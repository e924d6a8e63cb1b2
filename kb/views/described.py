"""All that a reader is told of one claim: its page and its machine forms begin here."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.exports import schemaorg
from kb.exports.schemaorg.claims import review
from kb.exports.schemaorg.documents import Absolute, Node, trail
from kb.models import Actor, Article, Claim, Decision, Event, Tag
from kb.views.citing import Cited, cited, decisions, sources
from kb.views.entries import prefetch_speech, with_speaker
from kb.views.grounds import passages
from kb.views.passages import Passage
from kb.views.relations import Relation, relations, reviews

__all__ = ["Described", "described", "found"]


@dataclass(frozen=True)
class Described:
    """A claim with what its reader may see of all that belongs to it."""

    claim: Claim
    passages: list[Passage]
    sources: list[Article]
    relations: list[Relation]
    about: list[Actor]
    events: list[Event]
    tags: list[Tag]
    decisions: list[Decision]

    @cached_property
    def cited(self) -> Cited:
        return cited(self.passages, self.sources, self.decisions)

    def document(self, absolute: Absolute) -> Node:
        """The claim as JSON-LD, with the assessments that it is or that it meets."""
        claim = self.claim
        article = claim.article
        node = schemaorg.claim(
            claim,
            absolute,
            appearances=self.cited.appearances,
            about=[*self.about, *self.events],
            tags=self.tags,
        )
        assessments = [review(each, absolute) for each in reviews(claim, self.relations)]
        steps = [(article.title, article.permalink)] if article.is_public else []
        steps.append((claim.text, claim.permalink))
        return schemaorg.document([node, *assessments, trail(absolute, *steps)])


def found(pk: int, user: Any) -> Claim | None:
    """The claim, if `user` may see it, with its speaker and its article's author and outlet."""
    claims = Claim.objects.visible_to(user).with_sources(user).filter(pk=pk)
    return with_speaker(claims).select_related("article__author").first()


def described(claim: Claim, user: Any) -> Described:
    """What belongs to `claim`. As many queries however much it is."""
    related = relations(claim, user)
    prefetch_speech([claim, *(relation.other for relation in related)])
    actors = Actor.objects.visible_to(user).filter(about_links__claim=claim)
    events = Event.objects.visible_to(user).filter(claim_links__claim=claim)
    tags = Tag.objects.visible_to(user).filter(claim_links__content_object=claim)
    return Described(
        claim=claim,
        passages=passages(claim, user),
        sources=list(sources(claim, user)),
        relations=related,
        about=list(actors.by_name()),
        events=list(events.newest_first()),
        tags=list(tags.order_by("name", "pk")),
        decisions=list(decisions(claim)),
    )
