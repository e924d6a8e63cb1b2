"""The log of corrections, and following, as a reader meets them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.models import Claim
from tests import html
from tests.browser.conftest import Site
from tests.makers import TEXT, correct, make_actor, make_article, make_claim, merge

PHONE = {"width": 390, "height": 844}  # CSS pixels
# An article of these tests' own, not among the newest of the site.
LONG_AGO = "2001-01-01"


def something_of_everything() -> Claim:
    """A correction, a merge and a withdrawal; gives the claim that was withdrawn."""
    article = make_article(published_on=LONG_AGO, title="Ein Titel, der noch dasteht")
    gone, into = make_actor("Die Rätin"), make_actor("Anna Rot")
    make_claim(article=article, about=[gone, into])
    correct(article, f"{TEXT} Mehr.", reason="Der letzte Satz fehlte.")
    merge(gone, into)
    return make_claim(status="withdrawn", article=make_article(published_on=LONG_AGO))


@pytest.mark.parametrize("query", ["", "?verb=sealed", "?verb=x"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_accessible_valid_and_fits_a_phone(
    page: Page, axe: Callable[[Page], None], language: str, query: str
) -> None:
    something_of_everything()
    response = page.goto(f"/{language}/corrections/{query}")
    assert response is not None
    assert html.errors(response.text()) == []
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_verb_narrows_it_in_place_and_in_the_address(page: Page) -> None:
    claim = something_of_everything()
    page.goto("/en/corrections/")
    page.evaluate("window.isTheSamePage = true")
    page.get_by_role("link", name="withdrawn", exact=True).click()
    expect(page).to_have_url("/en/corrections/?verb=withdrawn")
    verbs, things = page.locator(".rows .kicker strong"), page.locator(".rows .row-title")
    expect(verbs.first).to_have_text("Withdrawn")
    assert set(verbs.all_inner_texts()) == {"Withdrawn"}
    assert page.evaluate("window.isTheSamePage")
    expect(page.get_by_role("link", name="withdrawn", exact=True)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text(f"{things.count()} decision")
    follow = page.get_by_role("link", name="Follow the corrections")
    expect(follow).to_have_attribute("href", "/feeds/corrections.atom?verb=withdrawn&lang=en")
    page.get_by_role("link", name=f"Claim {claim.pk}", exact=True).click()
    expect(page.locator("h1")).to_have_text("This is no longer public")
    page.go_back()
    expect(page).to_have_url("/en/corrections/?verb=withdrawn")


def test_it_is_read_without_javascript(browser: Browser, site: Site) -> None:
    something_of_everything()
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Corrections").click()
    page.get_by_role("link", name="merged", exact=True).click()
    expect(page).to_have_url("/en/corrections/?verb=merged")
    expect(page.locator(".rows > li").first).to_contain_text("Leads to Anna Rot")
    context.close()


def test_the_narrowed_list_of_claims_is_followed_where_it_stands(page: Page) -> None:
    page.goto("/en/claims/")
    page.get_by_role("list", name="Said by").get_by_role("link", name="Mark Rutte").click()
    expect(page).to_have_url("/en/claims/?speaker=mark-rutte")
    address = page.get_by_role("link", name="Follow these claims").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    shown = page.locator(".entry-text").first.inner_text()
    assert f"<title>{shown}</title>" in answer.text()
