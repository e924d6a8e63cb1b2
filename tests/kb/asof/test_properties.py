"""What must hold however the base is written: today is the last day, and no day changes later."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from editorial.actions import claims, labels
from kb.asof import Past, actor_then, article_then, claim_then, event_then
from kb.models import Actor, Article, Claim, ClaimRelation, Event, Tag, recorded_as
from kb.views.asof.dates import end_of
from kb.views.asof.facts import actor_facts, article_facts, claim_facts, event_facts
from tests.kb.asof.days import on
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    reader,
)

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
Told = list[tuple[str, str, list[tuple[Any, str]]]]  # label, text, items


@dataclass
class World:
    """A small base, and a throw of dice for what happens to it next."""

    dice: Random

    def __post_init__(self) -> None:
        self.actors = [make_actor() for _ in range(3)]
        self.events = [make_event() for _ in range(2)]
        self.article = make_article()
        self.claims = [self.claim() for _ in range(3)]
        # Nothing here ever loses its last mention: what is public stays so.
        self.keeper = make_claim(about=self.actors, events=self.events, tags=["Verkehr", "Geld"])

    def claim(self) -> Claim:
        return make_claim(article=self.article, **self._content(), about=self._some(self.actors))

    def live(self) -> None:
        """One thing that happens, by the ways of the desk."""
        happenings = (self._add, self._correct, self._label, self._relate, self._rename)
        self.dice.choice([*happenings, self._reword, self._move])()

    def hide(self) -> None:
        """One thing that takes something from view."""
        claim = self._one()
        if claim.is_public:
            claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")

    def _some(self, things: list[Any]) -> list[Any]:
        return self.dice.sample(things, self.dice.randint(0, len(things)))

    def _one(self) -> Claim:
        claim = self.dice.choice(self.claims)
        claim.refresh_from_db()
        return claim

    def _content(self) -> dict[str, Any]:
        speaker, number = self.dice.choice(self.actors), self.dice.randint(1, 10**9)
        kind = self.dice.choice(Claim.Kind.values)
        return {
            "text": f"Aussage {number}.",
            "kind": kind,
            "speaker": speaker,
            "mode": self.dice.choice(["direct", "indirect"]),
        }

    def _add(self) -> None:
        self.article.refresh_from_db()
        self.claims.append(self.claim())

    def _correct(self) -> None:
        claim = self._one()
        if claim.is_public:
            claims.correct(
                claim=claim, writer=editor(), by=publisher(), reason="So.", **self._content()
            )

    def _label(self) -> None:
        tags = self._some(list(Tag.objects.order_by("pk")))
        about, events = self._some(self.actors), self._some(self.events)
        labels.relabel(claim=self._one(), by=editor(), about=about, events=events, tags=tags)

    def _relate(self) -> None:
        one, other = self.dice.sample(self.claims, 2)
        known = ClaimRelation.objects.filter(subject=one, object=other).first()
        if known:
            labels.unrelate(relation=known, by=editor())
        else:
            labels.relate(subject=one, object=other, kind="supports", by=editor())

    def _rename(self) -> None:
        actor = self.dice.choice(self.actors)
        actor.name = f"Ministerin Nummer {self.dice.randint(1, 10**9)}"
        with recorded_as(editor()):
            actor.save(update_fields=("name", "sort_name"))

    def _reword(self) -> None:
        self.article.refresh_from_db()
        day = self.dice.choice(["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"])
        text = TEXT.replace("Montag", day)
        if text != self.article.current_version.text:
            correct(self.article, text)

    def _move(self) -> None:
        event = self.dice.choice(self.events)
        event.place = self.dice.choice(["Bern", "Genf", "Basel"])
        with recorded_as(editor()):
            event.save(update_fields=("place",))


FOUND: dict[type[Any], Callable[[int, Past], Any]] = {
    Claim: lambda pk, past: (then := claim_then(pk, past)) and claim_facts(then, ""),
    Actor: lambda pk, past: (then := actor_then(pk, past, 50)) and actor_facts(then, ""),
    Event: lambda pk, past: (then := event_then(pk, past, 50)) and event_facts(then, ""),
    Article: lambda pk, past: (then := article_then(pk, past)) and article_facts(then, ""),
}


def told(model: type[Any], pk: int, day: date) -> Told | None:
    facts = FOUND[model](pk, Past(end_of(day), reader()))
    if facts is None:
        return None
    return [
        (fact.label, fact.text, sorted((str(i.key), i.words) for i in fact.items)) for fact in facts
    ]


def public() -> Iterator[tuple[type[Any], int]]:
    for model in FOUND:
        for pk in model.objects.visible_to(reader()).order_by("pk").values_list("pk", flat=True):
            yield model, pk


def lived(seed: int, days: int) -> tuple[World, list[date]]:
    with on(FIRST.isoformat()):
        world = World(Random(seed))
    passed = [FIRST + timedelta(days=number) for number in range(1, days + 1)]
    for day in passed:
        with on(day.isoformat()):
            world.live()
    return world, passed


@pytest.mark.parametrize("seed", range(2))
def test_no_day_is_told_otherwise_later(seed: int) -> None:
    with on(FIRST.isoformat()):
        world = World(Random(seed))
    known: dict[tuple[type[Any], int, date], Told | None] = {}
    for number in range(1, 9):
        day = FIRST + timedelta(days=number)
        with on(day.isoformat()):
            world.live()
            known |= {(model, pk, day): told(model, pk, day) for model, pk in public()}
    assert known
    for (model, pk, day), before in known.items():
        assert before is not None
        assert told(model, pk, day) == before, (model, pk, day)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_taken_from_view_only_leaves_gaps(seed: int) -> None:
    world, days = lived(seed, 5)
    before = {(*thing, day): told(*thing, day) for thing in public() for day in days}
    with on("2026-02-01"):
        world.hide()
        world.hide()
    for (model, pk, day), facts in before.items():
        later = told(model, pk, day)
        for (_, text, items), (_, new_text, left) in zip(facts or [], later or [], strict=False):
            assert new_text in ("", text)
            assert set(left) <= set(items)


@pytest.mark.parametrize("seed", range(2))
def test_today_is_told_as_it_stands(seed: int) -> None:
    _, days = lived(seed, 8)
    past = Past(end_of(days[-1]), reader())
    for claim in Claim.objects.visible_to(reader()):
        then = claim_then(claim.pk, past)
        assert then
        same = ("text", "kind", "mode", "speaker_id", "version", "status", "hops")
        assert {n: getattr(then.said.claim, n) for n in same} == {
            n: getattr(claim, n) for n in same
        }
        assert then.said.speaker.name == claim.speaker.name
        live = claim.evidence.visible_to(reader()).values_list("pk", "sentence", "state")
        assert [(row.pk, row.sentence_id, row.state) for row in then.cited.evidence] == list(
            live.order_by("pk")
        )
        assert then.about == list(Actor.objects.filter(about_links__claim=claim).by_name())
        assert then.events == list(Event.objects.filter(claim_links__claim=claim).newest_first())
        assert then.tags == list(Tag.objects.filter(claim_links__content_object=claim))
        assert then.decision == claim.decisions.order_by("pk").last()
        others = ClaimRelation.objects.filter(subject=claim) | ClaimRelation.objects.filter(
            object=claim
        )
        assert len(then.relations) == others.count()
    for actor in Actor.objects.visible_to(reader()):
        known = actor_then(actor.pk, past, 50)
        assert known
        assert known.actor.name == actor.name
        spoken = Claim.objects.published().spoken_by(actor).newest_first()
        assert [each.claim.pk for each in known.said.claims] == [each.pk for each in spoken]
        about = Claim.objects.published().about(actor).newest_first()
        assert [each.claim.pk for each in known.about.claims] == [each.pk for each in about]
    for article in Article.objects.visible_to(reader()):
        found = article_then(article.pk, past)
        assert found
        assert found.version == article.current_version
        assert found.sentences == list(article.current_version.sentences.in_order())
