"""Correcting a text, and placing what the correction reworded, as people do it in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from editorial.actions.corrections import correct
from editorial.models import Reanchoring
from kb.models import Article, Claim
from tests.browser.conftest import Site
from tests.browser.test_queue import visitor
from tests.makers import TEXT, make_article, make_claim, publisher, whole

PHONE: ViewportSize = {"width": 390, "height": 800}
WIDE: ViewportSize = {"width": 1280, "height": 900}

Axe = Callable[[Page], None]
LogIn = Callable[[str], None]

EDITS = (
    ("am Montag in Bern", "am Montag wie immer in Bern"),
    ("Er will über", "Er will nun über"),
    ("sei sicher", "sei nicht sicher"),
    ("widerspricht ihr", "widerspricht ihr heftig"),
)


@pytest.fixture
def article(site: Site) -> Article:
    """A published claim on its fourth sentence; drafts on three others that are reworded too."""
    article = make_article()
    make_claim("Die Brücke ist sicher, sagt sie.", article=article)
    for position in (1, 2, 5):
        sentence = article.current_version.sentences.get(position=position)
        make_claim(article=article, passages=[whole(sentence)], status="draft")
    return article


@pytest.fixture
def corrected(article: Article) -> Article:
    correct(article=article, by=publisher(), text=edited(TEXT), reason="Berichtigt.")
    return article


def edited(text: str) -> str:
    for old, new in EDITS:
        text = text.replace(old, new)
    return text


def waiting(article: Article) -> list[Reanchoring]:
    found = Reanchoring.objects.waiting().filter(version__article=article)
    return list(found.order_by("sentence__position"))


def one_page(row: Reanchoring) -> str:
    return f"/admin/editorial/reanchoring/{row.pk}/change/"


def give(page: Page, article: Article) -> None:
    page.goto(f"/admin/kb/article/{article.pk}/correct/")
    text = page.locator("#id_text")
    text.fill(edited(text.input_value()))
    page.locator("#correct_form input[type=submit]").click()
    expect(page.locator("#correction_form")).to_be_visible()


def test_a_correction_is_looked_at_saved_and_followed_up(
    page: Page, article: Article, log_in: LogIn, axe: Axe
) -> None:
    log_in("publisher")
    page.goto(f"/admin/kb/article/{article.pk}/change/")
    page.locator(".object-tools a[href$='/correct/']").click()
    axe(page)
    text = page.locator("#id_text")
    text.fill(edited(text.input_value()))
    page.locator("#correct_form input[type=submit]").click()
    expect(page.locator(".group").first).to_have_class("group withdrawn")
    expect(page.locator(".withdrawn .touched > li")).to_have_count(1)
    expect(page.locator(".sides ins").first).to_contain_text("wie immer")
    axe(page)
    page.locator("#id_reason").fill("Die Ministerin wurde falsch zitiert.")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".queue ol > li")).to_have_count(4)
    axe(page)
    assert Claim.objects.get(text="Die Brücke ist sicher, sagt sie.", article=article).status == (
        "withdrawn"
    )

    first, second, third, fourth = waiting(article)
    page.locator(f".next a[href='{one_page(first)}']").click()
    axe(page)
    page.locator("input[name=_accept]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(one_page(second))
    page.locator(".sentences label").nth(5).click()
    page.locator("[name=at-words]").fill("Gebaut wird nie")
    page.locator("input[name=_place]").click()
    expect(page.locator("#place_form .errorlist")).to_have_count(1)
    expect(page.locator("[name=at-words]")).to_have_value("Gebaut wird nie")
    axe(page)
    page.locator("[name=at-words]").fill("Gebaut wird")
    page.locator("input[name=_place]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(one_page(fourth))
    page.locator("[name=drop-reason]").fill("Das steht nicht mehr da.")
    page.locator("input[name=_drop]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page).to_have_url(one_page(third))
    axe(page)
    states = [row.state for row in Reanchoring.objects.filter(version__article=article)]
    assert sorted(states) == ["dropped", "settled", "settled", "waiting"]
    assert second.evidence
    assert [row.quote for row in second.evidence.claim.evidence.filter(state="stands")] == [
        "Gebaut wird"
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_page_is_accessible_and_fits_a_phone(
    language: str, page: Page, corrected: Article, site: Site, log_in: LogIn, axe: Axe
) -> None:
    log_in("editor")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    row = waiting(corrected)[0]
    page.goto(f"/admin/kb/article/{corrected.pk}/correct/")
    text = page.locator("#id_text")
    text.fill(text.input_value().replace("heftig", "nicht").replace("Gebaut wird", "Gebaut werde"))
    page.locator("#correct_form input[type=submit]").click()
    page.wait_for_load_state()
    correction = page.url
    for address in (
        correction,
        f"/admin/kb/article/{corrected.pk}/correct/",
        f"/admin/kb/article/{corrected.pk}/desk/",
        "/admin/editorial/reanchoring/",
        f"/admin/editorial/reanchoring/?article={corrected.pk}&verdict=split",
        "/admin/editorial/reanchoring/?verdict=x",
        "/admin/kb/claim/queue/",
        one_page(row),
    ):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        expect(page.locator("html")).to_have_attribute("lang", language)
        for summary in page.locator(".correct summary").all():
            summary.click()
        axe(page)
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address
        axe(page)
        page.set_viewport_size(WIDE)


def test_what_is_refused_is_accessible_too(
    page: Page, article: Article, log_in: LogIn, axe: Axe
) -> None:
    log_in("editor")
    page.goto(f"/admin/kb/article/{article.pk}/correct/")
    page.locator("#id_address").fill("https://zeitung.example/")
    page.locator("#id_text").fill("Ein anderer Text.")
    page.locator("#correct_form input[type=submit]").click()
    expect(page.locator(".errorlist")).to_have_count(1)
    expect(page.locator("#id_text")).to_have_value("Ein anderer Text.")
    axe(page)
    give(page, article)
    expect(page.locator(".alarm")).to_be_visible()
    expect(page.locator("input[name=_save]")).to_have_count(0)
    axe(page)
    page.locator(".closelink").click()
    expect(page.locator("#id_text")).to_have_value(edited(TEXT))


def tab_to(page: Page, name: str) -> None:
    """Goes on with the tabulator until the field of that name has the focus."""
    for _step in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('name')") == name:
            return
    raise AssertionError(f"the tabulator does not lead to {name}")


def test_the_keyboard_is_enough(page: Page, article: Article, log_in: LogIn) -> None:
    log_in("publisher")
    page.goto(f"/admin/kb/article/{article.pk}/correct/")
    tab_to(page, "text")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(edited(TEXT))
    tab_to(page, "address")
    page.keyboard.press("Enter")
    expect(page.locator("#correction_form")).to_be_visible()
    tab_to(page, "reason")
    page.keyboard.type("Falsch zitiert.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    first, second, *_rest = waiting(article)
    page.goto(one_page(first))
    tab_to(page, "_accept")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(one_page(second))
    tab_to(page, "at-sentence")
    page.keyboard.press("ArrowDown")
    # What is sent by Enter is the place that was chosen, never the one that was proposed.
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    chosen = second.version.sentences.get(position=2)
    assert second.evidence
    assert second.evidence.claim.evidence.get(state="stands").sentence == chosen


def test_no_script_is_needed(browser: Browser, site: Site, corrected: Article) -> None:
    row = waiting(corrected)[1]
    page = visitor(browser, site, "editor")
    page.goto(site.url + one_page(row))
    page.locator("[name=at-sentence]").nth(4).check()
    page.locator("[name=at-reason]").fill("Dort steht es.")
    page.locator("input[name=_place]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    give_without_script(page, site, corrected)
    page.context.close()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("settled", "Dort steht es.")


def give_without_script(page: Page, site: Site, article: Article) -> None:
    page.goto(f"{site.url}/admin/kb/article/{article.pk}/correct/")
    text = page.locator("#id_text")
    text.fill(f"{text.input_value()} Nachtrag.")
    page.locator("#correct_form input[type=submit]").click()
    page.locator("#id_reason").fill("Nachgetragen.")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    article.refresh_from_db()
    assert article.current_version
    assert article.current_version.text == f"{edited(TEXT)} Nachtrag."
