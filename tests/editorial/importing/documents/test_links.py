"""Evidence and relations that name other documents are linked when the run ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from editorial.actions import articles
from kb.models import Article, Claim, ClaimRelation, Evidence
from tests.editorial.importing.documents.filebed import (
    SOURCE,
    TEXT,
    Imported,
    analyze,
    bring,
    claim,
    cut,
    document,
    write,
)
from tests.makers import editor

Load = Callable[..., Imported]

GOOD = cut("Der Rat tagt am Montag in Bern.")
OTHER = "Der Ingenieur widerspricht ihr."


def elsewhere(id: str, quote: str = OTHER, source: str | None = SOURCE, **more: Any) -> Any:
    named = {"id": id, **({"source": source} if source else {})}
    return {"document": named, **cut(quote), **more}


def related(document: str, id: str = "c1", kind: str = "contradicts") -> Any:
    return {"kind": kind, "claim": {"source": SOURCE, "document": document, "id": id}}


def places() -> list[tuple[str, str]]:
    rows = Evidence.objects.order_by("sentence__version__article__external_id", "pk")
    return [(row.sentence.version.article.external_id, row.quote) for row in rows]


def test_evidence_in_a_document_that_comes_later_in_the_file(load: Load) -> None:
    told = load(document("a", TEXT, claim(GOOD, elsewhere("b"))), document("b"))
    assert told.failure == ""
    assert places() == [("a", GOOD["quote"]), ("b", OTHER)]
    assert Claim.objects.get().article.external_id == "a"


def test_evidence_in_another_file_of_the_same_command(tmp_path: Path) -> None:
    a = write(tmp_path / "a.jsonl", document("a", TEXT, claim(elsewhere("b"))))
    b = write(tmp_path / "b.jsonl", document("b", TEXT, claim(elsewhere("a"))))
    assert bring(a, b).failure == ""
    assert places() == [("a", OTHER), ("b", OTHER)]


def test_evidence_in_a_document_of_an_earlier_import(load: Load) -> None:
    load(document("b"))
    load(document("a", TEXT, claim(elsewhere("b", source=None))))
    assert places() == [("b", OTHER)]


def test_evidence_by_quote_alone_in_another_document(load: Load) -> None:
    quote = {"document": {"id": "b"}, "quote": OTHER}
    assert load(document("a", "Kurz.", claim(quote)), document("b")).failure == ""
    assert places() == [("b", OTHER)]


def test_evidence_that_names_its_own_document_is_its_own(load: Load) -> None:
    load(document("a", TEXT, claim(elsewhere("a"))))
    assert places() == [("a", OTHER)]


def test_evidence_over_sentences_of_another_document(load: Load) -> None:
    load(document("a", "Kurz.", claim(elsewhere("b", TEXT[10:60]))), document("b"))
    assert len(places()) == 2


@pytest.mark.parametrize("has_own", [True, False])
def test_a_document_that_is_not_there_rejects_the_evidence(load: Load, has_own: bool) -> None:
    own = [GOOD] if has_own else []
    told = load(document("a", TEXT, claim(*own, elsewhere("b"))))
    reason = 'the document "b" of tests is not here, or was rejected'
    assert told.reasons == [reason if has_own else f"all its evidence was rejected: {reason}"]
    assert Claim.objects.count() == has_own


def test_a_document_that_was_rejected_rejects_the_evidence(load: Load) -> None:
    told = load(document("a", TEXT, claim(elsewhere("b"))), document("b", kind="x"))
    assert "is not here, or was rejected" in "".join(told.reasons)
    assert len(told.reasons) == 2


def test_a_quote_that_is_not_in_the_other_document_is_rejected(load: Load) -> None:
    told = load(document("a", TEXT, claim(elsewhere("b"))), document("b", "Nichts davon. " * 20))
    assert "text[127:158] is" in told.reasons[0]


def test_a_sealed_document_rejects_the_evidence(load: Load) -> None:
    load(document("b"))
    articles.seal(article=Article.objects.get(), by=editor(), reason="Auf Wunsch.")
    told = load(document("a", TEXT, claim(elsewhere("b"))))
    assert told.reasons == [
        'all its evidence was rejected: the document "b" of tests is sealed here'
    ]


def test_a_sealed_document_rejects_evidence_of_its_own(load: Load) -> None:
    load(document("b"))
    articles.seal(article=Article.objects.get(), by=editor(), reason="Auf Wunsch.")
    told = load(document("b", TEXT, claim(GOOD)))
    assert 'the document "b" of tests is sealed here' in told.reasons[0]
    assert not Claim.objects.exists()


def test_a_claim_whose_own_evidence_is_bad_and_other_good_comes_in(load: Load) -> None:
    bad = GOOD | {"start": 1}
    told = load(document("a", TEXT, claim(bad, elsewhere("b"))), document("b"))
    assert places() == [("b", OTHER)]
    assert len(told.reasons) == 1
    assert told.reasons[0].startswith("text[1:31] is")


def test_more_documents_than_an_expression_holds(load: Load) -> None:
    many = [f"d{n}" for n in range(1100)]
    passages = [{"document": {"id": name}, "start": 0, "end": 3} for name in many]
    told = load(*(document(name, f"Ja, {n}.") for n, name in enumerate(many)))
    told = load(document("a", TEXT, claim(*passages)))
    assert told.failure == ""
    assert Evidence.objects.count() == 1100
    analyze()


def test_relations_within_a_file_in_whatever_order(load: Load) -> None:
    one = document("a", TEXT, claim(GOOD, relations=[related("b"), related("a", "c2", "revises")]))
    one["claims"].append({"id": "c2", "text": "Nein."})
    told = load(one, document("b", TEXT, claim(GOOD)))
    assert told.failure == ""
    found = ClaimRelation.objects.order_by("kind")
    assert [(r.kind, r.object.article.external_id, r.object.external_id) for r in found] == [
        ("contradicts", "b", "c1"),
        ("revises", "a", "c2"),
    ]
    assert ClaimRelation.history.count() == 2


def test_relations_between_files_and_to_an_earlier_import(tmp_path: Path) -> None:
    bring(write(tmp_path / "0.jsonl", document("z", TEXT, claim(GOOD))))
    a = write(
        tmp_path / "a.jsonl", document("a", TEXT, claim(relations=[related("b"), related("z")]))
    )
    b = write(tmp_path / "b.jsonl", document("b", TEXT, claim(relations=[related("a")])))
    assert bring(a, b).failure == ""
    assert ClaimRelation.objects.count() == 3


def test_source_and_document_of_a_relation_are_its_own_where_none_is_named(load: Load) -> None:
    relation = {"kind": "restates", "claim": {"id": "c2"}}
    load(document("a", TEXT, claim(GOOD, relations=[relation]), claim(GOOD)))
    assert ClaimRelation.objects.get().object.external_id == "c2"


def test_a_relation_named_twice_is_one(load: Load) -> None:
    told = load(document("a", TEXT, claim(relations=[related("a", "c2")] * 2), claim()))
    assert told.failure == ""
    assert ClaimRelation.objects.count() == 1


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (related("b", "c9"), 'there is no claim "c9" of document "b" of tests'),
        (related("x"), 'there is no claim "c1" of document "x" of tests'),
        (related("a"), "a claim has no relation to itself"),
        ({"claim": {"id": "c2"}}, "kind is missing; give it"),
        ({"kind": "denies", "claim": {"id": "x"}}, 'kind is "denies"; known are contradicts'),
        ({"kind": "supports"}, 'claim is missing; write {"source": …, "document": …, "id": …}'),
        ({"kind": "supports", "claim": {}}, "id is missing; give it"),
        ({"kind": "supports", "claim": "c2"}, 'claim is "c2"; write an object {…}'),
        ("c2", 'the relation is "c2"; write an object {…}'),
        ({"kind": "supports", "claim": {"id": "x"}, "to": 1}, "the relation has an unknown key"),
    ],
)
def test_a_bad_relation_is_rejected_and_its_claim_comes_in(
    load: Load, relation: Any, reason: str
) -> None:
    good = related("b", kind="supports")
    lines = (
        document("a", TEXT, claim(GOOD, relations=[relation, good])),
        document("b", TEXT, claim(GOOD)),
    )
    told = load(*lines)
    assert len(told.reasons) == 1
    assert reason in told.reasons[0]
    assert ClaimRelation.objects.get().kind == "supports"
    (line,) = told.rejected
    (rejected,) = line["claims"]
    assert len(rejected["relations"]) == 1
    assert "evidence" not in rejected


def test_a_claim_that_was_rejected_is_told_once_with_its_relations(load: Load) -> None:
    bad = claim({"quote": "Das steht nirgends."}, relations=[related("b")])
    told = load(document("a", TEXT, bad), document("b", TEXT, claim(GOOD)))
    assert told.failure.startswith("1 rejected")
    (line,) = told.rejected
    assert line["claims"][0]["relations"] == [related("b")]
    # Imported again without mending, nothing of it is stored.
    bring(told.path.with_name(f"{told.path.name}.rejected.jsonl"))
    assert Claim.objects.count() == 1


def test_a_relation_that_was_taken_away_here_stays_away(load: Load) -> None:
    lines = document("a", TEXT, claim(GOOD, relations=[related("a", "c2")]), claim(GOOD))
    load(lines)
    ClaimRelation.objects.get().delete()
    load(lines)
    assert not ClaimRelation.objects.exists()
