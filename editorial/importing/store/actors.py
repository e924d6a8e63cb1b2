"""Actors with their other names and affiliations; none of these is taken away."""

from editorial.actions import actors
from editorial.importing.items import ActorSeed, AffiliationSeed
from editorial.importing.order import in_order
from editorial.importing.run import Noun, Run, settle
from editorial.importing.state import actor_state
from kb.models import Actor, recorded_as

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
    given = {
        "name": seed.name,
        "kind": seed.kind,
        "description": seed.description or actor.description,
        "wikidata_id": seed.wikidata or actor.wikidata_id,
    }
    if any(getattr(actor, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(actor, name, value)
        actor.version += 1
        actor.full_clean()
        with recorded_as(run.writer):
            actor.save(update_fields=(*given, "sort_name", "version"))
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
    if seed.end and affiliation.end != seed.end:
        affiliation.end = seed.end
        with recorded_as(run.writer):
            affiliation.save(update_fields=("end",))


def _adopt(seed: ActorSeed) -> Actor | None:
    """Who is in Wikidata's catalogue is one person, whoever described them first."""
    return Actor.objects.filter(wikidata_id=seed.wikidata).first() if seed.wikidata else None


ACTOR = Noun("actor", "actors", actor_state, _add, _change, _adopt)
