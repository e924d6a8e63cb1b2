"""The page of one claim, its recomputed quotes and its card, as a reader meets them."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from kb.models import Claim
from tests import html
from tests.browser.conftest import Site
from tests.makers import make_actor, make_article, make_claim, whole

PHONE = {"width": 390, "height": 844}  # CSS pixels
MOST_BYTES = 40_000  # over the wire

LONG = "\n\n".join(
    f"Absatz {n} beginnt hier. Das steht in jedem. Absatz {n} endet damit, dass noch etwas kommt."
    for n in range(1, 60)
)


def claim_in_the_middle(**fields: str) -> Claim:
    article = make_article(LONG, title="Ein langer Text", **fields)
    quoted = article.current_version.sentences.get(position=3 * 29 + 2)  # "Das steht in jedem."
    return make_claim("Es steht in jedem Absatz.", article=article, passages=[whole(quoted)])


def disputed() -> Claim:
    claims = Claim.objects.published().filter(evidence__stance="disputes")
    return claims.order_by("pk").first()


@pytest.fixture
def claim(site: Site) -> Claim:
    return claim_in_the_middle()


class Newspaper:
    """Another site, on this machine: it shows one page at every address."""

    def __init__(self) -> None:
        self.content = ""
        paper = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>Zeitung</title>{paper.content}".encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/artikel"


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    paper = Newspaper()
    thread = Thread(target=paper.server.serve_forever, daemon=True)
    thread.start()
    yield paper
    paper.server.shutdown()
    paper.server.server_close()
    thread.join()


ADDRESSES: dict[str, Callable[[Claim], str]] = {
    "widened": lambda c: f"/{c.pk}/{c.slug}/?around={c.evidence.get().pk}&paragraphs=2",
    "verify": lambda c: f"/{c.pk}/verify/",
    "card": lambda c: f"/{c.pk}/card/",
    "seed": lambda c: f"/{disputed().pk}/{disputed().slug}/",
    "seed card": lambda c: f"/{disputed().pk}/card/",
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_accessible_valid_and_fits_a_phone(
    page: Page, claim: Claim, axe: Callable[[Page], None], name: str, language: str
) -> None:
    response = page.goto(f"/{language}/claims{ADDRESSES[name](claim)}")
    assert response is not None
    assert response.status == 200
    assert html.errors(response.text()) == []
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_more_of_the_text_unfolds_in_place(
    page: Page, claim: Claim, axe: Callable[[Page], None]
) -> None:
    page.goto(f"/en{claim.permalink}")
    page.evaluate("window.isTheSamePage = true")
    assert page.evaluate("typeof htmx") == "undefined"
    more = page.get_by_role("link", name="More of the text around it")
    with page.expect_response("**/htmx-2.min.js"):
        more.focus()
    page.wait_for_function("window.htmx?.version")
    more.press("Enter")
    quote = page.locator(".quote").first
    expect(quote).to_contain_text("Absatz 29 beginnt hier.")
    expect(quote).to_contain_text("Absatz 31 endet damit")
    expect(page.get_by_role("status")).to_have_text("More of the text around it is shown.")
    expect(more).to_be_focused()
    key = claim.evidence.get().pk
    expect(page).to_have_url(f"/en{claim.permalink}?around={key}&paragraphs=1#q{key}")
    more.press("Enter")
    expect(quote).to_contain_text("Absatz 28 beginnt hier.")
    assert page.evaluate("window.isTheSamePage")
    axe(page)
    page.reload()
    expect(quote).to_contain_text("Absatz 28 beginnt hier.")


def test_more_of_the_text_is_a_plain_link_without_javascript(
    browser: Browser, site: Site, claim: Claim
) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en{claim.permalink}")
    page.get_by_role("link", name="More of the text around it").click()
    quote = page.locator(".quote").first
    expect(quote).to_contain_text("Absatz 29 beginnt hier.")
    expect(quote).to_be_in_viewport()
    context.close()


def test_the_link_to_the_source_leads_to_the_very_words(page: Page, newspaper: Newspaper) -> None:
    """They stand 59 times on the publisher's page."""
    paragraphs = "".join(f"<p id=p{n}>{p}</p>" for n, p in enumerate(LONG.split("\n\n"), start=1))
    newspaper.content = f"<style>p {{ margin: 4em }}</style>{paragraphs}"
    claim = claim_in_the_middle(url=newspaper.url)
    page.goto(f"/en{claim.permalink}")
    address = page.get_by_role("link", name="These words at their source").get_attribute("href")
    assert address
    assert "#:~:text=" in address
    page.goto(address)
    expect(page.locator("#p30")).to_be_in_viewport()
    expect(page.locator("#p1")).not_to_be_in_viewport()


