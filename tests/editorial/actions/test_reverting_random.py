"""Whatever was done to a claim, any state of it comes back, to the letter."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.actions import claims, labels, reverting, suggestions
from editorial.actions.claims import Hop, Passage
from editorial.state import content
from kb.models import Actor, Claim, Event, Mode, Sentence
from kb.verify import verify
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db

STANCES = ("supports", "disputes", "context")
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.sampled_from(["Sie hält.", "Sie wackelt.", "Ä\u0308 – ß"])),
        st.tuples(st.just("kind"), st.sampled_from(Claim.Kind.values)),
        st.tuples(st.just("said_on"), st.sampled_from([None, "2025-12-01"])),
        st.tuples(st.just("chain"), st.lists(st.integers(0, 2), max_size=3, unique=True)),
        st.tuples(
            st.just("passages"),
            st.lists(
                st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from(STANCES)),
                max_size=3,
            ),
        ),
        st.tuples(st.just("drop"), st.integers(0, 3)),
        st.tuples(
            st.just("labels"),
            st.tuples(
                st.sets(st.integers(0, 2)), st.sets(st.integers(0, 1)), st.sets(st.integers(0, 2))
            ),
        ),
        st.tuples(st.just("outcome"), st.sampled_from(["", "open", "failed"])),
        st.tuples(st.just("step"), st.just(None)),
    ),
    min_size=2,
    max_size=8,
)


class World:
    """What the edits choose from."""

    def __init__(self) -> None:
        self.claim = make_claim(status="draft", article=make_article())
        self.actors: list[Actor] = [make_actor() for _ in range(3)]
        self.events: list[Event] = [make_event() for _ in range(2)]
        self.sentences: list[Sentence] = list(self.claim.article.current_version.sentences.all())

    def edit(self, what: str, value: Any) -> None:
        claim = self.claim
        claim.refresh_from_db()
        if what == "step":
            self._step(claim)
        elif what == "outcome":
            labels.note_outcome(claim=claim, by=editor(), outcome=value)
        elif what == "labels":
            self._label(claim, *value)
        elif claim.status != Claim.Status.PUBLISHED:
            claims.revise(claim=claim, by=editor(), **self._change(claim, what, value))
        claim.refresh_from_db()

    def _change(self, claim: Claim, what: str, value: Any) -> dict[str, Any]:
        if what == "passages":
            return {
                "passages": [
                    Passage(self.sentences[n], start, len(self.sentences[n].text), stance)
                    for n, start, stance in value
                ]
            }
        if what == "drop":
            return {"dropped": list(claim.evidence.live().order_by("pk"))[:value]}
        if what != "chain":
            return {what: value}
        hops = [Hop(self.actors[n], Mode.INDIRECT) for n in value]
        if not hops:
            return {"speaker": self.actors[0], "mode": Mode.AUTHOR, "hops": []}
        return {"speaker": hops[-1].actor, "mode": Mode.INDIRECT, "hops": hops}

    def _label(self, claim: Claim, about: set[int], events: set[int], tags: set[int]) -> None:
        labels.relabel(
            claim=claim,
            by=editor(),
            about=[self.actors[n] for n in about],
            events=[self.events[n] for n in events],
            tags=[],
        )
        labels.label(claim=claim, by=editor(), tags=[f"Schlagwort {n}" for n in tags])

    def _step(self, claim: Claim) -> None:
        """The next on the way of a claim, round and round."""
        if not claim.evidence.supporting().exists():
            return
        if claim.status in (Claim.Status.DRAFT, Claim.Status.WITHDRAWN):
            claims.submit(claim=claim, by=editor())
        elif claim.status == Claim.Status.IN_REVIEW:
            claims.publish(claim=claim, by=publisher())
        else:
            claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, chosen=st.integers(0, 100))
def test_after_any_edits_any_state_comes_back(edits: list[Any], chosen: int) -> None:
    with transaction.atomic():
        world = World()
        states: list[tuple[datetime, dict[str, Any]]] = []
        for what, value in [("kind", "report"), *edits]:
            world.edit(what, value)
            states.append((timezone.now(), content(world.claim)))
        at, said = states[chosen % len(states)]
        come_back(world.claim, at, said)
        assert not list(verify())
        transaction.set_rollback(True)


def come_back(claim: Claim, at: datetime, said: dict[str, Any]) -> None:
    """Puts back the state of `at`; where the claim is public, a colleague accepts it."""
    public = content(claim)
    plan = reverting.look(row=claim, at=at)
    assert {name: plan.wanted[name] for name in said} == said
    if plan.is_same:
        return
    if plan.is_suggestion and not any(row[3] == "supports" for row in said["evidence"]):
        return  # nobody could accept that
    made = reverting.put_back(row=claim, at=at, by=editor(), reason="Zurück.", seen=plan.seen)
    claim.refresh_from_db()
    assert (made is None) == (claim.status != Claim.Status.PUBLISHED)
    if made:
        assert content(claim) == public, "a published claim is never changed directly"
        suggestions.accept(suggestion=made, by=publisher(), reason="Ja.")
        claim.refresh_from_db()
    assert content(claim) == said
