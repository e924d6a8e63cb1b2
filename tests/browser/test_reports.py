"""The reports as people meet them: each page, on a wide screen and on a phone."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from editorial.admin.reports.catalogue import REPORTS
from tests.browser.conftest import Site
from tests.editorial.reports.made import Made, everything

INDEX = "/admin/editorial/reports/"
PHONE: ViewportSize = {"width": 390, "height": 800}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def made(site: Site) -> Made:
    return everything()


@pytest.mark.parametrize(("language", "name"), [("de", "publisher"), ("en", "editor")])
def test_each_page_is_accessible_and_fits_a_phone(
    language: str,
    name: str,
    made: Made,
    site: Site,
    page: Page,
    log_in: Callable[[str], None],
    axe: Callable[[Page], None],
) -> None:
    log_in(name)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    wrong = f"{INDEX}coverage/?article=999999999&after=x"
    for address in (INDEX, *(f"{INDEX}{report.name}/" for report in REPORTS), wrong):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        expect(page.locator("html")).to_have_attribute("lang", language)
        axe(page)
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address
        axe(page)
        page.set_viewport_size(WIDE)


def test_from_the_admin_to_the_first_open_sentence(
    made: Made, page: Page, log_in: Callable[[str], None]
) -> None:
    log_in("editor")
    page.goto("/admin/")
    page.locator(f"a[href='{INDEX}']").click()
    page.locator(f"a[href='{INDEX}coverage/']").click()
    page.locator("[name=article]").fill(str(made.article.pk))
    page.locator(".filters input[type=submit]").click()
    expect(page.locator(".lines > li")).to_have_count(1)
    page.locator(".lines h2 a").click()
    expect(page).to_have_url(f"/admin/kb/article/{made.article.pk}/desk/#s1")
    expect(page.locator("#s1")).to_be_in_viewport()


def test_the_table_is_downloaded_as_narrowed(
    made: Made, page: Page, log_in: Callable[[str], None], tmp_path: Path
) -> None:
    log_in("editor")
    page.goto(f"{INDEX}coverage/?article={made.article.pk}")
    with page.expect_download() as download:
        page.locator(".count a").first.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 2
    assert made.article.title in rows[1]
