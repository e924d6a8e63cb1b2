"""Steps of claims as people take them: chosen in the list, looked at, taken, undone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kb.models import Claim
from tests.browser.test_admin_pages import choose, visit
from tests.makers import make_claim

Axe = Callable[[Page], None]


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """What the claims of a test are found by; those of others stay out of its way."""
    return str(request.node.originalname)


@pytest.fixture
def waiting(name: str, log_in: Callable[[str], None]) -> list[Claim]:
    """Two claims in review and a draft that rests on nothing."""
    log_in("publisher")
    return [
        make_claim(f"{name} eins", status="in_review"),
        make_claim(f"{name} zwei", status="in_review"),
        make_claim(f"{name} ohne Beleg", status="draft", passages=[]),
    ]


def begin(page: Page, action: str, name: str) -> None:
    """Ticks the claims of that name in the list and goes on to what an action would do."""
    visit(page, f"/admin/kb/claim/?q={name}")
    for box in page.locator("#result_list tbody .action-select").all():
        box.check()
    page.locator("select[name=action]").select_option(action)
    page.locator("button[name=index]").click()
    page.wait_for_load_state()


def test_a_publication_is_looked_at_taken_and_undone(
    page: Page, name: str, waiting: list[Claim], axe: Axe
) -> None:
    begin(page, "publish", name)
    expect(page.locator("h2").nth(0)).to_contain_text("2")
    expect(page.get_by_text(waiting[2].text)).to_be_visible()
    axe(page)
    page.locator("input[type=submit].default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    axe(page)
    page.locator(".messagelist .success a").click()
    page.wait_for_load_state()
    axe(page)
    page.locator(".object-tools a").first.click()
    page.wait_for_load_state()
    axe(page)
    page.locator("#id_reason").fill("Zu früh.")
    page.locator("input[type=submit].default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    statuses = Claim.objects.filter(pk__in=[claim.pk for claim in waiting[:2]])
    assert set(statuses.values_list("status", flat=True)) == {"withdrawn"}
    for path in ("/admin/editorial/batch/", "/admin/editorial/batch/?undone=yes"):
        visit(page, path)
        axe(page)


def test_tags_are_searched_looked_at_and_added(
    page: Page, name: str, waiting: list[Claim], axe: Axe
) -> None:
    begin(page, "tag", name)
    axe(page)
    choose(page, "id_tags", "Abschreckung")
    page.locator("input[type=submit].default").click()
    page.wait_for_load_state()
    axe(page)
    page.locator("input[type=submit].default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [tag.name for tag in waiting[1].tags.all()] == ["Abschreckung"]


def test_the_page_of_a_claim_leads_to_its_steps_and_takes_comments(
    page: Page, waiting: list[Claim], axe: Axe
) -> None:
    visit(page, f"/admin/kb/claim/{waiting[0].pk}/change/")
    page.locator("#comment_text").fill("Stimmt das?")
    page.locator("#comment input[type=submit]").click()
    expect(page.locator("#comments")).to_contain_text("Stimmt das?")
    axe(page)
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)
    page.locator("a[href*='step/assign/']").click()
    page.wait_for_load_state()
    axe(page)
    page.locator("#id_to").select_option(label="editor")
    page.locator("input[type=submit].default").click()
    page.wait_for_load_state()
    axe(page)
    page.locator("input[type=submit].default").click()
    expect(page.locator("section", has=page.locator("#next-title"))).to_contain_text("editor")


def test_the_list_of_what_waits_for_me(
    page: Page, name: str, waiting: list[Claim], axe: Axe
) -> None:
    visit(page, f"/admin/kb/claim/?mine=waiting&q={name}")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    axe(page)
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)


def test_all_comments(page: Page, waiting: list[Claim], axe: Axe) -> None:
    visit(page, f"/admin/kb/claim/{waiting[1].pk}/comment/")
    page.locator("#comment input[type=submit]").click()
    page.wait_for_load_state()
    expect(page.locator(".errorlist")).to_be_visible()
    axe(page)
    page.locator("#comment_text").fill("Stimmt auch das?")
    page.locator("#comment input[type=submit]").click()
    visit(page, "/admin/editorial/comment/")
    expect(page.locator("#result_list")).to_contain_text("Stimmt auch das?")
    axe(page)
