"""Two browsers edit one claim, one article, and one article at its desk.

Nothing that was typed is lost, and nobody overwrites what they have not seen.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from editorial.actions import claims
from editorial.models import Presence
from kb.models import Article, Claim
from tests.browser.conftest import PASSWORD, Site, listen
from tests.browser.test_admin_pages import visit
from tests.makers import make_article, make_claim

Axe = Callable[[Page], None]
pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def open_as(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """A browser of its own for a person: `open_as("publisher", path)`."""
    opened: list[BrowserContext] = []

    def open_as(name: str, path: str, **options: Any) -> Page:
        fitting = {"locale": "de-DE", "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(
            base_url=site.url, reduced_motion="reduce", **(fitting | options)
        )
        context.set_default_timeout(15_000)  # milliseconds
        opened.append(context)
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
        page = context.new_page()
        listen(page, complaints)
        visit(page, path)
        return page

    yield open_as
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def claim(site: Site) -> Claim:
    return make_claim("Die Brücke ist sicher.", status="draft")


def form_of(thing: Any) -> str:
    return f"/admin/kb/{thing._meta.model_name}/{thing.pk}/change/"


def desk_of(article: Article) -> str:
    return f"/admin/kb/article/{article.pk}/desk/"


def save(page: Page, button: str = "_save") -> None:
    page.locator(f"[name={button}]").first.click()
    page.wait_for_load_state()


def test_two_browsers_edit_one_claim_and_nothing_typed_is_lost(
    open_as: Callable[..., Page], claim: Claim, axe: Axe
) -> None:
    first, second = (open_as(name, form_of(claim)) for name in ("editor", "publisher"))
    for page, text in ((first, "Die Brücke ist wohl sicher."), (second, "Die Brücke hält nicht.")):
        page.locator("#id_text").fill(text)
    second.locator("#id_kind").select_option("demand")
    second.locator("#id_evidence-0-DELETE").check()
    second.locator(".add-row a").first.click()
    second.locator("#id_evidence-1-quote").fill("Gebaut wird erst")
    save(first)
    save(second)
    panel = second.locator(".conflict")
    expect(panel).to_contain_text("editor")
    expect(panel.locator("mark")).to_have_text(["ist wohl sicher", "hält nicht"])
    expect(second.locator("#id_text")).to_have_value("Die Brücke hält nicht.")
    expect(second.locator("#id_kind")).to_have_value("demand")
    expect(second.locator("#id_evidence-0-DELETE")).to_be_checked()
    expect(second.locator("#id_evidence-1-quote")).to_have_value("Gebaut wird erst")
    expect(second.locator("[name=_save]")).to_have_count(0)
    axe(second)
    claim.refresh_from_db()
    assert (claim.text, claim.kind) == ("Die Brücke ist wohl sicher.", "assessment")

    second.locator("button[name=_theirs][value=text]").click()
    second.wait_for_load_state()
    expect(second.locator("#id_text")).to_have_value("Die Brücke ist wohl sicher.")
    expect(second.locator("#id_kind")).to_have_value("demand")
    expect(second.locator("#id_evidence-1-quote")).to_have_value("Gebaut wird erst")
    axe(second)
    second.locator("#id_evidence-1-quote").fill("")
    second.locator("#id_evidence-0-DELETE").uncheck()
    second.locator("#id_evidence-1-DELETE, #evidence-1 .inline-deletelink").first.click()
    save(second, "_both")
    expect(second.locator(".messagelist .success")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.text, claim.kind) == ("Die Brücke ist wohl sicher.", "demand")


def test_mine_is_saved_nevertheless_without_scripts_in_english_on_a_phone(
    open_as: Callable[..., Page], claim: Claim
) -> None:
    phone = {
        "locale": "en-GB",
        "java_script_enabled": False,
        "viewport": {"width": 390, "height": 800},
    }
    page = open_as("publisher", form_of(claim), **phone)
    page.locator("#id_text").fill("Sie hält nicht.")
    claims.revise(claim=claim, by=User.objects.get(username="editor"), text="Sie hält wohl.")
    save(page)
    expect(page.locator(".conflict h2")).to_have_text("Somebody else saved this first")
    expect(page.locator("#id_text")).to_have_value("Sie hält nicht.")
    # Enter in a field compares once more, and saves nothing.
    page.locator("#id_said_on").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#id_text")).to_have_value("Sie hält nicht.")
    claim.refresh_from_db()
    assert claim.text == "Sie hält wohl."
    save(page, "_mine")
    claim.refresh_from_db()
    assert claim.text == "Sie hält nicht."
    assert "Saved over what editor" in claim.history.first().history_change_reason


def test_a_conflict_fits_a_phone(open_as: Callable[..., Page], claim: Claim, axe: Axe) -> None:
    page = open_as("publisher", form_of(claim), viewport={"width": 390, "height": 800})
    page.locator("#id_text").fill("Sie hält nicht.")
    claims.revise(claim=claim, by=User.objects.get(username="editor"), text="Sie hält wohl.")
    save(page)
    axe(page)
    widths = page.evaluate(
        "() => ['.conflict', '.conflict .difference'].map(s => document.querySelector(s).getBoundingClientRect().right)"
    )
    assert max(widths) <= 390


def test_two_browsers_edit_one_article(open_as: Callable[..., Page], axe: Axe) -> None:
    article = make_article()
    first, second = (open_as(name, form_of(article)) for name in ("editor", "publisher"))
    first.locator("#id_title").fill("Ihr Titel")
    first.locator("#id_byline").fill("Von Ina Keller")
    second.locator("#id_title").fill("Mein Titel")
    second.locator("#id_license").fill("CC BY 4.0")
    save(first)
    save(second)
    expect(second.locator(".conflict")).to_be_visible()
    expect(second.locator("#id_title")).to_have_value("Mein Titel")
    expect(second.locator("#id_license")).to_have_value("CC BY 4.0")
    expect(second.locator("#id_byline")).to_have_value("Von Ina Keller")
    axe(second)
    save(second, "_mine")
    article.refresh_from_db()
    said = (article.title, article.license, article.byline)
    assert said == ("Mein Titel", "CC BY 4.0", "Von Ina Keller")


def test_two_browsers_at_the_desk_of_one_article(
    open_as: Callable[..., Page], complaints: list[str], axe: Axe
) -> None:
    article = make_article()
    first = open_as("editor", desk_of(article))
    expect(first.locator("#others")).to_have_text("")
    wait_until_noted(first, article)
    second = open_as("publisher", desk_of(article))
    expect(second.locator("#others")).to_contain_text("editor")
    axe(second)
    # Both write a claim on the same sentence: both stand.
    for page, text in ((first, "Die Brücke ist sicher."), (second, "Der Ingenieur zweifelt.")):
        page.locator("#pick4").check()
        page.locator("#id_text").fill(text)
    first.locator("[name=_draft]").click()
    expect(first.locator(".done")).to_be_visible()
    expect(second.locator("#id_text")).to_have_value("Der Ingenieur zweifelt.")
    # A claim rests on it now: it cannot hold none. What was typed stays.
    second.locator("#id_reason").fill("Nur eine Floskel.")
    second.locator("[name=_close]").click()
    expect(second.locator(".refusal")).to_be_visible()
    complaints[:] = [line for line in complaints if not line.startswith("422")]
    expect(second.locator("#id_text")).to_have_value("Der Ingenieur zweifelt.")
    expect(second.locator("#id_reason")).to_have_value("Nur eine Floskel.")
    second.locator("[name=_draft]").click()
    expect(second.locator(".done")).to_be_visible()
    texts = Claim.objects.filter(article=article).values_list("text", flat=True)
    assert set(texts) == {"Die Brücke ist sicher.", "Der Ingenieur zweifelt."}


def wait_until_noted(page: Page, article: Article) -> None:
    """Until the post of the page that says that it is open was answered."""
    for _ in range(100):
        if Presence.objects.filter(article=article).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the open desk was not noted")


def log_out_everywhere(name: str) -> None:
    """Ends the sessions of a person, as time does."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(User.objects.get(username=name).pk):
            session.delete()


