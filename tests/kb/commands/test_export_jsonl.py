"""The command: to a file whole or not at all, else to standard output."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kb.exports.jsonl import documents, written
from tests.makers import make_article, make_claim

pytestmark = pytest.mark.django_db


def export(path: Path) -> str:
    out = StringIO()
    call_command("export_jsonl", str(path), stdout=out)
    return out.getvalue()


def test_it_writes_the_whole_base_and_says_how_much(tmp_path: Path) -> None:
    make_claim("Die Brücke ist sicher.")
    make_article("Ein Text.")
    assert export(tmp_path / "out.jsonl") == "documents: 2\n"
    content = (tmp_path / "out.jsonl").read_bytes()
    assert content == b"".join(written(document).encode() for document in documents())
    assert len([json.loads(line) for line in content.splitlines()]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_empty_base_is_an_empty_file(tmp_path: Path) -> None:
    assert export(tmp_path / "out.jsonl") == "documents: 0\n"
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_it_takes_the_place_of_an_older_export(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("alt")
    make_article("Ein Text.")
    export(tmp_path / "out.jsonl")
    assert "Ein Text." in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_without_a_file_it_writes_bytes_to_standard_output(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    make_article("Zürich 😀.")
    call_command("export_jsonl")
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["document"]["text"] == "Zürich 😀."
    assert out.endswith(b"}\n")
    assert "Zürich 😀.".encode() in out
    assert err == b""


@pytest.mark.parametrize(
    ("name", "why"), [("nowhere/out.jsonl", "No such file or directory"), ("dir", "Is a directory")]
)
def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "dir").mkdir()
    make_article("Ein Text.")
    with pytest.raises(CommandError, match=why):
        export(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["dir"]
