"""Importing articles and taking an import back, as people do it in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import accounts
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.load import import_articles
from kb.models import Article
from tests.editorial.commands.test_import_articles import PAGE

IMPORT = "/admin/kb/article/import/"


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    path = tmp_path / "browser.html"
    # Another test's article has another address.
    path.write_text(PAGE.replace("/bruecke", "/im-browser"), encoding="utf-8")
    return path


def test_an_upload_is_seen_then_stored(
    page: Page, page_file: Path, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("editor")
    page.goto("/admin/kb/article/")
    page.locator(f".object-tools a[href='{IMPORT}']").click()
    axe(page)
    page.locator("input[type=file]").set_input_files(page_file)
    page.locator("input[type=submit].default").click()
    expect(page.locator(".cut li.heading")).to_have_text(["Die Brücke Zwischentitel"])
    expect(page.locator(".cut li")).to_have_count(6)
    axe(page)
    page.locator("#id_a1-title").fill("Im Browser eingelesen")
    page.locator("input[name=_store]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    article = Article.objects.get(external_id="https://zeitung.example/im-browser")
    assert article.title == "Im Browser eingelesen"
    assert page.url.endswith(f"/admin/kb/article/{article.pk}/change/")


def test_several_articles_on_one_page(
    page: Page, page_file: Path, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("editor")
    page.goto(IMPORT)
    other = page_file.with_name("andere.txt")
    other.write_text("Ein anderer Text steht hier. Er ist kurz.", encoding="cp1252")
    empty = page_file.with_name("leer.txt")
    empty.touch()
    page.locator("input[type=file]").set_input_files([page_file, other, empty])
    page.locator("input[type=submit].default").click()
    expect(page.locator(".look")).to_have_count(2)
    for summary in page.locator(".look summary").all():
        summary.click()
    axe(page)
    page.locator("input[name=_discard]").click()
    expect(page).to_have_url(IMPORT)


def test_a_publisher_takes_an_import_back(
    page: Page,
    log_in: Callable[[str], None],
    axe: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So short that it takes several requests: the page goes on by itself.
    monkeypatch.setattr("editorial.admin.take_back.SECONDS", 0)
    monkeypatch.setattr("editorial.actions.imports._BATCH_ITEMS", 1)
    drafts = [
        Draft(f"browser-{n}.txt", f"Ein Text, Nummer {n}.", b"x", "text/plain") for n in range(3)
    ]
    run = import_articles(drafts, by=accounts.writer(), path="browser").run
    assert run is not None
    log_in("publisher")
    page.goto(f"/admin/editorial/importrun/{run.pk}/change/")
    axe(page)
    page.locator(".object-tools a[href$='take-back/']").click()
    axe(page)
    page.locator("textarea").fill("Die Quelle war falsch.")
    page.locator("input[type=submit]").click()
    expect(page).to_have_url(f"/admin/editorial/importrun/{run.pk}/change/")
    expect(page.locator(".messagelist .success")).to_be_visible()
    axe(page)
    sealed = Article.objects.filter(external_id__startswith="browser-", access="sealed")
    assert sealed.count() == 3
