"""Every page of the admin: accessible in both schemes, and quiet under the content policy."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kb.models import Article, Claim, Event
from tests.browser.conftest import Site

LISTS = (
    "kb/actor kb/article kb/articleversion kb/attribution kb/claim kb/claimrelation kb/decision "
    "kb/event kb/evidence kb/nearduplicate kb/noclaim kb/original kb/outlet kb/sentence kb/tag "
    "editorial/importrun editorial/importitem editorial/suggestion"
).split()
ADDED = "actor article claim event noclaim outlet tag".split()


def visit(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{answer.status} {path}"


@pytest.fixture
def log_in_boss(site: Site, log_in: Callable[[str], None]) -> None:
    """Who looks after people and their groups."""
    if not User.objects.filter(username="boss").exists():
        User.objects.create_superuser("boss")
    log_in("boss")


@pytest.mark.parametrize("path", ["", "password_change/"])
def test_the_first_pages(
    path: str, page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("editor")
    visit(page, f"/admin/{path}")
    axe(page)


@pytest.mark.parametrize("path", LISTS)
def test_each_list_and_its_first_object(
    path: str, page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("publisher")
    visit(page, f"/admin/{path}/")
    axe(page)
    first = page.locator("#result_list tbody a").first
    if first.count():
        first.click()
        page.wait_for_load_state()
        axe(page)


@pytest.mark.parametrize("name", ADDED)
def test_each_form_for_something_new(
    name: str, page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("publisher")
    visit(page, f"/admin/kb/{name}/add/")
    for button in page.locator(".add-row a").all():
        button.click()
    axe(page)


def test_rows_that_are_there(
    page: Page, log_in: Callable[[str], None], axe: Callable[[Page], None]
) -> None:
    log_in("publisher")
    event = Event.objects.filter(participations__role="absent").first()
    chained = Claim.objects.filter(hops__gte=1).first()
    for thing in (event, chained, Article.objects.first()):
        visit(page, f"/admin/kb/{thing._meta.model_name}/{thing.pk}/change/")
        axe(page)
        visit(page, f"/admin/kb/{thing._meta.model_name}/{thing.pk}/history/")
        axe(page)


@pytest.mark.parametrize("path", ["auth/user/", "auth/user/add/", "auth/group/", "auth/group/add/"])
def test_people_and_groups(
    path: str, page: Page, log_in_boss: None, axe: Callable[[Page], None]
) -> None:
    visit(page, f"/admin/{path}")
    axe(page)


def test_one_person(page: Page, log_in_boss: None, axe: Callable[[Page], None]) -> None:
    person = User.objects.get(username="editor")
    for path in ("change/", "password/", "history/"):
        visit(page, f"/admin/auth/user/{person.pk}/{path}")
        axe(page)


def test_an_editor_drafts_a_claim_by_searching(page: Page, log_in: Callable[[str], None]) -> None:
    log_in("editor")
    visit(page, "/admin/kb/claim/add/")
    choose(page, "id_article", "Felgentreu")
    page.locator("#id_text").fill("Gesucht und gefunden.")
    page.locator("#id_kind").select_option("report")
    choose(page, "id_about_actors", "Nato")
    choose(page, "id_evidence-0-sentence", "Nato")
    page.locator("#id_evidence-0-stance").select_option("supports")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Gesucht und gefunden.")
    claim = Claim.objects.get(text="Gesucht und gefunden.")
    assert claim.evidence.get().quote == claim.evidence.get().sentence.text
    assert claim.about.count() == 1


def choose(page: Page, field: str, term: str) -> None:
    """Searches in a select2 box and takes the first that is found."""
    page.locator(f"#{field} + .select2 .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(term)
    page.locator(".select2-results__option[aria-selected]").first.click()
