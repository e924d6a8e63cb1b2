"""Merges and their undoing in any order, among claims in every state: a model of a few lines says
who speaks by then, and what every old address answers."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.actions import claims
from editorial.actions.merging import merge, unmerge
from editorial.models import Merge
from kb.models import Actor, Claim, Decision
from kb.verify import verify
from tests.makers import editor, make_actor, make_claim, publisher

pytestmark = pytest.mark.django_db

ACTORS, CLAIMS = 4, 4
STATUSES = ("published", "draft", "published", "withdrawn")

some_actor, some_claim = st.integers(0, ACTORS - 1), st.integers(0, CLAIMS - 1)
steps = st.one_of(
    st.tuples(st.just("merge"), some_actor, some_actor),
    st.tuples(st.just("merge"), some_actor, some_actor),
    st.tuples(st.just("unmerge"), st.integers(0, 3), st.none()),
    st.tuples(st.just("turn"), some_claim, st.none()),
    st.tuples(st.just("give"), some_claim, some_actor),
)


@dataclass
class Model:
    """What should be so: by their places, who is merged into whom and who speaks which claim."""

    speaker: list[int]
    status: list[str]
    into: dict[int, int] = field(default_factory=dict)
    # Of each merge: its two, the claims whose speaker it moved, the merged ones that it led on.
    merges: dict[int, tuple[int, int, list[int], list[int]]] = field(default_factory=dict)
    once: set[int] = field(default_factory=set)  # claims that were public at any time
    ever: set[int] = field(default_factory=set)  # who spoke one of them, then or later

    def see(self) -> None:
        self.once |= {n for n, status in enumerate(self.status) if status == "published"}
        self.ever |= {self.speaker[n] for n in self.once}

    def public(self) -> set[int]:
        pairs = zip(self.speaker, self.status, strict=True)
        return {speaker for speaker, status in pairs if status == "published"}

    def answer(self, actor: int) -> tuple[int, int | None]:
        """The status of its address, and whom it leads to."""
        if actor not in self.ever:
            return 404, None
        if actor in self.into:
            into = self.into[actor]
            return (301, into) if into in self.public() else (410, None)
        return (200 if actor in self.public() else 410), None


class World:
    """The same in the database."""

    def __init__(self, model: Model, actors: list[Actor], its_claims: list[Claim]) -> None:
        self.model, self.actors, self.claims = model, actors, its_claims

    def merge(self, gone: int, into: int) -> None:
        model = self.model
        is_possible = gone != into and gone not in model.into and into not in model.into
        try:
            row = merge(
                gone=self._actor(gone), into=self._actor(into), by=editor(), reason="Dieselbe."
            )
        except ValidationError:
            assert not is_possible
            return
        assert is_possible
        moved = [n for n, speaker in enumerate(model.speaker) if speaker == gone]
        led = [n for n, target in model.into.items() if target == gone]
        for number in moved:
            model.speaker[number] = into
        model.into |= dict.fromkeys([gone, *led], into)
        model.merges[row.pk] = (gone, into, moved, led)

    def unmerge(self, number: int, _: None) -> None:
        model = self.model
        if number >= len(model.merges):
            return
        pk = list(model.merges)[number]
        gone, into, moved, led = model.merges[pk]
        try:
            unmerge(merge=Merge.objects.get(pk=pk), by=editor(), reason="Doch zwei.")
        except ValidationError:
            assert into in model.into  # nothing else is folded here
            return
        assert into not in model.into
        del model.merges[pk], model.into[gone]
        for claim in moved:
            if model.speaker[claim] == into:
                model.speaker[claim] = gone
        for actor in led:
            if model.into.get(actor) == into:
                model.into[actor] = gone

    def turn(self, number: int, _: None) -> None:
        """Takes a claim one step further on its way round."""
        claim, model = self._claim(number), self.model
        if claim.status == "published":
            claims.withdraw(claim=claim, by=publisher(), reason="Nein.")
        elif claim.status == "in_review":
            claims.publish(claim=claim, by=publisher())
        else:
            claims.submit(claim=claim, by=editor())
        model.status[number] = claim.status

    def give(self, number: int, speaker: int) -> None:
        """Corrects who speaks; nobody is offered who was merged."""
        claim, model = self._claim(number), self.model
        if speaker in model.into:
            return
        change = {"claim": claim, "speaker": self._actor(speaker)}
        if claim.status == "published":
            claims.correct(writer=editor(), by=publisher(), reason="Falsch.", **change)
        else:
            claims.revise(by=editor(), **change)
        model.speaker[number] = speaker

    def check(self) -> None:
        assert list(verify()) == []
        found = [self._claim(number) for number in range(CLAIMS)]
        assert [claim.speaker for claim in found] == [self._actor(n) for n in self.model.speaker]
        assert [claim.status for claim in found] == self.model.status
        assert all(claim.attributions.get().actor_id == claim.speaker_id for claim in found)
        assert all(claim.writer == editor() for claim in found)
        for number, actor in enumerate(self.actors):
            status, into = self.model.answer(number)
            answer: Any = Client().get(actor.get_absolute_url())
            assert answer.status_code == status
            if into is not None:
                assert answer.url == self.actors[into].get_absolute_url()

    def _actor(self, number: int) -> Actor:
        return Actor.objects.get(pk=self.actors[number].pk)

    def _claim(self, number: int) -> Claim:
        return Claim.objects.get(pk=self.claims[number].pk)


def test_merges_and_their_undoing_in_any_order() -> None:
    actors = [make_actor(f"Anna {number}") for number in range(ACTORS)]
    its_claims = [
        make_claim(speaker=actors[n], mode="indirect", status=STATUSES[n]) for n in range(CLAIMS)
    ]

    @settings(
        max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(st.lists(steps, min_size=4, max_size=10))
    def goes(taken: list[tuple[str, Any, Any]]) -> None:
        with transaction.atomic():
            model = Model(speaker=list(range(CLAIMS)), status=list(STATUSES))
            model.once = {n for n in range(CLAIMS) if STATUSES[n] == "withdrawn"}
            model.see()
            world = World(model, actors, its_claims)
            for verb, *arguments in taken:
                getattr(world, verb)(*arguments)
                model.see()
            world.check()
            transaction.set_rollback(True)

    goes()
    assert not Decision.objects.filter(verb="merged").exists()
