"""Pages of the past in Chromium: readable, reachable without a script, in both schemes."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, expect

from kb.models import Actor, Claim, Event
from tests import html
from tests.browser.conftest import Site
from tests.browser.test_pages import PHONE, commentary, disputed

LONG_AGO = "2001-01-01"


def today() -> str:
    return f"asof={localdate().isoformat()}"


def difference() -> str:
    return f"asof={LONG_AGO}&to={localdate().isoformat()}"


PAGES: dict[str, Callable[[], str]] = {
    "claim": lambda: f"{disputed().permalink}?{today()}",
    "claim, what changed": lambda: f"{disputed().permalink}?{difference()}",
    "actor": lambda: f"{rutte()}?{today()}",
    "actor, what changed": lambda: f"{rutte()}?{difference()}",
    "event": lambda: f"/events/{Event.objects.public().newest_first().first().slug}/?{today()}",
    "article": lambda: f"{commentary().permalink}?{today()}",
    "article with a sentence chosen": lambda: f"{commentary().permalink}?{today()}&s=12",
    "article, what changed": lambda: f"{commentary().permalink}?{difference()}",
    "nothing": lambda: f"{rutte()}?asof={LONG_AGO}",
    "no date": lambda: f"{rutte()}?asof={quote('vorgestern')}",
}


def rutte() -> str:
    return f"/actors/{Actor.objects.get(name='Mark Rutte').slug}/"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_past_is_accessible_valid_and_fits_a_phone(
    page: Page, axe: Callable[[Page], None], name: str, language: str
) -> None:
    response = page.goto(f"/{language}{PAGES[name]()}")
    assert response is not None
    assert html.errors(response.text()) == []
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_without_javascript_goes_to_a_day_and_back(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    claim = disputed()
    page.goto(claim.permalink)
    day = localdate().isoformat()
    page.locator("#asof").fill(day)
    page.locator("form.asof button").click()
    expect(page).to_have_url(f"/en{claim.permalink}?asof={day}")
    expect(page.locator(".past")).to_be_visible()
    expect(page.locator("h1")).to_have_text(claim.text)
    page.locator(".speech a").first.click()
    expect(page.locator(".past")).to_be_visible()
    assert page.url.endswith(f"?asof={day}")
    page.locator(".past a").first.click()
    expect(page.locator(".past")).to_have_count(0)
    context.close()


def test_a_quote_keeps_its_marks_on_a_page_of_the_past(page: Page) -> None:
    """Its own style sheet comes first and must not turn the order of the layers round."""
    colour = "getComputedStyle(document.querySelector('.quoted mark')).backgroundImage"
    page.goto(f"/de{disputed().permalink}")
    now = page.evaluate(colour)
    page.goto(f"/de{PAGES['claim']()}")
    assert page.evaluate(colour) == now
    assert "gradient" in now


def test_the_claims_of_a_sentence_open_beside_it(page: Page) -> None:
    page.goto(f"/de{PAGES['article']()}")
    page.locator("#n12").click()
    expect(page.locator(".note")).to_be_visible()
    expect(page.locator(".past")).to_be_visible()
    known = Claim.objects.published().filter(evidence__sentence__position=12)
    expect(page.locator(".note-text").first).to_have_text(
        known.filter(article=commentary()).order_by("pk").first().text
    )
