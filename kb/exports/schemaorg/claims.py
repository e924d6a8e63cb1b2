"""Claims as schema.org knows them: where each appears, and who assesses another's. No query is made here."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from django.utils.timezone import localdate
from django.utils.translation import override

from kb.exports.schemaorg.documents import NAME, Absolute, Node, present
from kb.exports.schemaorg.nouns import article, event, mention
from kb.models import Actor, Article, ArticleVersion, Claim, ClaimRelation, Event, Stance, Tag

__all__ = ["Appearance", "Review", "Words", "claim", "review"]

ASSESSING = (
    ClaimRelation.Kind.CONTRADICTS,
    ClaimRelation.Kind.QUALIFIES,
    ClaimRelation.Kind.SUPPORTS,
)


class Words(Protocol):
    """A passage: what is quoted, and where its first sentence stands."""

    @property
    def words(self) -> str: ...
    @property
    def stance(self) -> str: ...
    @property
    def position(self) -> int: ...


class Appearance(NamedTuple):
    """A version of an article with what it says to a claim; without a version the article alone."""

    article: Article
    version: ArticleVersion | None
    passages: tuple[Words, ...]


class Review(NamedTuple):
    """Somebody's assessment of what somebody else claims."""

    assessment: Claim
    assessed: Claim
    kind: str

    @property
    def is_one(self) -> bool:
        """An assessment of a claim by another speaker."""
        return (
            self.assessment.kind == Claim.Kind.ASSESSMENT
            and self.kind in ASSESSING
            and self.assessment.speaker_id != self.assessed.speaker_id
        )


def claim(
    claim: Claim,
    absolute: Absolute,
    *,
    appearances: Iterable[Appearance],
    about: Iterable[Actor | Event],
    tags: Iterable[Tag],
) -> Node:
    """A claim with the articles it appears in, those that dispute it apart from them."""
    shown = list(appearances)
    return _stated(claim, absolute) | present(
        about=[
            mention(each, absolute) if isinstance(each, Actor) else event(each, absolute)
            for each in about
        ],
        keywords=[tag.name for tag in tags],
        appearance=_works(shown, absolute, Stance.SUPPORTS),
        subjectOf=_works(shown, absolute, Stance.DISPUTES),
        sdPublisher=present(type="Organization", name=NAME, url=absolute("/")),
        sdDatePublished=claim.published_at and localdate(claim.published_at).isoformat(),
    )


def review(found: Review, absolute: Absolute) -> Node:
    """An assessment of another's claim, in the words of the assessment's language; no number rates it."""
    assessment, assessed = found.assessment, found.assessed
    name = absolute(f"/claims/{assessment.pk}/")
    with override(assessment.language):
        rated = str(ClaimRelation.Kind(found.kind).label)
    return present(
        type="ClaimReview",
        id=f"{name}#review-{assessed.pk}",
        url=absolute(assessment.permalink),
        author=mention(assessment.speaker, absolute),
        datePublished=_said_on(assessment),
        inLanguage=assessment.language,
        claimReviewed=assessed.text,
        itemReviewed=_stated(assessed, absolute),
        reviewBody=assessment.text,
        reviewRating=present(type="Rating", alternateName=rated),
    )


def _stated(claim: Claim, absolute: Absolute) -> Node:
    return present(
        type="Claim",
        id=absolute(f"/claims/{claim.pk}/"),  # texts are corrected, and addresses change with them
        url=absolute(claim.permalink),
        text=claim.text,
        inLanguage=claim.language,
        author=mention(claim.speaker, absolute),
        dateCreated=_said_on(claim),
    )


def _said_on(claim: Claim) -> str | None:
    # Of a sealed article not even the date is told.
    said_on = claim.said_on or (claim.article.published_on if claim.article.is_public else None)
    return said_on.isoformat() if said_on else None


def _works(appearances: Iterable[Appearance], absolute: Absolute, stance: Stance) -> list[Node]:
    """The articles with their quotes of one stance; without a quote an article is taken to support."""
    works = []
    for shown in appearances:
        quotes = [each for each in shown.passages if each.stance == stance]
        if quotes or (shown.version is None and stance == Stance.SUPPORTS):
            work = article(shown.article, absolute, version=shown.version)
            parts = [
                _quotation(each, shown.article, str(work["mainEntityOfPage"])) for each in quotes
            ]
            works.append(work | present(hasPart=parts))
    return works


def _quotation(passage: Words, article: Article, place: str) -> Node:
    return present(
        type="Quotation",
        text=passage.words,
        inLanguage=article.language,
        url=f"{place}#s{passage.position}",
    )