def test_a_page_with_everything_is_light(page: Page, claim: Claim) -> None:
    sizes: dict[str, int] = {}

    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"/de{disputed().permalink}", wait_until="networkidle")
    for response in responses:
        body = response.body()
        is_packed = response.url.endswith((".woff2", ".png"))
        sizes[response.url] = len(body if is_packed else brotli.compress(body, quality=5))
    assert len(sizes) > 5
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_nothing_moves_while_it_loads(page: Page) -> None:
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(
        entry => { window.moved += entry.value })).observe({type: "layout-shift", buffered: true})"""
    )
    page.goto(f"/de{disputed().permalink}", wait_until="networkidle")
    assert page.evaluate("window.moved") <= 0.02


# --- The card in somebody else's page -----------------------------------------------------------


@pytest.mark.parametrize("width", [600, 320])
def test_a_card_stands_in_another_page_as_oembed_says(
    page: Page, site: Site, newspaper: Newspaper, width: int
) -> None:
    asked = {"url": f"{site.url}/de{disputed().permalink}", "maxwidth": str(width)}
    told = page.request.get("/oembed", params=asked).json()
    newspaper.content = told["html"]
    page.goto(newspaper.url)
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text(disputed().text)
    expect(frame.locator("mark").first).to_be_visible()
    inside = page.frames[1]
    assert inside.evaluate("innerWidth") == width
    assert inside.evaluate("document.documentElement.scrollHeight") <= told["height"]
    assert page.context.cookies() == []


def test_a_link_of_the_card_opens_the_page_beside_the_newspaper(
    page: Page, site: Site, newspaper: Newspaper
) -> None:
    told = page.request.get(
        "/oembed", params={"url": f"{site.url}/de{disputed().permalink}"}
    ).json()
    newspaper.content = told["html"]
    page.goto(newspaper.url)
    with page.expect_popup() as opened:
        page.frame_locator("iframe").locator("h1 a").click()
    expect(opened.value).to_have_url(f"{site.url}/de{disputed().permalink}")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(disputed().text)


def test_no_other_page_may_be_framed(
    page: Page, site: Site, newspaper: Newspaper, complaints: list[str]
) -> None:
    newspaper.content = f'<iframe src="{site.url}/de{disputed().permalink}"></iframe>'
    page.goto(newspaper.url)
    expect(page.frame_locator("iframe").get_by_text(disputed().text)).to_have_count(0)
    assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in complaints)
    complaints.clear()


def test_a_card_for_long_words_still_fits(page: Page, site: Site, newspaper: Newspaper) -> None:
    words = "Die Donaudampfschifffahrtsgesellschaftskapitänswitwe sagte, alles werde gut. " * 6
    article = make_article(words, title="Ein Bericht über vieles, was auf der Donau geschah " * 3)
    quoted = article.current_version.sentences.get(position=1)
    speaker = make_actor("Donaudampfschifffahrtsgesellschaft")
    claim = make_claim(
        words, article=article, passages=[whole(quoted)], speaker=speaker, mode="direct"
    )
    for width in (600, 320):
        asked = {"url": f"{site.url}{claim.permalink}", "maxwidth": str(width)}
        told = page.request.get("/oembed", params=asked).json()
        newspaper.content = told["html"]
        page.goto(newspaper.url)
        expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
        inside = page.frames[1]
        inside.wait_for_load_state("load")
        inside.evaluate("document.fonts.ready")
        assert inside.evaluate("document.documentElement.scrollHeight") <= told["height"]
        assert inside.evaluate("document.documentElement.scrollWidth") <= width
