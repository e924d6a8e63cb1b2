"""Random sequences of what editors do: nothing is lost, and nothing answers as it should not.

`make sequences` runs two hundred of them on each database; the suite a few.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from editorial.actions import (
    articles,
    claims,
    corrections,
    labels,
    merging,
    reanchoring,
    reverting,
    suggestions,
)
from editorial.actions.claims import Hop, Passage
from editorial.history import past_of
from editorial.models import Merge, Reanchoring, Suggestion
from editorial.state import content
from kb.errors import explained
from kb.models import Actor, Article, Claim, Event, Evidence, Mode, Sentence, Tag
from kb.verify import verify
from tests.editorial.importing.documents.filebed import taken_back
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher, whole

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("SEQUENCES", "4"))
MANY = 100  # sequences in which every step goes through once
MOST_STEPS = 14
WHY = "Aus Gründen."

TEXTS = (
    "Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden.\n\n"
    "„Die Brücke ist sicher“, sagte die Ministerin. Der Ingenieur widerspricht ihr. "
    "Gebaut wird erst im Jahr 2031. Niemand rechnet mit einem früheren Beginn.",
    "Die Ministerin reiste am 3. Dezember nach Brüssel. Dort sprach sie von 12 Millionen Franken. "
    "Der Rat habe das Geld bewilligt, sagte sie.\n\nDer Ingenieur schwieg dazu.",
)


@dataclass
class Base:
    """What a sequence works on, and what it saw on the way."""

    chance: Random
    seen: set[str] = field(default_factory=set)  # addresses that once answered 200
    stood: list[tuple[int, datetime, dict[str, Any]]] = field(default_factory=list)

    def pick(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise ValidationError("nothing to do")
        return self.chance.choice(found)

    def sentence(self, **where: Any) -> Sentence:
        rows = Sentence.objects.filter(version__in=Article.objects.values("current_version"))
        return self.pick(rows.filter(**where))  # type: ignore[no-any-return]

    def person(self) -> Any:
        return self.chance.choice((editor, publisher))()


def draft(base: Base) -> None:
    sentence = base.sentence()
    speaker = base.pick(Actor.objects.filter(merged_into=None, only_in=None))
    is_told = base.chance.random() < 0.5
    fields: dict[str, Any] = {}
    if is_told:
        cue = Passage(base.sentence(version=sentence.version), 0, 3)
        fields = {
            "speaker": speaker,
            "mode": Mode.INDIRECT,
            "hops": [Hop(speaker, Mode.INDIRECT, cue)],
        }
    make_claim(
        article=sentence.version.article,
        passages=[whole(sentence)],
        status=base.chance.choice(["draft", "in_review", "published", "published"]),
        about=[base.pick(Actor.objects.filter(merged_into=None, only_in=None))],
        events=[base.pick(Event.objects.filter(merged_into=None))],
        tags=[base.pick(Tag.objects.filter(merged_into=None)).name],
        **fields,
    )


def edit(base: Base) -> None:
    claim = base.pick(Claim.objects.exclude(status="published"))
    words = f"{claim.text} ({base.chance.randrange(100)})"
    if base.chance.random() < 0.5:
        claims.revise(claim=claim, by=base.person(), text=words)
    else:
        passages = [whole(base.sentence(), base.chance.choice(["supports", "disputes"]))]
        claims.revise(claim=claim, by=base.person(), passages=passages)


def publish(base: Base) -> None:
    claim = base.pick(Claim.objects.exclude(status="published"))
    if claim.status != "in_review":
        claims.submit(claim=claim, by=base.person())
    claims.publish(claim=claim, by=base.person())


def withdraw(base: Base) -> None:
    claims.withdraw(claim=base.pick(Claim.objects.published()), by=base.person(), reason=WHY)


def suggest(base: Base) -> None:
    claim = base.pick(Claim.objects.published())
    words = f"{claim.text} Genauer {base.chance.randrange(100)}."
    made = suggestions.suggest(claim=claim, by=base.person(), content={"text": words})
    suggestions.accept(suggestion=made, by=base.person(), reason=WHY)


def decide(base: Base) -> None:
    open_one = base.pick(Suggestion.objects.filter(state="open"))
    verb = base.chance.choice([suggestions.accept, suggestions.accept, suggestions.reject])
    verb(suggestion=open_one, by=base.person(), reason=WHY)


def revert(base: Base) -> None:
    if not base.stood:
        raise ValidationError("nothing to do")
    pk, at, _said = base.chance.choice(base.stood)
    claim = Claim.objects.filter(pk=pk).get()
    plan = reverting.look(row=claim, at=at)
    reverting.put_back(row=claim, at=at, by=base.person(), reason=WHY, seen=plan.seen)


def merge(base: Base) -> None:
    model = base.chance.choice([Actor, Actor, Event, Tag])
    things = model._default_manager.filter(merged_into=None)
    gone = base.pick(things)
    into = base.pick(things.exclude(pk=gone.pk))
    merging.merge(gone=gone, into=into, by=publisher(), reason=WHY)


def unmerge(base: Base) -> None:
    undone = Merge.objects.filter(undone_at=None)
    merging.unmerge(merge=base.pick(undone), by=publisher(), reason=WHY)


def correct(base: Base) -> None:
    article = base.pick(Article.objects.all())
    text = base.chance.choice(WAYS)(article.current_version.text, base.chance)
    corrections.correct(article=article, by=base.person(), text=text, reason=WHY)


def reanchor(base: Base) -> None:
    row = base.pick(Reanchoring.objects.waiting())
    passages = reanchoring.proposed(row)
    if passages and base.chance.random() < 0.7:
        reanchoring.place(reanchoring=row, by=base.person(), passages=passages, reason=WHY)
    else:
        reanchoring.drop(reanchoring=row, by=base.person(), reason=WHY)


def tag(base: Base) -> None:
    claim = base.pick(Claim.objects.all())
    name = base.pick(Tag.objects.filter(merged_into=None)).name
    labels.label(claim=claim, by=base.person(), tags=[name])


def judge(base: Base) -> None:
    articles.judge(sentences=[base.sentence()], by=base.person(), reason="Keine Aussage")


STEPS: tuple[Callable[[Base], None], ...] = (
    draft,
    edit,
    publish,
    withdraw,
    suggest,
    decide,
    revert,
    merge,
    unmerge,
    correct,
    reanchor,
    tag,
    judge,
)


def _without_one(text: str, chance: Random) -> str:
    parts = text.split(". ")
    del parts[chance.randrange(len(parts))]
    return ". ".join(parts)


def _swapped(text: str, chance: Random) -> str:
    parts = text.split(". ")
    chance.shuffle(parts)
    return ". ".join(parts)


WAYS: tuple[Callable[[str, Random], str], ...] = (
    _without_one,
    _swapped,
    lambda text, chance: f"{text} Nachtrag {chance.randrange(50)}.",
    lambda text, chance: f"Vorab {chance.randrange(50)}.\n\n{text}",
    lambda text, _: text.replace("2031", "2035"),
    lambda text, _: text.replace("ist sicher", "ist nicht sicher"),
    lambda text, _: text.replace("schwieg dazu", "schwieg dazu lange"),
    lambda text, _: text.replace("„", "").replace("“", ""),
    lambda text, _: text.replace(". ", "; "),
    lambda text, chance: chance.choice(TEXTS),
)


def begin(seed: int) -> Base:
    base = Base(Random(seed))
    for text in TEXTS:
        make_article(text)
    for name in ("Maria Muster", "M. Muster", "Der Ingenieur"):
        make_actor(name)
    make_event("Ratssitzung")
    make_event("Sitzung des Rats")
    for name in ("Brücke", "Bau"):
        Tag.objects.create(name=name)
    for _ in range(3):
        draft(base)
    return base


def try_to(base: Base, step: Callable[[Base], None]) -> bool:
    """Whether it went through; what is refused leaves nothing behind."""
    try:
        with explained():
            step(base)
    except ValidationError:
        return False
    return True


def remember(base: Base, client: Client) -> None:
    now = timezone.now()
    for claim in Claim.objects.order_by("pk"):
        base.stood.append((claim.pk, now, content(claim)))
    for address in _addresses():
        if client.get(address).status_code == 200:
            base.seen.add(address)


def _addresses() -> list[str]:
    found = []
    for model in (Claim, Actor, Event, Tag, Article):
        for row in model._default_manager.order_by("pk"):
            found.append(row.get_absolute_url())
            if isinstance(row, Article):
                versions = range(1, row.current_version.number + 1)
                found += [f"{row.get_absolute_url()}v{number}/" for number in versions]
    return found


def assert_nothing_is_lost(base: Base, client: Client) -> None:
    assert [str(finding) for finding in verify()] == []
    for address in sorted(base.seen):
        answer = client.get(address)
        assert answer.status_code in (200, 301, 410), (address, answer.status_code)
        if answer.status_code == 301:  # in one step
            after = client.get(answer["Location"]).status_code
            assert after in (200, 410), (address, answer["Location"], after)
    for claim in Claim.objects.order_by("pk"):
        if claim.was_public:
            code = 200 if claim.is_public else 410
            assert client.get(claim.get_absolute_url()).status_code == code
    tags = dict(Tag.objects.values_list("pk", "name"))
    for pk, at, said in base.stood:
        past = past_of(Claim, pk, at)
        assert past is not None
        assert past.content(tags) == said, (pk, at)
    for evidence in Evidence.objects.filter(state="stands"):
        article = evidence.sentence.version.article
        assert evidence.sentence.version_id == article.current_version_id


def test_whatever_editors_do_nothing_is_lost(client: Client) -> None:
    went_through: Counter[str] = Counter()

    @bounds(
        max_examples=SEQUENCES,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        seed=st.integers(0, 10**9),
        steps=st.lists(st.sampled_from(STEPS), min_size=6, max_size=MOST_STEPS),
    )
    def try_all(seed: int, steps: list[Callable[[Base], None]]) -> None:
        with taken_back():
            base = begin(seed)
            remember(base, client)
            for step in steps:
                if try_to(base, step):
                    went_through[step.__name__] += 1
                    remember(base, client)
            assert_nothing_is_lost(base, client)

    try_all()
    print(f"{SEQUENCES} sequences; steps that went through: {dict(went_through)}")
    if SEQUENCES >= MANY:  # else they show nothing of it
        assert went_through.keys() == {step.__name__ for step in STEPS}
