"""Verbs over events and who took part in them."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from editorial.actions.actors import free_slug
from kb.models import Actor, Event, Participation, Precision, Revision, Sentence, recorded_as

__all__ = ["add", "take_part"]


@transaction.atomic
def add(
    *,
    by: User,
    title: str,
    kind: str,
    start: date,
    start_precision: str = Precision.DAY,
    end: date | None = None,
    place: str = "",
    part_of: Event | None = None,
) -> Event:
    """A new event; its address is made of the title and stays."""
    event = Event(
        title=title,
        slug=free_slug(Event, title),
        kind=kind,
        start=start,
        start_precision=start_precision,
        end=end,
        place=place,
        part_of=part_of,
    )
    with recorded_as(by):
        event.save()
    return event


@transaction.atomic
def take_part(
    *, event: Event, actor: Actor, role: str, sentence: Sentence | None = None, by: User
) -> Participation:
    """Notes an actor's part in an event, absence too; the same one twice is one."""
    known = event.participations.filter(actor=actor, role=role).first()
    if known:
        return known
    participation = Participation(event=event, actor=actor, role=role, sentence=sentence)
    with recorded_as(by):
        participation.save()
    Revision.raise_number()
    return participation
