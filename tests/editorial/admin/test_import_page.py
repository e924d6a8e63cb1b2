"""Importing in the admin: upload, paste or fetch, look at the sentences, store or discard."""

import zipfile
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from editorial.actions.curating import change
from editorial.importing.fetching import fetch
from editorial.models import ImportItem, ImportRun, Upload
from kb.models import Article, Original, Outlet
from kb.verify import verify
from tests.editorial.admin.pages import as_, filled, messages
from tests.editorial.commands.test_import_articles import PAGE
from tests.editorial.importing.fetching.servers import Server, ok, reaching
from tests.editorial.importing.seeds.seedbed import rows
from tests.makers import TEXT, editor, make_actor, make_article, publisher

pytestmark = pytest.mark.django_db

IMPORT = "/admin/kb/article/import/"


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(client: Client, *files: SimpleUploadedFile, **data: str) -> str:
    """Sends something in; the address of its preview."""
    answer = client.post(IMPORT, data | ({"file": files} if files else {}))
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def store(client: Client, preview: str, **changes: str) -> Any:
    return client.post(preview, filled(client, preview) | changes | {"_store": "x"})


def test_a_pasted_text_is_shown_before_it_is_stored() -> None:
    client = as_(editor())
    preview = bring(client, text=TEXT.replace("\n", "\r\n"))
    shown = text_of(client.get(preview))
    assert "Comes in as a new article." in shown
    assert "6 sentences, as they are stored" in shown
    assert '<li class="heading">Die Brücke <span class="role"' in shown
    assert "encoding" not in shown
    assert not Article.objects.exists()
    assert not ImportRun.objects.exists()
    answer = store(client, preview, **{"a1-title": "Streit um die Brücke", "a1-kind": "news"})
    article = Article.objects.get()
    assert answer.url == f"/admin/kb/article/{article.pk}/change/"
    assert article.current_version.text == TEXT
    assert (article.title, article.kind, article.access) == (
        "Streit um die Brücke",
        "news",
        "quotes",
    )
    assert article.history.first().history_user == editor()
    assert bytes(Original.objects.get().bytes) == TEXT.encode()
    assert not Upload.objects.exists()
    assert list(verify()) == []


def test_a_page_comes_with_what_it_says_of_itself() -> None:
    client = as_(editor())
    preview = bring(client, file("page.html", PAGE))
    form = filled(client, preview)
    assert form["a1-title"] == "Streit um die Brücke"
    assert "encoding: UTF-8, declared in the page" in text_of(client.get(preview))
    assert (form["a1-byline"], form["a1-url"]) == (
        "Anna Keller",
        "https://zeitung.example/bruecke",
    )
    store(client, preview)
    article = Article.objects.get()
    assert (article.external_id, article.language) == ("https://zeitung.example/bruecke", "de")
    assert ImportRun.objects.get().by == editor()


def test_an_address_is_fetched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # The product's own fetcher, with a policy that reaches the test's server.
    monkeypatch.setattr("editorial.admin.import_uploads.fetch", partial(fetch, policy=reaching()))
    client = as_(editor())
    with Server({"/bruecke": ok(PAGE.encode())}) as server:
        preview = bring(client, address=server.url("/bruecke"))
        store(client, preview)
        assert server.paths().count("/bruecke") == 1
    article = Article.objects.get()
    assert article.url == "https://zeitung.example/bruecke"
    assert article.current_version.retrieved_at is not None
    assert ImportRun.objects.get().path.startswith(f"{server.url('/bruecke')} (")


def test_an_address_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editorial.admin.import_uploads.fetch", partial(fetch, policy=reaching()))
    with Server({}) as server:
        answer = as_(editor()).post(IMPORT, {"address": server.url("/nichts")})
    assert answer.status_code == 422
    assert "404" in answer.content.decode()


