"""What hinders a step: each gate by its name, and the same for one claim as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles, assignments, gates, labels
from editorial.models import Step
from kb.models import Claim, Mode, Tag
from tests import makers

pytestmark = pytest.mark.django_db


def codes(claim: Claim, step: str, by: object = None, **what: object) -> list[str]:
    found = gates.hindrances([claim], step, by or makers.publisher(), **what)  # type: ignore[arg-type]
    return [hindrance.code for hindrance in found[claim.pk]]


def test_a_claim_of_somebody_else_in_review_has_no_hindrance() -> None:
    assert codes(makers.make_claim(status="in_review"), Step.PUBLISH) == []


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("in_review", Step.SUBMIT),
        ("published", Step.SUBMIT),
        ("draft", Step.PUBLISH),
        ("draft", Step.RETURN),
        ("withdrawn", Step.PUBLISH),
        ("in_review", Step.WITHDRAW),
    ],
)
def test_each_step_has_its_place(status: str, step: Step) -> None:
    assert codes(makers.make_claim(status=status), step) == ["claim-status"]


@pytest.mark.parametrize("step", [Step.PUBLISH, Step.RETURN])
def test_nobody_decides_on_their_own_work(step: Step) -> None:
    claim = makers.make_claim(status="in_review")
    assert codes(claim, step, claim.writer) == ["own-work"]


def test_all_gates_that_fail_are_named() -> None:
    claim = makers.make_claim(
        status="draft", passages=[], speaker=makers.make_actor(), mode=Mode.INDIRECT
    )
    Claim.objects.filter(pk=claim.pk).update(text=" ", version=2)
    claim.attributions.all().delete()
    claim.refresh_from_db()
    assert codes(claim, Step.SUBMIT) == ["claim-text", "support", "chain"]


def test_support_in_a_sealed_article_is_named_as_that() -> None:
    claim = makers.make_claim(status="in_review")
    articles.seal(article=claim.article, by=makers.publisher(), reason="Auf Verlangen.")
    found = gates.hindrances([claim], Step.PUBLISH, makers.publisher())[claim.pk]
    assert [hindrance.code for hindrance in found] == ["support"]
    assert "sealed" in found[0].messages[0]


def test_a_dispute_is_no_support() -> None:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=4)
    passages = [makers.whole(sentence, "disputes")]
    claim = makers.make_claim(article=article, status="draft", passages=passages)
    assert codes(claim, Step.SUBMIT) == ["support"]


def test_tags_it_has_already_are_nothing_to_do() -> None:
    claim = makers.make_claim()
    labels.label(claim=claim, by=makers.editor(), tags=["Brücke"])
    bridge, river = Tag.objects.get(), Tag.objects.create(name="Fluss")
    assert codes(claim, Step.TAG, tags=[bridge]) == ["tagged"]
    assert codes(claim, Step.TAG, tags=[bridge, river]) == []


def test_whom_it_is_assigned_to_already_is_nothing_to_do() -> None:
    claim, to = makers.make_claim(), makers.editor()
    assert codes(claim, Step.ASSIGN, to=None) == ["assigned"]
    assignments.assign(claim=claim, by=makers.publisher(), to=to)
    assert codes(claim, Step.ASSIGN, to=to) == ["assigned"]
    assert codes(claim, Step.ASSIGN, to=makers.publisher()) == []
    assert codes(claim, Step.ASSIGN, to=None) == []


@pytest.mark.parametrize("step", list(Step))
def test_ten_claims_cost_as_many_queries_as_one(step: Step) -> None:
    article, speaker, by = makers.make_article(), makers.make_actor(), makers.publisher()
    known = {"article": article, "speaker": speaker, "mode": Mode.INDIRECT}
    status = {Step.SUBMIT: "draft", Step.WITHDRAW: "published"}.get(step, "in_review")
    for _ in range(10):
        makers.make_claim(status=status, **known)  # type: ignore[arg-type]
    all_of_them = list(Claim.objects.all())

    def queries(claims: list[Claim]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = gates.hindrances(claims, step, by, tags=[], to=by)
        assert not any(found.values())
        return len(queries)

    assert queries(all_of_them) == queries(all_of_them[:1])
