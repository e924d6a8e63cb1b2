"""`import_articles`: files, directories and archives in, decisions and rejections told."""

import zipfile
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command

from editorial.actions import accounts
from editorial.models import ImportRun
from kb.models import Article
from kb.verify import verify
from tests.editorial.importing.seeds.seedbed import rows
from tests.makers import TEXT

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Streit um die Brücke</title>
<link rel="canonical" href="https://zeitung.example/bruecke">
<meta name="author" content="Anna Keller"></head><body><article><h1>Streit um die Brücke</h1>
<p>Der Rat tagt am Montag in Bern. Er will über die neue Brücke entscheiden, die seit Jahren umstritten ist.</p>
<h2>Die Brücke</h2>
<p>Die Brücke sei sicher, sagte die Ministerin am Abend vor den Medien. Der Ingenieur widerspricht ihr
und verweist auf ein Gutachten aus dem vergangenen Jahr. Gebaut wird ohnehin erst im Jahr 2031.</p>
</article><footer>Alle Rechte vorbehalten.</footer></body></html>"""


class Imported(NamedTuple):
    out: list[str]
    errors: list[str]
    failure: str


def run(*paths: Path, **options: object) -> Imported:
    out, err, failure = StringIO(), StringIO(), ""
    try:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        failure = str(error)
    return Imported(out.getvalue().splitlines(), err.getvalue().splitlines(), failure)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "in"


def test_a_directory_comes_in_and_decisions_are_told(directory: Path) -> None:
    done = run(directory)
    assert (done.errors, done.failure) == ([], "")
    assert done.out[-1] == ("articles: 2 new, 0 changed, 0 reopened, 0 same; rejected: 0; kept: 0")
    assert any("encoding: UTF-8" in line for line in done.out)
    assert any("“Streit um die Brücke”, 6 sentences" in line for line in done.out)
    page = Article.objects.get(url="https://zeitung.example/bruecke")
    assert (page.byline, page.external_id) == ("Anna Keller", "https://zeitung.example/bruecke")
    roles = page.current_version.sentences.in_order().values_list("role", flat=True)
    assert "heading" in roles
    assert page.history.first().history_user == accounts.writer()
    assert any("encoding" in line for line in ImportRun.objects.get().notes)
    assert list(verify()) == []


def test_a_second_import_changes_nothing(directory: Path) -> None:
    run(directory)
    before = rows()
    assert run(directory).out == [
        "nothing changed",
        "articles: 0 new, 0 changed, 0 reopened, 2 same; rejected: 0; kept: 0",
    ]
    assert rows() == before


def test_an_archive_comes_in(directory: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(directory / "a.txt", "a.txt")
        archive.write(directory / "page.html", "sub/page.html")
    assert run(tmp_path / "all.zip").out[-1].startswith("articles: 2 new")


def test_a_bad_file_is_told_and_the_rest_is_imported(directory: Path) -> None:
    (directory / "bad.txt").write_bytes(b"")
    done = run(directory)
    assert done.errors == [f"{directory}/bad.txt: is empty; there must be a text in it"]
    assert done.failure.startswith("1 rejected, each with its line above; the rest is imported.")
    assert Article.objects.count() == 2


def test_a_dry_run_shows_sentences_and_writes_nothing(directory: Path) -> None:
    accounts.writer()
    accounts.publisher()
    before = rows()
    done = run(directory, dry_run=True)
    assert any("6 sentences" in line for line in done.out)
    assert "dry run: nothing was written" in done.out
    assert rows() == before


def test_options_are_for_what_the_files_do_not_say(directory: Path) -> None:
    run(directory, source="archiv", kind="speech", access="full")
    article = Article.objects.get(url="")
    assert (article.source, article.kind, article.access) == ("archiv", "speech", "full")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    assert run(tmp_path / "none.txt").failure == (
        f"{tmp_path}/none.txt: there is no such file or directory"
    )
    assert not ImportRun.objects.exists()
