from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD


def test_the_login_page_is_accessible(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/admin/login/")
    axe(page)


@pytest.mark.parametrize("name", ["editor", "publisher"])
def test_people_log_in_and_arrive_in_the_admin(page: Page, name: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page).to_have_url("/admin/")


def test_people_can_change_their_password(page: Page, log_in: Callable[[str], None]) -> None:
    log_in("editor")
    page.goto("/admin/password_change/")
    expect(page.get_by_label("Altes Passwort")).to_be_visible()


def test_the_tests_notice_what_the_browser_complains_about(
    page: Page, complaints: list[str]
) -> None:
    page.goto("/admin/login/")
    with page.expect_console_message():
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 1}))"
        )
    page.evaluate("fetch('/nowhere')")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    found = sorted(complaint.partition(":")[0] for complaint in complaints)
    complaints.clear()
    assert found == ["404", "error", "script"]


def test_axe_notices_what_it_should(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/admin/login/")
    page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")
    with pytest.raises(AssertionError, match="label"):
        axe(page)
