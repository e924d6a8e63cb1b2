"""Actors with their other names and affiliations; none of these is taken away."""

from typing import Any

from editorial.actions import actors
from editorial.actions.curating import change
from editorial.importing.seeds.items import ActorSeed, AffiliationSeed
from editorial.importing.seeds.order import in_order
from editorial.importing.seeds.run import Noun, Run, settle
from editorial.state import actor_state
from kb.models import Actor

__all__ = ["store"]


def store(run: Run) -> None:
    needs = {
        key: [each.organisation for each in seed.affiliations]
        for key, seed in run.seeds.actors.items()
    }
    for key in in_order(run.seeds, "actor", needs, "affiliations"):
        seed = run.seeds.actors[key]
        settle(run, ACTOR, key, seed, place=seed.place, basis=seed)


def _add(run: Run, key: str, seed: ActorSeed) -> Actor:
    actor = actors.add(
        by=run.writer,
        name=seed.name,
        kind=seed.kind,
        description=seed.description,
        aliases=seed.aliases,
        wikidata_id=seed.wikidata or None,
    )
    for affiliation in seed.affiliations:
        _affiliate(run, actor, affiliation)
    return actor


def _change(run: Run, key: str, seed: ActorSeed, actor: Actor) -> Actor:
    given: dict[str, Any] = {
        "name": seed.name,
        "kind": seed.kind,
        "description": seed.description or actor.description,
        "wikidata_id": seed.wikidata or actor.wikidata_id,
    }
    change(row=actor, by=run.writer, **given)
    actors.name_also(actor=actor, names=seed.aliases, by=run.writer)
    for affiliation in seed.affiliations:
        _affiliate(run, actor, affiliation)
    return actor


def _affiliate(run: Run, actor: Actor, seed: AffiliationSeed) -> None:
    affiliation = actors.affiliate(
        actor=actor,
        organisation=run.find("actor", seed.organisation, "affiliations"),
        role=seed.role,
        start=seed.start,
        end=seed.end,
        by=run.writer,
    )
    if seed.end:
        change(row=affiliation, by=run.writer, end=seed.end)


def _adopt(seed: ActorSeed) -> Actor | None:
    """Who is in Wikidata's catalogue is one person, whoever described them first."""
    return Actor.objects.filter(wikidata_id=seed.wikidata).first() if seed.wikidata else None


ACTOR = Noun("actor", "actors", actor_state, _add, _change, _adopt)
