"""The order in which items that name others of their kind can be stored."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from editorial.importing.errors import Rejection
from editorial.importing.seeds.directory import Seeds

__all__ = ["in_order"]


def in_order(seeds: Seeds, kind: str, needs: Mapping[str, Iterable[str]], name: str) -> list[str]:
    """The keys of `needs`, each behind those it needs; items in a circle are rejected.

    `name` is the key under which the need stands in the file.
    """
    left = {key: [need for need in wanted if need in needs] for key, wanted in needs.items()}
    while True:
        try:
            return list(TopologicalSorter(left).static_order())
        except CycleError as error:
            circle = error.args[1]
            for key in dict.fromkeys(circle):
                place = (seeds.actors if kind == "actor" else seeds.events)[key].place
                way = " → ".join(circle)
                reason = f"{name} lead back to itself: {way}; take one of them out"
                seeds.refuse(kind, key, Rejection(place, reason))
                del left[key]
            left = {key: [n for n in wanted if n in left] for key, wanted in left.items()}
