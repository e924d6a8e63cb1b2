"""The queue, a suggestion and the form to propose one, as people meet them."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from editorial.actions import suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim
from tests import makers
from tests.browser.conftest import Site

PHONE: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture
def waiting(site: Site) -> Iterator[Suggestion]:
    """A suggestion by the editor and a rival; gone from the queue when the test is over."""
    claim = makers.make_claim("Die Brücke ist sicher.")
    sentence = claim.article.current_version.sentences.get(position=5)
    said = content(claim)
    change = {
        "text": "Die Brücke war nie sicher.",
        "kind": "report",
        "evidence": [*said["evidence"], [sentence.pk, 0, 13, "disputes"]],
    }
    made = suggestions.suggest(
        claim=claim, by=makers.editor(), content=said | change, note="Der Ingenieur sagt es."
    )
    rival = suggestions.suggest(
        claim=claim, by=makers.publisher(), content=said | {"text": "Sie ist es."}
    )
    yield made
    for suggestion in (made, rival):
        suggestion.refresh_from_db()
        if suggestion.state == Suggestion.State.OPEN:
            suggestions.retract(suggestion=suggestion, by=suggestion.by)


def addresses(suggestion: Suggestion) -> list[str]:
    propose = f"/admin/kb/claim/{suggestion.claim_id}/propose/"
    return [
        "/admin/kb/claim/queue/",
        "/admin/kb/claim/queue/?whose=mine",
        "/admin/kb/claim/queue/?after=2999-01-01T00:00:00%2B00:00~claim~1",
        f"/admin/editorial/suggestion/{suggestion.pk}/change/",
        propose,
        f"{propose}?from={suggestion.pk}",
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ["editor", "publisher"])
def test_each_page_is_accessible_and_fits_a_phone(
    language: str,
    name: str,
    waiting: Suggestion,
    site: Site,
    page: Page,
    log_in: Callable[[str], None],
    axe: Callable[[Page], None],
) -> None:
    log_in(name)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    for address in addresses(waiting):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        expect(page.locator("html")).to_have_attribute("lang", language)
        axe(page)
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_refused_proposal_is_accessible_too(
    waiting: Suggestion, page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("editor")
    page.goto(addresses(waiting)[4])
    page.locator("[name=text]").fill("")
    page.locator("details summary").last.click()
    page.locator("[name=passages-0-quote]").fill("Das steht nirgends")
    page.locator("#propose_form input[type=submit]").click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("[name=passages-0-quote]")).to_have_value("Das steht nirgends")
    axe(page)


def test_without_a_script_one_proposes_and_another_accepts(browser: Browser, site: Site) -> None:
    claim = makers.make_claim("Die Brücke hält.")
    rutte = makers.make_actor("Mark Rutte aus Bern")
    page = visitor(browser, site, "editor")
    page.goto(f"{site.url}/admin/kb/claim/{claim.pk}/propose/")
    page.locator("[name=text]").fill("Die Brücke hält nicht.")
    page.locator("[name=mode]").select_option("indirect")
    page.locator("[name=speaker-typed]").fill(rutte.name)
    page.locator("details summary").last.click()
    page.locator("[name=passages-0-sentence-typed]").fill("5")
    page.locator("#propose_form input[type=submit]").click()
    suggestion = Suggestion.objects.get(claim=claim)
    page.context.close()

    page = visitor(browser, site, "publisher")
    page.goto(f"{site.url}/admin/kb/claim/queue/?whose=others")
    page.locator(f"a[href='/admin/editorial/suggestion/{suggestion.pk}/change/']").last.click()
    expect(page.locator("ins").first).to_have_text("nicht")
    page.locator("[name=reason]").fill("Der Ingenieur widerspricht.")
    page.locator("[name=_accept]").click()
    expect(page).to_have_url(f"{site.url}/admin/kb/claim/queue/")
    page.context.close()
    found = Claim.objects.get(pk=claim.pk)
    assert (found.text, found.speaker, found.version) == ("Die Brücke hält nicht.", rutte, 2)


def visitor(browser: Browser, site: Site, name: str) -> Page:
    """Somebody logged in whose browser runs no scripts."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": site.url}])
    return context.new_page()
