"""What was said of a claim before, in the terms of today."""

from typing import Any

from kb.models import Actor, Claim, Event, Evidence

__all__ = ["in_todays_terms"]


def in_todays_terms(claim: Claim, *contents: dict[str, Any]) -> list[dict[str, Any]]:
    """Each of `contents`, in the form of `editorial.state.content`, as it has to be put now.

    Who was merged is who they were merged into; a passage that a correction carried over stands
    where it stands now. Three questions to the database.
    """
    actors = _survivors(Actor, [pk for said in contents for pk in _actors(said)])
    events = _survivors(Event, [pk for said in contents for pk in said.get("events", ())])
    places = _successors(claim)
    return [_translated(said, actors, events, places) for said in contents]


def _actors(said: dict[str, Any]) -> list[int]:
    hops = [hop[0] for hop in said.get("attribution", ())]
    speaker = [said["speaker"]] if "speaker" in said else []
    return [*speaker, *said.get("about", ()), *hops]


def _survivors(model: type[Any], ids: list[int]) -> dict[int, int]:
    merged = model._default_manager.filter(pk__in=ids).exclude(merged_into=None)
    return dict(merged.values_list("pk", "merged_into"))


def _successors(claim: Claim) -> dict[tuple[Any, ...], list[Any]]:
    """Where the passages of a claim that were replaced by one other stand by now."""
    rows = Evidence.objects.filter(claim=claim).order_by("pk")
    names = ("pk", "replaces", "sentence", "start", "end", "stance")
    found = {pk: (before, place) for pk, before, *place in rows.values_list(*names)}
    last: dict[tuple[Any, ...], list[Any]] = {}
    for before, place in found.values():
        while before is not None:
            before, former = found[before]
            last[tuple(former)] = place
    return last


def _translated(
    said: dict[str, Any],
    actors: dict[int, int],
    events: dict[int, int],
    places: dict[tuple[Any, ...], list[Any]],
) -> dict[str, Any]:
    now = dict(said)
    if "speaker" in said:
        now["speaker"] = actors.get(said["speaker"], said["speaker"])
    if "attribution" in said:
        now["attribution"] = [[actors.get(who, who), *hop] for who, *hop in said["attribution"]]
    for name, survivors in (("about", actors), ("events", events)):
        if name in said:
            now[name] = sorted({survivors.get(pk, pk) for pk in said[name]})
    if "evidence" in said:
        now["evidence"] = sorted(places.get(tuple(place), place) for place in said["evidence"])
    return now
