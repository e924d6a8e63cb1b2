"""The history of a claim and the way back, as people meet them: light and dark, wide and narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import claims, labels
from editorial.actions.claims import Hop
from kb.models import Claim, recorded_as
from tests.browser.test_admin_pages import visit
from tests.makers import editor, make_actor, make_claim, publisher, whole

Axe = Callable[[Page], None]
WIDTHS = [1280, 390]


@pytest.fixture
def claim(log_in: Callable[[str], None]) -> Claim:
    log_in("editor")
    speaker = make_actor("Die Ministerin")
    with recorded_as(editor(), "Angelegt."):
        claim = make_claim(
            "Die Brücke ist sicher.", status="draft", about=[speaker], tags=["Brücken"]
        )
    sentence = claim.article.current_version.sentences.get(position=5)
    with recorded_as(editor(), "Genauer gelesen."):
        claims.revise(
            claim=claim,
            by=editor(),
            text="Die Brücke ist nicht sicher.",
            speaker=speaker,
            mode="indirect",
            hops=[Hop(speaker, "indirect")],
            passages=[whole(sentence, "disputes")],
        )
    labels.relabel(claim=claim, by=publisher(), about=[], events=[], tags=[])
    claims.submit(claim=claim, by=editor())
    claims.give_back(claim=claim, by=publisher(), reason="Wer sagt das?")
    return claim


@pytest.mark.parametrize("width", WIDTHS)
def test_history_is_read_and_a_state_put_back(
    page: Page, claim: Claim, axe: Axe, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"/admin/kb/claim/{claim.pk}/history/")
    expect(page.locator(".change").first).to_contain_text("Wer sagt das?")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".change .next a").last.click()
    page.wait_for_load_state()
    expect(page.locator(".difference ins").first).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#put_back_form input[type=submit]").click()
    page.wait_for_load_state()
    expect(page.locator(".errorlist")).to_be_visible()
    axe(page)
    page.locator("#id_reason").fill("Es war besser.")
    page.locator("#put_back_form input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    claim.refresh_from_db()
    assert claim.text == "Die Brücke ist sicher."


@pytest.mark.parametrize("width", WIDTHS)
def test_of_a_published_claim_a_colleague_decides(
    page: Page, log_in: Callable[[str], None], axe: Axe, width: int
) -> None:
    log_in("editor")
    page.set_viewport_size({"width": width, "height": 900})
    claim = make_claim("Sie hält.")
    claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="Genauer.", text="Sie hält stand."
    )
    visit(page, f"/admin/kb/claim/{claim.pk}/history/")
    axe(page)
    page.locator(".change .next a").last.click()
    page.wait_for_load_state()
    axe(page)
    page.locator("#id_reason").fill("Es war besser.")
    page.locator("#put_back_form input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".suggestion")).to_contain_text("Es war besser.")
    claim.refresh_from_db()
    assert claim.text == "Sie hält stand."
