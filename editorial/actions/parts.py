"""What belongs to a claim: its chain, its passages, its labels.

Plain steps within a transaction and a `recorded_as`; the verbs are in claims.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kb.models import (
    Actor,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Evidence,
    Mode,
    NoClaim,
    Revision,
    Sentence,
    Stance,
    Tag,
)
from kb.text.folding import slug

__all__ = [
    "Hop",
    "Passage",
    "add_labels",
    "add_passages",
    "chain_of",
    "drop_passages",
    "link_chain",
    "unlink_chain",
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one sentence (code points in it, end exclusive) and what it does to a claim.

    It may take the place of evidence that the claim rested on before.
    """

    sentence: Sentence
    start: int
    end: int
    stance: str = Stance.SUPPORTS
    note: str = ""
    replaces: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of an attribution chain; `cue` is the passage whose words show it."""

    actor: Actor
    mode: str
    cue: Passage | None = None


def chain_of(speaker: Actor, mode: str, hops: Sequence[Hop]) -> list[Hop]:
    """The hops from the author to `speaker`; without `hops` the speaker alone.

    Raises ValidationError when they do not end in the speaker and mode, or go in a circle.
    """
    if mode == Mode.AUTHOR:
        if hops:
            raise ValidationError(
                _("In the author's own voice a claim has no attribution."), code="chain"
            )
        return []
    chain = list(hops) or [Hop(speaker, mode)]
    if (chain[-1].actor, chain[-1].mode) != (speaker, mode):
        raise ValidationError(_("The last hop must be the claim's speaker and mode."), code="chain")
    if len({hop.actor for hop in chain}) < len(chain):
        raise ValidationError(_("Nobody stands twice in an attribution."), code="chain")
    return chain


def link_chain(claim: Claim, chain: Sequence[Hop]) -> None:
    for position, hop in enumerate(chain, start=1):
        cue = hop.cue
        Attribution.objects.create(
            claim=claim,
            position=position,
            actor=hop.actor,
            mode=hop.mode,
            cue_sentence=cue.sentence if cue else None,
            cue_start=cue.start if cue else None,
            cue_end=cue.end if cue else None,
        )


def unlink_chain(claim: Claim) -> None:
    for attribution in claim.attributions.all():
        attribution.delete()


def add_passages(claim: Claim, passages: Iterable[Passage]) -> None:
    """Lets a claim rest on `passages`; those on which it rests already stay as they are.

    Raises ValidationError for a passage of an older wording: the article was corrected since.
    """
    for passage in passages:
        place = {
            "sentence": passage.sentence,
            "start": passage.start,
            "end": passage.end,
            "stance": passage.stance,
        }
        if not claim.evidence.live().filter(**place).exists():
            _add_passage(claim, passage, place)
        if passage.replaces:
            _replace(passage.replaces)


def _add_passage(claim: Claim, passage: Passage, place: dict[str, Any]) -> None:
    version = passage.sentence.version
    if version.article.current_version_id != version.pk:
        raise ValidationError(
            _(
                "“%(quote)s” stands in version %(number)d of “%(title)s”, which was corrected "
                "since: pick it again in the current one."
            ),
            code="wording",
            params={
                "quote": passage.sentence.text[passage.start : passage.end],
                "number": version.number,
                "title": version.article,
            },
        )
    if passage.stance != Stance.CONTEXT:
        # What a claim rests on is not without one: the judgement is lifted, on record.
        for judgement in NoClaim.objects.filter(sentence=passage.sentence):
            judgement.delete()
            Revision.raise_number()
    Evidence.objects.create(claim=claim, note=passage.note, replaces=passage.replaces, **place)


def _replace(old: Evidence) -> None:
    if old.state in (Evidence.State.STANDS, Evidence.State.WAITING):
        old.state = Evidence.State.REPLACED
        old.save(update_fields=("state",))


def drop_passages(claim: Claim, dropped: Iterable[Evidence]) -> None:
    """Takes passages from a claim; of one that was ever public they stay, as dropped."""
    for evidence in dropped:
        if claim.was_public:
            evidence.state = Evidence.State.DROPPED
            evidence.save(update_fields=("state",))
        else:
            evidence.delete()


def add_labels(
    claim: Claim, about: Iterable[Actor], events: Iterable[Event], tags: Iterable[str]
) -> None:
    for actor in about:
        ClaimAbout.objects.get_or_create(claim=claim, actor=actor)
    for event in events:
        ClaimEvent.objects.get_or_create(claim=claim, event=event)
    for name in tags:
        ClaimTag.objects.get_or_create(content_object=claim, tag=_tag(name))


def _tag(name: str) -> Tag:
    """The tag of that name, large or small: SQLite itself folds no more than ASCII."""
    alike = Tag.objects.filter(slug__startswith=slug(name)).select_related("merged_into")
    known = next((tag for tag in alike if tag.name.casefold() == name.casefold()), None)
    if known:
        return known.merged_into or known
    return Tag.objects.create(name=name)
