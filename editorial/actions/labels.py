"""Verbs over what a claim is about and what came of it.

None of this is what a decision is about: it may change while a claim is public.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from editorial.actions.parts import add_labels
from kb.models import Actor, Claim, ClaimRelation, Event, Revision, Tag, raised_at_end, recorded_as

__all__ = ["label", "note_outcome", "relabel", "relate", "unrelate", "untag"]


@transaction.atomic
def label(
    *,
    claim: Claim,
    by: User,
    about: Iterable[Actor] | None = None,
    events: Iterable[Event] | None = None,
    tags: Iterable[str] | None = None,
) -> None:
    """Adds what a claim is about; none is taken away, and no decision is needed."""
    with recorded_as(by):
        add_labels(claim, about or (), events or (), tags or ())
    Revision.raise_number()


@transaction.atomic
def relate(*, subject: Claim, object: Claim, kind: str, by: User, note: str = "") -> ClaimRelation:
    """Notes how one claim stands to another; the same relation twice is one."""
    known = ClaimRelation.objects.filter(subject=subject, object=object, kind=kind).first()
    if known:
        return known
    relation = ClaimRelation(subject=subject, object=object, kind=kind, note=note)
    relation.full_clean()
    with recorded_as(by):
        relation.save()
    Revision.raise_number()
    return relation


@raised_at_end()
def relabel(
    *,
    claim: Claim,
    by: User,
    about: Iterable[Actor],
    events: Iterable[Event],
    tags: Iterable[Tag],
) -> None:
    """Makes a claim be about exactly these; what is not named is taken away, on record."""
    about, events, tags = list(about), list(events), list(tags)
    with recorded_as(by):
        for actor_link in claim.about_links.exclude(actor__in=about):
            actor_link.delete()
        for event_link in claim.event_links.exclude(event__in=events):
            event_link.delete()
        for tag_link in claim.tag_links.exclude(tag__in=tags):
            tag_link.delete()
    label(claim=claim, by=by, about=about, events=events, tags=[tag.name for tag in tags])


@transaction.atomic
def untag(*, claim: Claim, by: User, tags: Iterable[int]) -> None:
    """Takes the tags with these ids away from a claim, on record; all others stay."""
    with recorded_as(by):
        for link in claim.tag_links.filter(tag__in=tags):
            link.delete()
    Revision.raise_number()


@transaction.atomic
def note_outcome(*, claim: Claim, by: User, outcome: str) -> None:
    """Notes what came of a prediction or promise; empty takes the note away."""
    claim.outcome = outcome
    claim.full_clean(exclude=("tags",))
    with recorded_as(by):
        claim.save(update_fields=("outcome",))
    Revision.raise_number()


@transaction.atomic
def unrelate(*, relation: ClaimRelation, by: User) -> None:
    """Takes back how one claim stands to another; history keeps it."""
    with recorded_as(by):
        relation.delete()
    Revision.raise_number()
