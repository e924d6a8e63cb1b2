"""Sentences that a document judges to hold no claim."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from editorial.actions import articles
from editorial.actions.curating import change
from kb.models import Claim, Evidence, NoClaim, Sentence
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    claim,
    cut,
    document,
    exported,
    rows,
)
from tests.makers import editor

Load = Callable[..., Imported]

SENTENCES = [[0, 31], [32, 68], [70, 80, "heading"], [82, 126], [127, 158]]
HEADING = {"sentence_index": 2, "reason": "Zwischentitel"}


def judged() -> list[tuple[int, str]]:
    found = NoClaim.objects.order_by("sentence__version", "sentence__position")
    return list(found.values_list("sentence__position", "reason"))


def line(*claims: Any, no_claim: Any = (HEADING,), **more: Any) -> Any:
    given = {"sentences": SENTENCES, "no_claim": list(no_claim)} | more
    return document("rat", given.pop("text", TEXT), *claims, **given)


def test_a_judgement_closes_its_sentence_and_comes_out_again(load: Load) -> None:
    assert load(line()).failure == ""
    assert judged() == [(3, "Zwischentitel")]
    assert NoClaim.history.count() == 1
    assert json.loads(exported())["document"]["no_claim"] == [HEADING]


@pytest.mark.parametrize(
    ("judgement", "reason"),
    [
        ({"sentence_index": 5, "reason": "x"}, "sentence_index is 5, but sentences has 5"),
        ({"sentence_index": -1, "reason": "x"}, "sentence_index is -1; write a whole number"),
        ({"reason": "x"}, "sentence_index is missing; give it"),
        ({"sentence_index": 1}, "reason is missing; give it"),
        ({"sentence_index": 1, "reason": " "}, "reason is empty; leave it out or fill it in"),
        ({"sentence_index": 1, "reason": "x", "quote": "y"}, "no_claim has an unknown key"),
        ({"sentence_index": 2, "reason": "x"}, "sentence 2 is judged twice; leave one out"),
        (3, "no_claim is 3; write an object {…}"),
    ],
)
def test_a_bad_judgement_is_rejected_and_the_document_comes_in(
    load: Load, judgement: Any, reason: str
) -> None:
    told = load(line(no_claim=[HEADING, judgement]))
    assert judged() == [(3, "Zwischentitel")]
    (rejected,) = told.rejected
    (only,) = rejected["document"]["no_claim"]
    assert reason in only["rejected"]
    assert "reason" not in rejected["document"]
    assert rejected["claims"] == []


def test_a_judgement_needs_the_given_list(load: Load) -> None:
    told = load(document("rat", TEXT, no_claim=[HEADING]))
    assert told.reasons == [
        "sentence_index counts in `sentences`, which the document does not give"
    ]
    assert judged() == []


def test_a_sentence_on_which_a_claim_rests_is_not_judged(load: Load) -> None:
    told = load(line(claim(cut("Die Brücke"))))
    assert told.reasons == ["a claim rests on this sentence"]
    assert judged() == []
    assert Claim.objects.count() == 1


def test_context_does_not_cover_a_sentence(load: Load) -> None:
    assert load(line(claim(cut("Die Brücke") | {"stance": "context"}))).failure == ""
    assert judged() == [(3, "Zwischentitel")]


def test_a_claim_that_was_rejected_covers_nothing(load: Load) -> None:
    told = load(line(claim({"quote": "Die Brücke ist da"})))
    assert len(told.reasons) == 1
    assert judged() == [(3, "Zwischentitel")]


def test_a_claim_of_a_later_import_lifts_the_judgement(load: Load) -> None:
    load(line())
    told = load(line(claim(cut("Die Brücke")), no_claim=[HEADING]))
    assert told.failure == ""
    assert judged() == []
    assert NoClaim.history.first().history_type == "-"
    before = rows()
    assert load(line(claim(cut("Die Brücke")), no_claim=[HEADING])).failure == ""
    assert rows() == before


def test_what_was_lifted_here_stays_lifted_even_with_another_reason(load: Load) -> None:
    load(line())
    articles.lift(sentences=Sentence.objects.filter(position=3), by=editor())
    told = load(line(no_claim=[HEADING | {"reason": "Nur ein Titel"}]))
    assert "no_claim 1: lifted here" in told.out[0]
    assert judged() == []


def test_another_reason_replaces_ours_and_not_an_editors(load: Load) -> None:
    load(line())
    load(line(no_claim=[HEADING | {"reason": "Nur ein Titel"}]))
    assert judged() == [(3, "Nur ein Titel")]
    change(row=NoClaim.objects.get(), by=editor(), reason="Von Hand")
    told = load(line(no_claim=[HEADING | {"reason": "Wieder anders"}]))
    assert "no_claim 1: edited here" in told.out[0]
    assert judged() == [(3, "Von Hand")]


def test_a_judgement_follows_to_a_new_version(load: Load) -> None:
    load(line())
    longer = line(text=TEXT + " Gebaut wird 2031.", sentences=[*SENTENCES, [159, 176]])
    assert load(longer).failure == ""
    assert judged() == [(3, "Zwischentitel"), (3, "Zwischentitel")]
    assert json.loads(exported())["document"]["no_claim"] == [HEADING]
    before = rows()
    load(longer)
    assert rows() == before


def test_a_judgement_follows_to_a_version_that_is_cut_otherwise(load: Load) -> None:
    load(line())
    other = [[0, 68], *SENTENCES[2:]]
    assert load(line(sentences=other, no_claim=[HEADING | {"sentence_index": 1}])).failure == ""
    assert json.loads(exported())["document"]["no_claim"] == [HEADING | {"sentence_index": 1}]


def test_a_judgement_of_the_same_words_is_no_new_one(load: Load) -> None:
    load(line())
    before = rows()
    assert "1 same" in load(line()).summary
    assert rows() == before


def test_the_text_with_its_judgement_is_verified_on_evidence_elsewhere(load: Load) -> None:
    """A claim of another document, settled at the end of the run, lifts the judgement."""
    other = {"document": {"id": "rat"}, **cut("Die Brücke")}
    told = load(line(), document("b", "Kurz.", claim(other)))
    assert told.failure == ""
    assert judged() == []
    assert Evidence.objects.count() == 1
