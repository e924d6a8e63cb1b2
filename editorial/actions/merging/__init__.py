"""Merging two that are the same, taking that back, and noting who are not the same."""

from editorial.actions.merging.distinct import tell_apart, together_again
from editorial.actions.merging.hindrances import Hindrance, hindrances, warnings
from editorial.actions.merging.links import Thing, noun_of
from editorial.actions.merging.merge import merge
from editorial.actions.merging.plans import Part, Plan, planned
from editorial.actions.merging.unmerge import unmerge
from editorial.actions.merging.way_back import Stays, WayBack, pair, way_back

__all__ = [
    "Hindrance",
    "Part",
    "Plan",
    "Stays",
    "Thing",
    "WayBack",
    "hindrances",
    "merge",
    "noun_of",
    "pair",
    "planned",
    "tell_apart",
    "together_again",
    "unmerge",
    "warnings",
    "way_back",
]
