"""Searching in Chromium: in place, by keyboard, with every state in the address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}  # CSS pixels


def test_a_search_changes_the_page_in_place_and_keeps_the_focus(
    page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto("/de/search/")
    page.evaluate("window.isTheSamePage = true")
    box = page.locator("#id_q")
    box.fill("aussenministern")
    box.press("Enter")
    expect(page).to_have_url("/de/search/?q=aussenministern")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Aussagen")
    expect(box).to_be_focused()
    axe(page)
    page.get_by_role("link", name="Sätze").click()
    expect(page).to_have_url("/de/search/?q=aussenministern&among=sentences")
    axe(page)
    page.go_back()
    expect(page).to_have_url("/de/search/?q=aussenministern")
    expect(page.locator(".entry").first).to_be_visible()
    page.go_forward()
    expect(page.locator(".rows mark").first).to_be_visible()
    assert page.evaluate("window.isTheSamePage")


def test_a_state_reloads_to_the_same_page(page: Page) -> None:
    page.goto("/de/search/?q=Nato")
    page.locator("#facet-speaker + ul a").first.click()
    page.wait_for_url("**speaker=**")
    page.locator("#facet-kind + ul a").first.click()
    page.wait_for_url("**kind=**")
    before = page.locator("#results").inner_text()
    page.reload()
    assert page.locator("#results").inner_text() == before


def test_a_sentence_found_opens_where_it_stands(page: Page) -> None:
    page.goto("/de/search/?q=schw%C3%A4nzen&among=sentences")
    page.locator(".row-title a").first.click()
    expect(page.locator(".sentence:target")).to_be_in_viewport()
    expect(page.locator(".is-chosen")).to_contain_text("schwänzte")


def test_words_are_completed_while_typing(page: Page) -> None:
    page.goto("/de/claims/")
    page.locator("#id_q").press_sequentially("Verteidigungsaus")
    option = page.locator("#completions option").first
    expect(option).to_have_attribute("value", "Verteidigungsausgaben")


def test_a_mistyped_word_is_one_click_from_what_was_meant(page: Page) -> None:
    page.goto("/de/search/?q=Ruttte")
    page.get_by_role("link", name="Rutte", exact=True).click()
    expect(page).to_have_url("/de/search/?q=Rutte")
    expect(page.locator(".entry").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_facets_are_accessible_after_every_swap(
    page: Page, axe: Callable[[Page], None], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto("/de/claims/")
    for name in ("kind", "stance", "year"):
        link = page.locator(f"#facet-{name} + ul a").first
        if not link.count():
            continue
        link.click()
        page.wait_for_url(f"**{name}=**")
        expect(page.locator(f"#facet-{name} + ul strong")).to_be_visible()
        axe(page)
    page.get_by_text("Genauer suchen").click()
    axe(page)
