"""Events and who took part in them, or stayed away; no part is taken away."""

from typing import Any

from editorial.actions import events
from editorial.actions.curating import change
from editorial.importing.seeds.items import EventSeed, ParticipantSeed
from editorial.importing.seeds.order import in_order
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.importing.seeds.tables import Moment
from editorial.state import event_state
from kb.models import Event

__all__ = ["store"]


def store(run: Run) -> None:
    needs = {key: [seed.part_of] if seed.part_of else [] for key, seed in run.seeds.events.items()}
    for key in in_order(run.seeds, "event", needs, "part_of"):
        seed = run.seeds.events[key]
        settle(run, EVENT, key, seed, place=seed.place, basis=seed)


def _add(run: Run, key: str, seed: EventSeed) -> Event:
    start = _start(seed)
    event = events.add(
        by=run.writer,
        title=seed.title,
        kind=seed.kind or Event.Kind.OTHER,
        start=start.day,
        start_precision=start.precision,
        end=seed.end,
        place=seed.where,
        part_of=run.find("event", seed.part_of, "part_of") if seed.part_of else None,
    )
    for participant in seed.participants:
        _take_part(run, event, participant)
    return event


def _change(run: Run, key: str, seed: EventSeed, event: Event) -> Event:
    start = _start(seed)
    given: dict[str, Any] = {
        "title": seed.title,
        "kind": seed.kind or event.kind,
        "start": start.day,
        "start_precision": start.precision,
        "end": seed.end or event.end,
        "place": seed.where or event.place,
        "part_of": run.find("event", seed.part_of, "part_of") if seed.part_of else event.part_of,
    }
    change(row=event, by=run.writer, **given)
    for participant in seed.participants:
        _take_part(run, event, participant)
    return event


def _take_part(run: Run, event: Event, seed: ParticipantSeed) -> None:
    quote = seed.quote
    sentence = run.spans(quote, "participants")[0][0] if quote else None
    participation = events.take_part(
        event=event,
        actor=run.find("actor", seed.actor, "participants"),
        role=seed.role,
        sentence=sentence,
        by=run.writer,
    )
    if sentence:
        change(row=participation, by=run.writer, sentence=sentence)


def _start(seed: EventSeed) -> Moment:
    if seed.start is None:
        raise TypeError("an event without a start is rejected when the directory is read")
    return seed.start


EVENT = Noun("event", "events", event_state, _add, _change)
