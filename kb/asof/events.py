"""An event as it was known on a day: title, time and place, who took part, what was said of it."""

from dataclasses import dataclass

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
    row = past.events().filter(id=pk).first()
    if row is None:
        return None
    whole = past.events().filter(id=row.part_of_id).first()
    parts = past.events().filter(part_of_id=pk).order_by("start", "id")
    links = past.standing(ClaimEvent.history.filter(event_id=pk))
    taking = _taking_part(pk, past)
    absent = Participation.Role.ABSENT
    apart = past.events().filter(id__in=Event.objects.filter(merged_into=pk).values("pk"))
    return EventThen(
        event=restored(row),
        whole=restored(whole) if whole else None,
        parts=[restored(each) for each in parts],
        present=[part for part in taking if part.row.role != absent],
        absent=[part for part in taking if part.row.role == absent],
        claims=columns(past, [past.claims().filter(id__in=links.values("claim_id"))], most)[0],
        apart=list(apart.order_by("title", "id").values_list("title", flat=True)),
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
