"""Real documents with real claims: every quote exact, twice is once, the same bytes come out."""

import json
from pathlib import Path

import pytest
from django.test import Client

from kb.models import Article, Claim, Evidence
from tests.editorial.importing.documents.filebed import (
    analyze,
    bring,
    exported,
    lines_of,
    rows,
    taken_back,
    write,
)


@pytest.fixture
def files(shared_data: Path, tmp_path: Path) -> list[Path]:
    """Copies: what is rejected is written beside a file."""
    originals = sorted((shared_data / "claims").glob("*.jsonl"))
    assert len(originals) == 2
    return [write(tmp_path / path.name, path.read_bytes()) for path in originals]


def test_the_shared_claims_come_in_with_every_quote_exact(files: list[Path]) -> None:
    told = bring(*files)
    analyze()
    assert (told.errors, told.failure) == ([], "")
    assert told.summary == (
        "documents: 69 new, 0 changed, 0 same; claims: 1538 new, 0 changed, 0 same; "
        "evidence: 1582 new, 0 changed, 0 same; rejected: 0; kept: 0"
    )
    out = {
        (line["document"]["source"], line["document"]["id"], claim["id"]): claim
        for line in map(json.loads, exported().decode().split("\n")[:-1])
        for claim in line["claims"]
    }
    for line in (line for path in files for line in lines_of(path)):
        text = line["document"]["text"]
        for claim in line["claims"]:
            found = out[line["document"]["source"], line["document"]["id"], claim["id"]]
            given = {(e["start"], e["end"], e["quote"]) for e in claim["evidence"]}
            assert {(e["start"], e["end"], e["quote"]) for e in found["evidence"]} == given
            assert all(text[start:end] == quote for start, end, quote in given)
            assert (found["text"], found.get("label")) == (claim["text"], claim["label"])
    before = rows()
    assert "69 same; claims: 0 new, 0 changed, 1538 same" in bring(*files).summary
    assert rows() == before


def test_they_go_round_and_show_on_the_pages(files: list[Path], client: Client) -> None:
    with taken_back():
        bring(*files)
        export = exported()
    again = write(files[0].with_name("again.jsonl"), export)
    assert bring(again, publish=True).failure == ""
    analyze()
    assert exported() == export
    assert not Claim.objects.exclude(status="published").exists()
    for article in Article.objects.order_by("pk")[::20]:
        quoted = Evidence.objects.filter(claim__article=article).first()
        assert quoted is not None
        for shown in (article, quoted.claim):
            response = client.get(shown.get_absolute_url())
            assert response.status_code == 200