def test_what_the_editor_says_is_stored() -> None:
    actor = make_actor("Anna Keller")
    client = as_(editor())
    preview = bring(client, file("page.html", PAGE))
    sent = {
        "a1-title": "Ein besserer Titel",
        "a1-kind": "commentary",
        "a1-language": "de-CH",
        "a1-published_on": "2025-12-03",
        "a1-outlet": "Die Zeitung",
        "a1-byline": "A. K.",
        "a1-author": str(actor.pk),
        "a1-access": "full",
    }
    store(client, preview, **sent)
    article = Article.objects.get()
    assert (article.title, article.kind, article.language) == (
        "Ein besserer Titel",
        "commentary",
        "de-CH",
    )
    assert str(article.published_on) == "2025-12-03"
    assert (article.outlet, article.byline, article.author, article.access) == (
        Outlet.objects.get(name="Die Zeitung"),
        "A. K.",
        actor,
        "full",
    )
    assert article.current_version.sentences.filter(role="heading").exists()
    assert list(verify()) == []


def test_changes_can_be_looked_at_and_are_not_lost() -> None:
    client = as_(editor())
    preview = bring(client, text=TEXT)
    sent = filled(client, preview) | {"a1-title": "Neuer Titel", "_preview": "x"}
    assert client.post(preview, sent).status_code == 200
    assert filled(client, preview)["a1-title"] == "Neuer Titel"
    assert not Article.objects.exists()


def test_several_files_come_in_together_and_some_may_stay_out() -> None:
    client = as_(editor())
    preview = bring(client, file("a.txt", TEXT), file("b.html", PAGE), file("c.txt", ""))
    page = client.get(preview)
    shown = text_of(page)
    assert "c.txt: is empty; there must be a text in it" in shown
    assert [look.word for look in page.context["looks"]] == ["new", "new"]
    sent = filled(client, preview)
    del sent["a1-is_wanted"]
    client.post(preview, sent | {"_store": "x"})
    assert Article.objects.get().url == "https://zeitung.example/bruecke"


def test_two_stored_lead_to_their_import() -> None:
    client = as_(editor())
    preview = bring(client, file("a.txt", TEXT), file("a.txt", "Ein ganz anderer Text."))
    answer = store(client, preview)
    assert Article.objects.count() == 2
    assert answer.url == f"/admin/editorial/importrun/{ImportRun.objects.get().pk}/change/"
    assert "2 articles were stored." in messages(answer)


def test_an_archive_comes_in_alone() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/a.txt", TEXT)
    client = as_(editor())
    answer = client.post(IMPORT, {"file": [file("a.zip", packed.getvalue()), file("b.txt", TEXT)]})
    assert answer.status_code == 422
    assert "An archive comes in alone." in answer.content.decode()
    store(client, bring(client, file("a.zip", packed.getvalue())))
    assert Article.objects.get().current_version.text == TEXT


def test_files_of_one_name_are_not_versions_of_each_other() -> None:
    client = as_(editor())
    for text in (TEXT, "Etwas ganz anderes."):
        store(client, bring(client, file("text.txt", text)))
    assert Article.objects.count() == 2
    store(client, bring(client, file("text.txt", TEXT)))
    assert Article.objects.count() == 2


def test_what_is_here_already_is_told() -> None:
    there = make_article(url="https://zeitung.example/bruecke", text="Etwas ganz anderes.")
    same = make_article()
    client = as_(editor())
    shown = text_of(client.get(bring(client, file("page.html", PAGE))))
    assert "The same address:" in shown
    assert f"/admin/kb/article/{there.pk}/change/" in shown
    shown = text_of(client.get(bring(client, text=TEXT)))
    assert "The same text:" in shown
    assert f"/admin/kb/article/{same.pk}/change/" in shown


def test_a_page_that_changed_is_a_new_version() -> None:
    client = as_(editor())
    store(client, bring(client, file("page.html", PAGE)), **{"a1-title": "Von Hand"})
    changed = file("page.html", PAGE.replace("2031", "2032"))
    preview = bring(client, changed)
    assert "its text is then version 2" in text_of(client.get(preview))
    assert filled(client, preview)["a1-title"] == "Von Hand"
    store(client, preview)
    article = Article.objects.get()
    assert (article.title, article.current_version.number) == ("Von Hand", 2)


def test_what_was_edited_here_stays() -> None:
    client = as_(editor())
    store(client, bring(client, file("page.html", PAGE)))
    change(row=Article.objects.get(), by=publisher(), title="Besser")
    preview = bring(client, file("page.html", PAGE.replace("2031", "2032")))
    assert "was edited here: it stays as it is" in text_of(client.get(preview))
    store(client, preview)
    assert Article.objects.get().versions.count() == 1


