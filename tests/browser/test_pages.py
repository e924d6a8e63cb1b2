"""The public pages as a reader meets them, in both schemes, on a phone and on a wide screen."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from kb.models import Actor, Article, Claim, Event, Tag
from tests import html
from tests.browser.conftest import Site
from tests.makers import make_article, make_claim

PHONE = {"width": 390, "height": 844}  # CSS pixels
NARROW = {"width": 320, "height": 640}  # as wide as WCAG 2.2, 1.4.10 (reflow), has text fit
COMMENTARY = "000_08da8c51ebda866c"


def disputed() -> Claim:
    claims = Claim.objects.published().filter(evidence__stance="disputes")
    return claims.order_by("pk").first()


def withdrawn() -> Claim:
    known = Claim.objects.filter(status=Claim.Status.WITHDRAWN).first()
    return known or make_claim(
        status=Claim.Status.WITHDRAWN, article=make_article(published_on="2001-01-01")
    )


def commentary() -> Article:
    return Article.objects.get(external_id=COMMENTARY)


ADDRESSES: dict[str, Callable[[], str]] = {
    "home": lambda: "/",
    "claims": lambda: "/claims/",
    "claims narrowed": lambda: "/claims/?kind=demand",
    "claims asked for in vain": lambda: "/claims/?about=niemand",
    "claims found": lambda: "/claims/?q=Aussenminister&stance=disputes",
    "search": lambda: "/search/",
    "search among claims": lambda: "/search/?q=Aussenminister",
    "search among sentences": lambda: "/search/?q=Aussenminister&among=sentences",
    "search in vain": lambda: "/search/?q=Ruttte&until=gestern",
    "claim": lambda: disputed().permalink,
    "actors": lambda: "/actors/",
    "actor": lambda: f"/actors/{Actor.objects.get(name='Mark Rutte').slug}/",
    "events": lambda: "/events/",
    "event": lambda: f"/events/{Event.objects.public().newest_first().first().slug}/",
    "articles": lambda: "/articles/",
    "article": lambda: commentary().permalink,
    "article with a sentence chosen": lambda: f"{commentary().permalink}?s=12",
    "version": lambda: f"{commentary().permalink}v1/",
    "tag": lambda: f"/tags/{Tag.objects.public().order_by('pk').first().slug}/",
    "not found": lambda: "/nothing/",
    "gone": lambda: withdrawn().permalink,
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_accessible_valid_and_fits_a_phone(
    page: Page, axe: Callable[[Page], None], name: str, language: str
) -> None:
    response = page.goto(f"/{language}{ADDRESSES[name]()}")
    assert response is not None
    assert html.errors(response.text()) == []
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_locked_door_is_accessible_and_fits_a_phone(
    page: Page, site: Site, axe: Callable[[Page], None], language: str
) -> None:
    chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}
    page.context.add_cookies([chosen])
    wrong = {"username": f"stranger-{language}", "password": "guess"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/admin/login/", wrong)
    page.goto("/admin/login/")
    for name, value in wrong.items():
        page.locator(f"#id_{name}").fill(value)
    with page.expect_navigation() as navigation:
        page.locator("[type=submit]").click()
    response = navigation.value
    assert response.status == 429
    assert html.errors(page.content()) == []
    assert page.locator("html").get_attribute("lang") == language
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_filter_narrows_the_list_in_place_and_in_the_address(page: Page) -> None:
    page.goto("/de/claims/")
    page.evaluate("window.isTheSamePage = true")
    page.locator("#facet-speaker + ul").get_by_role("link", name="Mark Rutte").click()
    expect(page).to_have_url("/de/claims/?speaker=mark-rutte")
    speakers = page.locator(".entry .speech > a:first-child")
    expect(page.locator(".chosen")).to_contain_text("Mark Rutte")
    assert set(speakers.all_inner_texts()) == {"Mark Rutte"}
    assert page.evaluate("window.isTheSamePage")
    expect(page.get_by_role("status")).to_have_text(f"{speakers.count()} Aussagen")
    page.go_back()
    expect(page).to_have_url("/de/claims/")
    expect(page.locator(".chosen")).to_have_count(0)
    expect(page.locator("h1")).to_have_count(1)


def test_choosing_a_sentence_opens_its_claims_beside_it(page: Page) -> None:
    page.goto(f"/de{commentary().permalink}")
    page.locator("#n12").focus()  # which brings it into view
    before = page.locator("#s12").bounding_box()
    page.keyboard.press("Enter")
    note = page.get_by_role("complementary", name="Aussagen zu Satz 12")
    expect(note).to_be_visible()
    expect(page).to_have_url(f"/de{commentary().permalink}?s=12#s12")
    expect(page.locator("#n12")).to_be_focused()
    sentence, beside = page.locator("#s12").bounding_box(), note.bounding_box()
    assert before
    assert sentence
    assert beside
    assert sentence["y"] == pytest.approx(before["y"], abs=2)
    assert beside["x"] > sentence["x"] + sentence["width"]
    note.get_by_role("link", name="Schließen").click()
    expect(note).to_have_count(0)
    page.go_back()
    expect(note).to_be_visible()


def test_a_click_on_a_marked_sentence_chooses_it(page: Page) -> None:
    page.goto(f"/de{commentary().permalink}")
    page.locator("#s12").click()
    expect(page.get_by_role("complementary", name="Aussagen zu Satz 12")).to_be_visible()


def test_on_a_phone_the_claims_open_under_the_sentence(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"/de{commentary().permalink}?s=12")
    sentence = page.locator("#s12").bounding_box()
    note = page.locator(".note").bounding_box()
    assert sentence
    assert note
    assert note["y"] >= sentence["y"] + sentence["height"] - 2


def test_everything_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto("/claims/")
    page.locator("#facet-kind + ul").get_by_role("link", name="Forderung").click()
    expect(page).to_have_url("/de/claims/?kind=demand")
    expect(page.locator(".entry").first).to_contain_text("Forderung")
    page.locator("#id_q").fill("Geld")
    page.get_by_role("button", name="Suchen").click()
    expect(page).to_have_url("/de/claims/?q=Geld&kind=demand")
    page.goto(commentary().permalink)
    page.locator("#n12").click()
    expect(page.get_by_role("complementary", name="Aussagen zu Satz 12")).to_be_visible()
    context.close()


def test_a_quote_leads_to_its_sentence_in_the_article(page: Page) -> None:
    page.goto(f"/de{disputed().permalink}")
    page.locator(".quote figcaption > a").first.click()
    expect(page.locator(".sentence:target")).to_be_visible()


def test_an_answer_that_is_no_part_is_shown_as_a_page(page: Page, complaints: list[str]) -> None:
    page.goto("/de/claims/?kind=demand")
    page.route(
        "**/claims/?*",
        lambda route: (
            route.fulfill(status=410, body="")
            if route.request.header_value("hx-request")
            else route.fallback()
        ),
    )
    with page.expect_navigation():
        page.locator(".facets li:has(.count) a").first.click()
    expect(page).to_have_url(re.compile(r"/de/claims/\?(.+&kind=demand|kind=demand&.+)"))
    complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_running_text_has_a_contrast_of_seven_to_one(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/de{disputed().permalink}")
    ratios = page.evaluate(CONTRASTS)
    assert ratios
    assert min(ratios.values()) >= 7, ratios


CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => channels(colour)
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const resolve = (name) => {
    const probe = document.createElement("i");
    document.body.append(probe);
    probe.className = "probe";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.probe { color: var(${name}) }`);
    document.adoptedStyleSheets = [sheet];
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return light(colour);
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const pairs = [["--ink", "--paper"], ["--pale", "--paper"], ["--ink", "--supports"],
                 ["--ink", "--disputes"], ["--ink", "--context"]];
  return Object.fromEntries(pairs.map(([a, b]) => [`${a} on ${b}`, ratio(resolve(a), resolve(b))]));
}"""
