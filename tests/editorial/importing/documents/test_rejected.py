"""The file of what was rejected: whole, mended by its advice, imported again, and then gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kb.models import Article, Claim
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    bring,
    claim,
    cut,
    document,
    exported,
    lines_of,
    taken_back,
    write,
)

Load = Callable[..., Imported]

FIRST = cut("Der Rat tagt am Montag in Bern.")
SECOND = cut("Er will über die Brücke entscheiden.")
SENTENCES = [[0, 31], [32, 68], [70, 80, "heading"], [82, 126], [127, 158]]
NAME = "documents.jsonl.rejected.jsonl"


def beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_it_holds_the_document_and_its_rejected_items_only(load: Load) -> None:
    bad, good = FIRST | {"start": 1}, claim(SECOND)
    judged = [{"sentence_index": n, "reason": "x"} for n in (2, 7)]
    relations = [{"kind": "supports", "claim": {"id": "c9"}}, {"kind": "supports"}]
    told = load(
        document("gut", TEXT, good),
        document(
            "rat",
            TEXT,
            good,
            claim(bad, text="Zwei.", label="l"),
            claim(FIRST, bad, text="Drei.", label="l", relations=relations),
            claim(FIRST, text="Vier.", mode="x"),
            sentences=SENTENCES,
            no_claim=judged,
            section="Bern",
        ),
        document("schlecht", TEXT, good, access="sealed"),
    )
    first, second, third = told.rejected
    assert first["document"] == {
        "id": "rat",
        "source": "tests",
        "text": TEXT,
        "sentences": SENTENCES,
        "section": "Bern",
        "no_claim": [judged[1] | {"rejected": first["document"]["no_claim"][0]["rejected"]}],
    }
    assert [sorted(c) for c in first["claims"]] == [
        ["evidence", "id", "label", "reason", "text"],
        ["evidence", "id", "label", "relations", "text"],
        ["evidence", "id", "mode", "reason", "text"],
    ]
    assert [sorted(e) for e in first["claims"][1]["evidence"]] == [
        ["end", "quote", "reason", "start"]
    ]
    assert len(first["claims"][1]["relations"]) == 1
    assert (second["document"]["id"], third["document"]["id"]) == ("schlecht", "rat")
    assert second["claims"] == document("schlecht", TEXT, good)["claims"]
    assert "c9" in third["claims"][0]["relations"][0]["reason"]
    assert (
        told.failure == f"7 rejected; the rest is imported. Mend {told.path.parent / NAME} "
        "and import that."
    )


def mended(line: Any) -> Any:
    """A rejected line with the advice of its reasons taken."""
    line["document"].pop("kind", None)
    for judged in line["document"].get("no_claim", []):
        judged["sentence_index"] = 4
    for said in line.get("claims", []):
        for evidence in said.get("evidence", []):
            if "stands at 32:68" in evidence.get("reason", said.get("reason", "")):
                evidence |= {"start": 32, "end": 68}
            if evidence.get("quote") == "Die Brücke":
                evidence |= {"start": 70, "end": 80}
        for relation in said.get("relations", []):
            relation["claim"]["id"] = "c1"
    return line


@pytest.mark.parametrize("keeps_reasons", [True, False])
def test_mended_and_imported_again_it_completes_the_base(
    file: Path, load: Load, keeps_reasons: bool
) -> None:
    def lines(*, good: bool) -> list[Any]:
        shifted = SECOND if good else SECOND | {"start": 33, "end": 69}
        unclear = {"quote": "Die Brücke"} | ({"start": 70, "end": 80} if good else {})
        related = {"kind": "revises", "claim": {"id": "c1" if good else "c7"}}
        judged = {"sentence_index": 4 if good else 5, "reason": "Kein Anspruch"}
        given = {"sentences": SENTENCES, "section": "x"}
        return [
            document("a", TEXT, claim(FIRST), claim(FIRST, shifted, speaker="Sie", tags=["B"])),
            document("b", TEXT, claim(FIRST), claim(unclear, relations=[related]), **given),
            document("c", TEXT, claim(FIRST), no_claim=[judged], **given),
            document("d", TEXT, claim(FIRST), **({} if good else {"kind": "x"})),
        ]

    with taken_back():
        load(*lines(good=True))
        wanted = exported()
    told = load(*lines(good=False))
    assert told.failure
    again = file.parent / NAME
    repaired = [mended(line) for line in lines_of(again)]
    if not keeps_reasons:
        repaired = [_without_reasons(line) for line in repaired]
    second = bring(write(again, *repaired))
    assert (second.errors, second.failure, second.rejected) == ([], "", [])
    assert exported() == wanted
    assert beside(file) == ["documents.jsonl", NAME]
    assert load(*lines(good=True)).failure == ""
    assert beside(file) == ["documents.jsonl"]
    assert exported() == wanted


def _without_reasons(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_reasons(item) for item in value]
    if not isinstance(value, dict) or "sentence_index" in value:
        return (
            {k: v for k, v in value.items() if k != "rejected"}
            if (isinstance(value, dict))
            else value
        )
    return {name: _without_reasons(item) for name, item in value.items() if name != "reason"}


def test_an_old_one_goes_when_nothing_is_rejected(file: Path, load: Load) -> None:
    load(document("a", kind="x"))
    assert beside(file) == ["documents.jsonl", NAME]
    load(document("a"))
    assert beside(file) == ["documents.jsonl"]


def test_an_old_one_is_replaced_whole(file: Path, load: Load) -> None:
    load(*(document(f"{n}", kind="x") for n in range(5)))
    load(document("a", kind="x"))
    assert [line["document"]["id"] for line in lines_of(file.parent / NAME)] == ["a"]


def test_a_dry_run_leaves_an_old_one_as_it_is(file: Path, load: Load) -> None:
    load(document("a", kind="x"))
    old = (file.parent / NAME).read_bytes()
    load(document("b"), dry_run=True)
    load(document("b", kind="y"), dry_run=True)
    assert (file.parent / NAME).read_bytes() == old
    assert beside(file) == ["documents.jsonl", NAME]


def test_a_place_that_cannot_be_written_is_an_error_and_the_work_is_kept(
    file: Path, load: Load
) -> None:
    (file.parent / NAME).mkdir()
    write(file, document("a"), document("b", kind="x"))
    with pytest.raises(CommandError, match=f"{NAME}: Is a directory"):
        call_command("import_jsonl", str(file))
    assert [article.external_id for article in Article.objects.all()] == ["a"]
    (file.parent / NAME).rmdir()
    assert beside(file) == ["documents.jsonl"]
    told = load(document("a"), document("b", kind="x"))
    assert "1 same" in told.summary
    assert len(told.rejected) == 1


def test_what_is_no_valid_unicode_is_written_escaped(file: Path, load: Load) -> None:
    load(b'{"document": {"id": "a", "text": "x\\ud83dy \\u00e4"}}\n')
    content = (file.parent / NAME).read_bytes()
    assert b"x\\ud83dy" in content
    assert lines_of(file.parent / NAME)[0]["document"]["text"] == "x\ud83dy ä"


def test_other_letters_are_written_as_they_are(file: Path, load: Load) -> None:
    load(document("a", "Zürich 😀 e\u0301", kind="x"))
    assert "Zürich 😀 e\u0301" in (file.parent / NAME).read_text(encoding="utf-8")


def test_every_line_of_many_batches_is_there(file: Path, load: Load) -> None:
    load(*(document(f"{n:03}", kind="x" if n % 2 else "news") for n in range(450)))
    names = [line["document"]["id"] for line in lines_of(file.parent / NAME)]
    assert names == [f"{n:03}" for n in range(450) if n % 2]
    assert Article.objects.count() == 225
    assert Claim.objects.count() == 0
