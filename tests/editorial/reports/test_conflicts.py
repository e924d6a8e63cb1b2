"""Contradictions, disputes and changes that wait."""

import pytest

from editorial.actions import claims, labels
from editorial.models import Suggestion
from editorial.reports import contradictions, disputes, proposals
from kb.models import Claim, ClaimRelation
from tests import makers
from tests.editorial.reports.made import everything, suggest

pytestmark = pytest.mark.django_db


def relate(one: Claim, other: Claim, kind: str = "contradicts") -> ClaimRelation:
    return labels.relate(subject=one, object=other, kind=kind, by=makers.editor())


def pairs(**asked: object) -> list[tuple[str, str, str]]:
    rows = contradictions.rows(**asked).order_by("pk")  # type: ignore[arg-type]
    found = contradictions.lines(list(rows))
    return [(line.words, line.one.text, line.other.text) for line in found]


def test_a_contradiction_is_listed_once_whoever_says_it_first() -> None:
    speaker = makers.make_actor()
    article = makers.make_article()
    one, other = (makers.make_claim(text, article=article, status="draft") for text in ("A", "B"))
    relate(other, one)
    relate(one, other)
    relate(one, makers.make_claim("C"), "supports")
    assert pairs() == [("correction", "A", "B")]
    assert pairs(speakers=contradictions.TWO) == []
    third = makers.make_claim("D", article=makers.make_article(author=speaker))
    relate(third, one)
    assert pairs(speakers=contradictions.TWO) == [("dispute", "A", "D")]
    assert pairs(article=third.article) == [("dispute", "A", "D")]
    assert len(pairs(article=article)) == 2
    assert pairs(person=makers.publisher()) == []


def test_what_was_withdrawn_contradicts_nothing() -> None:
    one, other = makers.make_claim("A"), makers.make_claim("B")
    relate(one, other)
    claims.withdraw(claim=other, by=makers.publisher(), reason="Falsch.")
    assert pairs() == []


def test_a_disputed_claim_shows_the_first_passage_against_it() -> None:
    made = everything()
    (line,) = disputes.lines(list(disputes.rows()))
    assert line.claim == made.disputed
    assert (line.supports, line.disputes) == (1, 1)
    assert line.against.quote == "Der Ingenieur widerspricht ihr."
    assert not disputes.rows(status="draft").exists()
    assert disputes.rows(person=makers.editor(), article=made.article).exists()
    claims.withdraw(claim=made.disputed, by=makers.publisher(), reason="Falsch.")
    assert not disputes.rows().exists()


def open_ones(**asked: object) -> list[proposals.Line]:
    rows = proposals.rows(**asked).order_by("pk")  # type: ignore[arg-type]
    return proposals.lines(list(rows))


def test_rivals_are_open_suggestions_for_the_same_claim() -> None:
    claim, other = makers.make_claim(), makers.make_claim()
    suggest(claim, "So.")
    suggest(claim, "Oder so.", makers.publisher())
    suggest(other, "Allein.")
    assert [line.rivals for line in open_ones()] == [1, 1, 0]
    assert [line.changed for line in open_ones()] == [["text"]] * 3
    assert len(open_ones(state=proposals.RIVAL)) == 2
    assert [line.suggestion.by for line in open_ones(person=makers.publisher())] == [
        makers.publisher()
    ]


def test_what_was_made_for_another_version_is_out_of_date() -> None:
    fresh, changed, gone = (makers.make_claim() for _ in range(3))
    for claim in (fresh, changed, gone):
        suggest(claim, "Anders.")
    claims.correct(
        claim=changed, writer=makers.editor(), by=makers.publisher(), reason="Art", kind="report"
    )
    claims.withdraw(claim=gone, by=makers.publisher(), reason="Falsch.")
    stale = open_ones(state=proposals.STALE)
    assert [line.suggestion.claim for line in stale] == [changed, gone]
    assert [line.is_stale for line in open_ones()] == [False, True, True]
    assert Suggestion.objects.count() == 3
