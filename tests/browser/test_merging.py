"""Choosing, looking, merging and undoing, as people meet them."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from editorial.actions.claims import Hop
from editorial.actions.merging import merge
from tests import makers

PHONE: ViewportSize = {"width": 390, "height": 800}


@pytest.mark.parametrize("phone", [False, True])
def test_a_publisher_merges_and_undoes(
    phone: bool, page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    gone = makers.make_actor("Berta Alt", aliases=["Die Alte"])
    into = makers.make_actor("Berta Neu")
    makers.make_claim("Die Brücke ist sicher.", speaker=gone, mode="indirect", about=[gone, into])
    log_in("publisher")
    if phone:
        page.set_viewport_size(PHONE)
    page.goto(reverse("admin:kb_actor_merge", args=(gone.pk,)))
    axe(page)
    page.goto(f"{reverse('admin:kb_actor_merge', args=(gone.pk,))}?into={into.pk}")
    expect(page.locator("#merge_form")).to_contain_text("Die Brücke ist sicher.")
    assert is_narrow(page)
    axe(page)
    page.locator("[name=_merge]").click()
    expect(page.locator("#merge_form .errorlist")).to_be_visible()
    axe(page)
    page.locator("#id_reason").fill("Dieselbe Person.")
    page.locator("[name=_merge]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto(reverse("admin:kb_actor_change", args=(gone.pk,)))
    page.locator(".object-tools a[href*=merge]").click()
    axe(page)
    page.locator(".object-tools a[href*=undo]").click()
    assert is_narrow(page)
    axe(page)
    page.locator("#id_reason").fill("Doch zwei.")
    page.locator("#undo_form input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_what_stands_in_the_way(
    page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    gone, into = makers.make_actor("Carla Alt"), makers.make_actor("Carla Neu")
    hops = [Hop(gone, "reported"), Hop(into, "indirect")]
    makers.make_claim(speaker=into, mode="indirect", hops=hops)
    log_in("publisher")
    page.goto(f"{reverse('admin:kb_actor_merge', args=(gone.pk,))}?into={into.pk}")
    expect(page.locator("[name=_merge]")).to_have_count(0)
    axe(page)


def test_likely_duplicates(
    page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    makers.make_actor("Dora Zweimal")
    makers.make_actor("Zweimal, Dora")
    log_in("editor")
    page.set_viewport_size(PHONE)
    page.goto(reverse("admin:kb_actor_duplicates"))
    expect(page.locator(".lines")).to_contain_text("Dora Zweimal")
    assert is_narrow(page)
    axe(page)


def test_the_public_page_says_why(page: Page, axe: Callable[[Page], None]) -> None:
    gone, into = makers.make_actor("Emma Alt"), makers.make_actor("Emma Neu")
    makers.make_claim(about=[gone])
    merge(gone=gone, into=into, by=makers.publisher(), reason="Dieselbe Person.")
    page.goto(f"/de{gone.get_absolute_url()[3:]}")
    expect(page.locator("section[aria-labelledby=merges]")).to_contain_text("Dieselbe Person.")
    axe(page)


def is_narrow(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(
        page.evaluate(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )
