"""Why a reader can trust the site: the method, reporting an error, looking back; and the desk."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from editorial.actions import claims
from kb.models import Claim, Report
from tests import html
from tests.browser.conftest import Site
from tests.browser.test_pages import PHONE
from tests.kb.asof.days import on
from tests.makers import make_article, make_claim, publisher

LONG_AGO = "2001-01-01"  # not among the newest of the site


def left() -> Claim:
    """A claim that was withdrawn and may be looked back on."""
    with on("2026-01-05"):
        claim = make_claim(article=make_article(published_on=LONG_AGO, access="quotes"))
    with on("2026-02-01"):
        return claims.withdraw(
            claim=claim, by=publisher(), reason="Sie irrte.", stays_readable=True
        )


def public() -> Claim:
    return make_claim(article=make_article(published_on=LONG_AGO))


def test_its_pages_are_accessible_valid_and_fit_a_phone(
    page: Page, axe: Callable[[Page], None]
) -> None:
    gone, claim = left(), public()
    for address in (
        "/de/about/",
        "/en/imprint/",
        "/de/privacy/",
        f"/de/claims/{claim.pk}/report/",
        f"/en/claims/{claim.pk}/report/?sent",
        f"/en/claims/{gone.pk}/",
        f"/de/claims/{gone.pk}/?asof=2026-01-10",
    ):
        response = page.goto(address)
        assert response is not None
        assert html.errors(response.text()) == [], address
        for size in ({"width": 1280, "height": 900}, PHONE):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_reader_reports_an_error_and_gets_no_cookie(
    page: Page, axe: Callable[[Page], None]
) -> None:
    claim = public()
    page.goto(f"/en{claim.permalink}")
    page.get_by_role("link", name="Report an error").click()
    page.get_by_role("button", name="Send the report").click()
    text = page.get_by_label("What is wrong?")
    expect(page.locator(".errorlist")).to_have_text("Say in a sentence what is wrong.")
    assert text.get_attribute("aria-invalid") == "true"
    axe(page)
    expect(page.get_by_label("Leave this empty")).to_be_hidden()
    text.fill("It was Tuesday.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("h1")).to_have_text("Your report is with the newsroom")
    assert page.context.cookies() == []
    assert Report.objects.get(claim=claim).text == "It was Tuesday."


def test_without_javascript_a_reader_goes_from_what_is_gone_to_what_it_said(
    browser: Browser, site: Site
) -> None:
    claim = left()
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"/claims/{claim.pk}/")
    expect(page.locator("h1")).to_have_text("This is no longer public")
    page.get_by_role("link", name="See it as it stood on 31 January 2026").click()
    expect(page.locator("h1")).to_have_text(claim.text)
    expect(page.locator(".past")).to_contain_text("Withdrawn on 1 February 2026 Sie irrte.")
    page.get_by_role("contentinfo").get_by_role("link", name="How Belegstelle works").click()
    expect(page.get_by_role("heading", name="Four eyes")).to_be_visible()
    context.close()


def test_an_editor_answers_a_report(
    page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    claim = public()
    report = Report.objects.create(
        claim=claim, claim_version=1, text="It was Tuesday.", contact="reader@example.org"
    )
    log_in("editor")
    page.goto(f"/admin/kb/claim/{claim.pk}/change/")
    page.locator(".reported a").click()
    axe(page)
    page.get_by_role("link", name="It was Tuesday.").click()
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    page.locator("#id_note").fill("Corrected.")
    page.locator("[name=_answered]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.contact) == ("answered", "")
