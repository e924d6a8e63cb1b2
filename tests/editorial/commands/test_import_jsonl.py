"""The command: its options, what it says, and how it fails."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from editorial.models import ImportItem, ImportRun
from kb.models import Article, Claim, Evidence
from kb.verify import verify
from tests.editorial.importing.documents.filebed import (
    SOURCE,
    TEXT,
    bring,
    claim,
    cut,
    document,
    rows,
    write,
)

pytestmark = pytest.mark.django_db

OTHER = "Gebaut wird erst im Jahr 2031."
FIRST = cut("Der Rat tagt am Montag in Bern.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "a.jsonl", document("a", TEXT, claim(FIRST, speaker="Sie")))


def beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_it_imports_a_file_and_says_so(file: Path) -> None:
    told = bring(file)
    assert (told.errors, told.failure) == ([], "")
    assert told.out == [
        "documents: 1 new, 0 changed, 0 same; claims: 1 new, 0 changed, 0 same; "
        "evidence: 1 new, 0 changed, 0 same; rejected: 0; kept: 0"
    ]
    assert Evidence.objects.get().quote == FIRST["quote"]
    assert list(verify()) == []


def test_it_keeps_a_record_of_the_run(file: Path) -> None:
    write(file, document("a", TEXT, claim(FIRST)), document("b", kind="x"))
    told = bring(file)
    run = ImportRun.objects.get()
    assert (run.source, run.path, run.by.username) == ("a.jsonl", str(file), "import-writer")
    assert run.finished_at is not None
    assert run.counts["documents"] == {"new": 1}
    assert run.log == told.errors
    assert ImportItem.objects.filter(run=run, made_in=run).count() == 2


def test_quiet_it_says_only_what_is_wrong(file: Path) -> None:
    write(file, document("a"), document("b", kind="x"))
    told = bring(file, verbosity=0)
    assert (told.out, len(told.errors)) == ([], 1)


@pytest.mark.parametrize("publish", [False, True])
def test_a_dry_run_reports_the_same_and_leaves_nothing(file: Path, publish: bool) -> None:
    write(
        file,
        document("a", TEXT, claim(FIRST, speaker="Sie", tags=["T"]), title="Neu"),
        document("b", OTHER, claim(cut(OTHER, OTHER), {"quote": "Nirgends"}), kind="news"),
        document("c", kind="x"),
    )
    before, files = rows(), beside(file)
    dry = bring(file, dry_run=True, publish=publish)
    assert (rows(), beside(file)) == (before, files)
    assert dry.failure == "2 would be rejected"
    assert dry.out[-2:-1] == ["dry run: nothing was written"]
    wet = bring(file, publish=publish)
    assert [*dry.out[:-2], dry.out[-1]] == wet.out
    assert dry.errors == wet.errors


def test_a_dry_run_over_what_is_here_changes_nothing(file: Path) -> None:
    bring(file)
    before = rows()
    write(file, document("a", TEXT + " Mehr.", claim(FIRST, text="Anders.")), document("z"))
    told = bring(file, dry_run=True, publish=True)
    assert rows() == before
    assert told.summary.startswith("documents: 1 new, 1 changed, 0 same; claims: 0 new, 1 changed")


def test_several_files_are_one_command_with_a_run_each(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.jsonl", document(n), document(f"{n}2", kind="x")) for n in "ab"]
    told = bring(*paths)
    assert told.summary.startswith("documents: 2 new,")
    assert sorted(ImportRun.objects.values_list("source", flat=True)) == ["a.jsonl", "b.jsonl"]
    assert [line["document"]["id"] for line in told.rejected] == ["a2", "b2"]
    names = ", ".join(f"{path}.rejected.jsonl" for path in paths)
    assert told.failure == f"2 rejected; the rest is imported. Mend {names} and import that."


def test_a_file_named_twice_is_read_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    told = bring(file, Path("a.jsonl"), file.parent / "." / "a.jsonl")
    assert told.summary.startswith("documents: 1 new, 0 changed, 0 same;")


def test_source_is_that_of_documents_which_name_none(file: Path) -> None:
    without = document("b")
    del without["document"]["source"]
    write(file, document("a"), without)
    told = bring(file)
    assert told.reasons == ["source is missing; give it, or name one for all by --source"]
    bring(file, source="woanders")
    assert sorted(Article.objects.values_list("source", "external_id")) == [
        (SOURCE, "a"),
        ("woanders", "b"),
    ]


@pytest.mark.parametrize("source", [" ", "x" * 101])
def test_a_source_that_cannot_be_kept_is_refused_at_once(file: Path, source: str) -> None:
    with pytest.raises(CommandError, match="at most 100 characters"):
        call_command("import_jsonl", str(file), source=source)
    assert not ImportRun.objects.exists()


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    name = "ü" * 60 + "\n\x1b😀.jsonl"
    told = bring(
        write(tmp_path / name, document("a", TEXT, claim(FIRST)), document("b", kind="x")),
        publish=True,
    )
    assert len(told.errors) == 1
    assert Claim.objects.get().decisions.get().reason.isprintable()
    assert (tmp_path / f"{name}.rejected.jsonl").exists()
    run = ImportRun.objects.get()
    assert len(run.source) <= 100


def test_a_name_that_is_no_utf_8_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"z\xfcrich.jsonl")
    told = bring(write(path, document("a", TEXT, claim(FIRST)), document("b", kind="x")))
    assert len(told.errors) == 1
    assert Article.objects.count() == 1


def test_a_file_that_is_not_there_stops_the_command_before_it_begins(file: Path) -> None:
    missing = file.parent / "fehlt.jsonl"
    with pytest.raises(CommandError, match=r"fehlt\.jsonl: No such file or directory"):
        call_command("import_jsonl", str(file), str(missing))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("import_jsonl", str(file.parent))
    assert not Article.objects.exists()
    assert not ImportRun.objects.exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(file: Path) -> None:
    write(file, *(document(f"d{n}") for n in range(450)), b"\n\n")
    terminal = Terminal()
    call_command("import_jsonl", str(file), stdout=StringIO(), stderr=terminal, no_color=True)
    shown = terminal.getvalue()
    assert (shown.count("\ra.jsonl: "), shown.count("\n")) == (4, 1)
    assert shown.endswith("a.jsonl: 100%\n")
    plain = StringIO()
    call_command("import_jsonl", str(file), stdout=StringIO(), stderr=plain)
    assert plain.getvalue() == ""


def test_only_the_first_lines_of_many_are_shown(file: Path) -> None:
    write(file, *(document(f"d{n}", kind="x") for n in range(30)))
    told = bring(file)
    assert len(told.errors) < 30
    assert told.errors[-1] == "… and 10 more, in the file of what was rejected"
    assert len(told.rejected) == 30
    assert len(ImportRun.objects.get().log) == 30


def test_messages_are_english_whatever_the_language(file: Path) -> None:
    write(file, document("a", "ä" * 1_000_001))
    assert "at most 2000000 can be kept" in bring(file).errors[0]
