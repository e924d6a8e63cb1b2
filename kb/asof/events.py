"""An event as it was known on a day: title, time and place, who took part, what was said of it."""

from dataclasses import dataclass

from django.db.models import Q

from kb.asof.actors import Column, Part, columns, readable
from kb.asof.past import Past, restored
from kb.models import Actor, ClaimEvent, Event, Participation

__all__ = ["EventThen", "event_then"]


@dataclass(frozen=True)
class EventThen:
    event: Event
    whole: Event | None
    parts: list[Event]
    present: list[Part]
    absent: list[Part]
    claims: Column
    apart: list[str]  # titles of those that were merged into it since


def event_then(pk: int, past: Past, most: int) -> EventThen | None:
    """The event as it was public then, with `most` claims; None where it was not."""
    merged = set(Event.objects.filter(merged_into=pk).values_list("pk", flat=True))
    around = Q(id__in=Event.history.filter(id=pk).values("part_of_id")) | Q(part_of_id=pk)
    # One question for all that must have been public: it is long.
    rows = past.events().filter(Q(id=pk) | Q(id__in=merged) | around)
    known: dict[int, Event] = {row.id: restored(row) for row in rows.order_by("start", "id")}
    event = known.get(pk)
    if event is None:
        return None
    links = past.standing(ClaimEvent.history.filter(event_id=pk))
    taking = _taking_part(pk, past)
    absent = Participation.Role.ABSENT
    apart = [each.title for each in known.values() if each.pk in merged]
    return EventThen(
        event=event,
        whole=known.get(event.part_of_id or 0),
        parts=[each for each in known.values() if each.part_of_id == pk],
        present=[part for part in taking if part.row.role != absent],
        absent=[part for part in taking if part.row.role == absent],
        claims=columns(past, [past.claims().filter(id__in=links.values("claim_id"))], most)[0],
        apart=sorted(apart),
    )


def _taking_part(pk: int, past: Past) -> list[Part]:
    rows = past.standing(Participation.history.filter(event_id=pk)).order_by("id")
    found: list[Participation] = [restored(row) for row in rows]
    actors = past.named(Actor, [row.actor_id for row in found])
    sentences = readable(found, past)
    told = [
        Part(row, actors[row.actor_id], sentences.get(row.sentence_id or 0))
        for row in found
        if row.actor_id in actors
    ]
    return sorted(told, key=lambda part: (part.other.sort_name, part.row.pk))
