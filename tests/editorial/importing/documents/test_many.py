"""Lines that hold a great many things: the work grows with their number, not with its square."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import connection

from editorial.actions import accounts
from editorial.bulk import Rows
from editorial.importing.documents.items import GivenEvidence
from editorial.importing.documents.names import Names
from editorial.importing.documents.parse import parse
from editorial.importing.documents.passages import PassageError, Text
from kb.models import Actor, ClaimRelation
from tests.editorial.importing.documents.filebed import TEXT, bring, claim, cut, document, write

MANY = 20_000
VALUES = 10_100  # in one question; we ask for 10,000 names at once
# A hundred times of what it takes; where each is compared with all before it, it takes longer.
SECONDS = 8


def line(claims: list[Any]) -> dict[str, Any]:
    return {"document": {"id": "rat", "source": "s", "text": "Der Rat tagt."}, "claims": claims}


def test_many_claims_of_one_document_are_parsed_in_time() -> None:
    raw = line([{"id": str(n), "text": "Er tagt."} for n in range(MANY)])
    began = monotonic()
    document, refusals = parse(raw, "x: line 1", "")
    assert monotonic() - began < SECONDS
    assert document is not None
    assert len(document.claims) == MANY
    assert refusals.line(raw) is None


def test_many_refusals_are_told_in_time() -> None:
    evidence = [{"start": 0, "end": 3}, {"start": 0}]
    raw = line([{"id": str(n), "text": "Er tagt.", "evidence": evidence} for n in range(MANY)])
    began = monotonic()
    document, refusals = parse(raw, "x: line 1", "")
    assert document is not None
    assert all(refusals.has(claim.number) for claim in document.claims)
    assert len(refusals.lines(raw)) == MANY
    told = refusals.line(raw)
    assert monotonic() - began < SECONDS
    assert told is not None
    reason = "start and end go together; give both"
    assert all(one["evidence"] == [{"start": 0, "reason": reason}] for one in told["claims"])


def test_a_claim_without_any_evidence_left_tells_a_few_reasons() -> None:
    items = [{"sentence_index": n} for n in range(MANY)]
    raw = line([{"id": "a", "text": "Er tagt.", "evidence": items}])
    raw["document"]["sentences"] = []
    _document, refusals = parse(raw, "x: line 1", "")
    (told,) = refusals.lines(raw)
    assert told.endswith(f"; and {MANY - 5} more")
    assert len(told) < 1_000


@pytest.mark.django_db
def test_many_names_with_one_slug_get_their_own_in_time() -> None:
    names = Names(Rows(accounts.writer(), "test"))
    names.look_up(set(), set(), set(), [])
    began = monotonic()
    for n in range(MANY):
        names.actor("?" * (n % 190) + "!" * (n // 190), 7)
    assert monotonic() - began < SECONDS
    slugs = [actor["slug"] for actor in names.rows._rows[Actor]]
    assert slugs[:3] == ["x--7", "x--7-2", "x--7-3"]
    assert len(set(slugs)) == len(slugs) == MANY


@pytest.mark.django_db
def test_a_claim_names_documents_of_more_sources_than_one_question_holds(tmp_path: Path) -> None:
    sources = [f"s{n}" for n in range(1_200)]
    evidence = [
        {"document": {"source": source, "id": "a"}, "start": 0, "end": 3} for source in sources
    ]
    relations = [
        {"kind": "supports", "claim": {"source": source, "document": "a", "id": "c1"}}
        for source in sources
    ]
    here = claim(cut("Der Rat"), *evidence, relations=relations)
    there = document("a", TEXT, claim(cut("Der Rat")), source="s1100")
    done = bring(write(tmp_path / "many.jsonl", document("rat", TEXT, here), there))
    assert "evidence: 3 new" in done.summary
    assert "rejected: 2398" in done.summary
    assert ClaimRelation.objects.count() == 1


@pytest.fixture
def _few_values() -> Iterator[None]:
    """SQLite that takes few values in one question."""
    if connection.vendor != "sqlite":
        yield
        return
    kind = sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER
    before = connection.connection.setlimit(kind, VALUES)
    yield
    connection.connection.setlimit(kind, before)


@pytest.mark.usefixtures("db", "_few_values")
def test_a_line_holds_more_names_than_one_question_does(tmp_path: Path) -> None:
    names = [f"N{n}" for n in range(VALUES + 1)]
    done = bring(write(tmp_path / "many.jsonl", document("rat", TEXT, claim(about=names))))
    assert "claims: 1 new" in done.summary
    assert Actor.objects.filter(only_in__isnull=False).count() == len(names) + 1  # and the author


def test_what_is_like_a_quote_is_looked_for_a_few_times_in_a_long_text() -> None:
    text = Text("Der Rat tagt. " * 40_000, [])
    reasons = []
    for n in range(100):
        with pytest.raises(PassageError) as refusal:
            text.place(GivenEvidence(n, "supports", quote=f"Der Rat {n} schweigt."))
        reasons.append(str(refusal.value))
    assert "most similar" in reasons[0]
    assert sum("most similar" in reason for reason in reasons) < 20
    assert reasons[-1].endswith("after so many quotes that are not there")