def test_discarding_stores_nothing() -> None:
    client = as_(editor())
    preview = bring(client, text=TEXT)
    before = rows()
    answer = client.post(preview, {"_discard": "x"})
    assert answer.url == IMPORT
    assert rows() == before | {"Upload": 0}


def test_others_do_not_see_it() -> None:
    preview = bring(as_(editor()), text=TEXT)
    client = as_(publisher())
    answer = client.get(preview)
    assert answer.url == IMPORT
    assert "not waiting any more" in messages(answer)
    assert preview not in client.get(IMPORT).content.decode()
    client.post(preview, {"_discard": "x"})
    assert preview in as_(editor()).get(IMPORT).content.decode()


def test_old_ones_go_when_a_new_one_comes() -> None:
    client = as_(editor())
    bring(client, text=TEXT)
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    bring(client, text="Ein neuer Text.")
    assert [bytes(upload.content) for upload in Upload.objects.all()] == [b"Ein neuer Text."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "one of them"),
        ({"text": TEXT, "address": "https://zeitung.example/"}, "one of them"),
        ({"address": "http://127.0.0.1/"}, "127.0.0.1"),
        ({"address": "ftp://zeitung.example/"}, "ftp"),
        ({"address": "https://user:secret@zeitung.example/"}, "zeitung.example"),
        ({"text": "a\0b"}, "Null characters"),
    ],
    ids=["nothing", "two ways", "inside", "scheme", "login", "nul"],
)
def test_what_cannot_come_in_is_told(data: dict[str, str], said: str) -> None:
    answer = as_(editor()).post(IMPORT, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Upload.objects.exists()


def test_too_much_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editorial.admin.import_forms.UPLOAD_LIMIT_BYTES", 10)
    answer = as_(editor()).post(IMPORT, {"file": [file("a.txt", TEXT)]})
    assert answer.status_code == 422
    assert "at most 10 come in at once" in answer.content.decode()


def test_a_text_beyond_a_forms_limit_is_no_error_page(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert as_(editor()).post(IMPORT, {"text": "x" * 2000}).status_code == 400


def test_what_cannot_be_read_can_only_be_discarded() -> None:
    client = as_(editor())
    page = client.get(bring(client, file("bild.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")))
    assert page.status_code == 200
    assert "of a kind that cannot be read" in text_of(page)
    assert "_store" not in page.content.decode()


def test_wrong_values_are_told_beside_their_field() -> None:
    client = as_(editor())
    preview = bring(client, text=TEXT)
    answer = store(client, preview, **{"a1-published_on": "gestern"})
    assert answer.status_code == 422
    assert "Enter a valid date." in answer.content.decode()
    assert not Article.objects.exists()


def test_more_than_a_page_can_show_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editorial.admin.import_uploads.ARTICLES_AT_ONCE", 2)
    client = as_(editor())
    preview = bring(client, *(file(f"{n}.txt", f"Text Nummer {n}.") for n in range(4)))
    page = client.get(preview)
    assert len(page.context["looks"]) == 2
    assert "There is more in it than" in text_of(page)


def test_nothing_wanted_is_told() -> None:
    client = as_(editor())
    preview = bring(client, file("a.txt", TEXT), file("b.txt", "Ein anderer Text."))
    sent = filled(client, preview)
    del sent["a1-is_wanted"], sent["a2-is_wanted"]
    answer = client.post(preview, sent | {"_store": "x"})
    assert answer.status_code == 200
    assert not ImportItem.objects.exists()
    assert Upload.objects.exists()


def test_articles_and_imports_lead_to_the_page() -> None:
    client = as_(editor())
    for listed in ("/admin/kb/article/", "/admin/editorial/importrun/"):
        assert f'href="{IMPORT}"' in client.get(listed).content.decode()


def test_who_may_not_add_articles_may_not_import() -> None:
    person = editor()
    person.groups.clear()
    client = as_(person)
    assert client.get(IMPORT).status_code == 403
    assert client.get(f"{IMPORT}1/").status_code == 403
