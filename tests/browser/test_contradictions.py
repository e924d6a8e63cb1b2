"""Contradictions, and what an article's page tells of its text, as a reader meets them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from editorial.actions import labels
from kb.models import Article
from tests import html
from tests.browser.conftest import Site
from tests.makers import TEXT, correct, editor, make_actor, make_article, make_claim

PHONE = {"width": 390, "height": 844}  # CSS pixels
WIDE = {"width": 1280, "height": 900}
LONG_AGO = "2001-01-01"  # not among the newest of the site


@pytest.fixture
def everywhere(page: Page, axe: Callable[[Page], None]) -> Callable[[], None]:
    """Assert that what the page shows meets WCAG on a wide screen and fits a phone."""

    def check() -> None:
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    return check


def corrected() -> Article:
    article = make_article(published_on=LONG_AGO, title="Der Rat und die Brücke")
    make_claim(article=article)
    correct(article, TEXT.replace("2031", "2035").replace("Er will", "Vorab: Er will"))
    return article


def test_pairs_stand_side_by_side_and_are_narrowed_in_place(
    page: Page, everywhere: Callable[[], None]
) -> None:
    anna = make_actor("Anna Wandel")
    article = make_article(published_on=LONG_AGO)
    early, late = (
        make_claim(text, speaker=anna, mode="indirect", said_on=day, article=article)
        for text, day in (("Die Brücke hält.", "2001-01-01"), ("Sie hält nicht.", "2001-02-01"))
    )
    labels.relate(
        subject=late, object=early, kind="contradicts", note="Nach dem Gutachten.", by=editor()
    )
    response = page.goto("/en/contradictions/")
    assert response is not None
    assert html.errors(response.text()) == []
    everywhere()
    page.evaluate("window.isTheSamePage = true")
    page.get_by_role("link", name="change of position").click()
    expect(page).to_have_url("/en/contradictions/?type=change")
    expect(page.get_by_role("link", name="change of position")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("1 pair is shown.")
    sides = page.locator(".pair-side")
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first
    assert second
    assert (first["y"], first["width"]) == pytest.approx((second["y"], second["width"]))
    assert second["x"] >= first["x"] + first["width"]
    weights = sides.locator(".quoted").evaluate_all(
        "all => all.map(each => [getComputedStyle(each).fontSize, getComputedStyle(each).fontWeight])"
    )
    assert weights[0] == weights[1]
    everywhere()
    page.get_by_role("link", name="correction", exact=True).click()
    expect(page.get_by_text("No pair of public claims fits")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")
    everywhere()
    page.get_by_role("link", name="Show all contradictions").click()
    page.locator(".pair").filter(has_text="Sie hält nicht.").get_by_role(
        "link", name="Sentence 4"
    ).last.click()
    expect(page.locator("#s4.is-chosen")).to_be_in_viewport()


def test_from_the_first_page_to_what_others_dispute_and_where_it_stands(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("contentinfo").get_by_role("link", name="Contradictions").click()
    side = page.locator(".pair-side").filter(has_text="Mark Rutte, as the author reports").first
    quote = side.locator("mark").inner_text()
    side.get_by_role("link", name="Sentence").click()
    expect(page.locator(".is-chosen")).to_contain_text(quote.partition(". ")[0])
    expect(page.locator(".note")).to_contain_text("Mark Rutte")
    context.close()


def test_an_article_tells_its_coverage_and_its_versions(
    page: Page, everywhere: Callable[[], None]
) -> None:
    article = corrected()
    page.goto(f"/en{article.permalink}")
    strip = page.get_by_role("navigation", name="Sentences by what rests on them")
    strip.get_by_role("link", name=re.compile("Sentence 4.*supports 1 claim")).click()
    expect(page.locator("#s4.is-chosen")).to_be_in_viewport()
    expect(page.locator("#s4 .marks")).to_have_text("1")
    expect(page.get_by_role("complementary").locator(".mark-number")).to_have_text("1")
    everywhere()
    page.get_by_role("link", name="what changed in version 2").click()
    expect(page.locator("ins").last).to_have_text("2035")
    assert html.errors(page.content()) == []
    everywhere()
    page.get_by_role("link", name="version 1, sentence 6").click()
    expect(page.get_by_role("complementary")).to_contain_text("In version 2: reworded")
    everywhere()
    page.get_by_role("complementary").get_by_role("link", name="sentence 6").click()
    expect(page.locator("#s6.is-chosen")).to_contain_text("2035")


def test_what_rutte_said_that_others_dispute_is_three_steps_away(page: Page) -> None:
    page.goto("/de/")
    page.get_by_role("link", name="Mark Rutte", exact=True).first.click()
    page.get_by_role("link", name=re.compile("von 6 bestritten$")).click()
    page.locator(".entry-text a").first.click()
    for side in ("Gestützt durch", "Bestritten durch"):
        section = page.get_by_role("region", name=side)
        expect(section.locator("blockquote").first).to_be_in_viewport()
        expect(section.get_by_role("link", name=re.compile("^Satz|^Sätze")).first).to_be_visible()