def log_in_by_hand(page: Page, name: str) -> None:
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("input[type=submit]").click()
    page.wait_for_load_state()


def test_what_was_typed_outlives_the_session(
    open_as: Callable[..., Page], claim: Claim, axe: Axe
) -> None:
    page = open_as("editor", form_of(claim))
    page.locator("#id_text").fill("Meine Fassung.")
    page.locator(".add-row a").first.click()
    page.locator("#id_evidence-1-quote").fill("Gebaut wird erst")
    log_out_everywhere("editor")
    by = User.objects.get(username="publisher")
    claims.revise(claim=claim, by=by, text="Ihre Fassung.")
    save(page)
    expect(page.locator("textarea").first).to_be_visible()
    expect(page.locator("[data-kept=here]")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Meine Fassung.")
    axe(page)
    page.locator("[data-logged-out] a").click()
    page.wait_for_load_state()
    log_in_by_hand(page, "editor")
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("Ihre Fassung.")
    axe(page)
    page.locator("[data-kept=back]").click()
    expect(page.locator(".conflict")).to_contain_text("publisher")
    expect(page.locator("#id_text")).to_have_value("Meine Fassung.")
    expect(page.locator("#id_evidence-1-quote")).to_have_value("Gebaut wird erst")
    claim.refresh_from_db()
    assert claim.text == "Ihre Fassung."


def test_without_scripts_the_words_are_there_to_be_copied(
    open_as: Callable[..., Page], claim: Claim
) -> None:
    page = open_as("editor", form_of(claim), java_script_enabled=False)
    page.locator("#id_text").fill("Meine Fassung.")
    log_out_everywhere("editor")
    save(page)
    expect(page.get_by_label("Text")).to_have_value("Meine Fassung.")
    expect(page.locator("[data-kept=not]")).to_be_visible()
    expect(page.locator("[data-kept=here]")).to_be_hidden()


@pytest.mark.parametrize("where", ["form", "desk"])
def test_a_login_in_another_window_lets_the_first_one_save(
    where: str, open_as: Callable[..., Page], claim: Claim
) -> None:
    """A login makes a new token: the one in the open form is of the old session."""
    page = open_as("editor", form_of(claim) if where == "form" else desk_of(claim.article))
    if where == "desk":
        wait_until_noted(page, claim.article)
        page.locator("#pick5").check()
    page.locator("#id_text").fill("Meine Fassung.")
    log_out_everywhere("editor")
    other = page.context.new_page()
    visit(other, "/admin/login/?next=/admin/")
    log_in_by_hand(other, "editor")
    if where == "form":
        save(page)
        expect(page.locator(".messagelist .success")).to_be_visible()
    else:
        page.locator("[name=_draft]").click()
        expect(page.locator(".done")).to_be_visible()
    assert Claim.objects.filter(article=claim.article, text="Meine Fassung.").exists()
