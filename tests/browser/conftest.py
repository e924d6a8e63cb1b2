"""Chromium, a server with the seeds loaded, and axe.

The site is loaded once for a process and is not emptied between tests: no test here uses `db`,
`transactional_db` or `live_server`. A test that writes through the browser makes what it needs.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from kb.models import Article
from tests import chromium
from tests.machine import MissingProgram

# Playwright runs an event loop in the tests' own thread; Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PEOPLE = ("editor", "publisher")
PASSWORD = "correct horse battery staple"
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Site:
    """The running site, seeds loaded, an editor and a publisher known to it."""

    url: str


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock():
        call_command("load_seeds")
        for name in PEOPLE:
            user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
            user.groups.add(Group.objects.get_or_create(name=name)[0])
        server = LiveServer("localhost")
        yield Site(server.url)
        server.stop()
        connections.close_all()


@pytest.fixture(scope="session")
def browser(site: Site) -> Iterator[Browser]:
    try:
        path = chromium.fetch()
    except MissingProgram as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies, German, a wide screen."""
    context = browser.new_context(
        base_url=site.url,
        locale="de-DE",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)  # milliseconds
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser found wrong; a test may clear what it provoked."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """A page of its own; the test fails on whatever the browser complains about meanwhile."""
    page = context.new_page()
    listen(page, complaints)
    yield page
    if not page.is_closed():
        # What was drawn has been judged by the policy; let its complaints arrive.
        page.evaluate("() => new Promise(drawn => setTimeout(drawn, 0))")
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def log_in(context: BrowserContext, site: Site) -> Callable[[str], None]:
    """Log the visitor in: `log_in("editor")`."""

    def log_in(name: str) -> None:
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site.url}])

    return log_in


@pytest.fixture
def open_desk(page: Page, log_in: Callable[[str], None]) -> Callable[..., Page]:
    """Sit down at an article's desk: `open_desk(article)`, and the keys are heard."""

    def open_desk(article: Article, by: str = "editor") -> Page:
        log_in(by)
        page.goto(f"/admin/kb/article/{article.pk}/desk/")
        expect(page.locator("[name=pick]:focus")).to_have_count(1)
        return page

    return open_desk


@pytest.fixture
def axe(complaints: list[str]) -> Callable[[Page], None]:
    """`axe(page)`: assert that the page meets WCAG 2.2 AA in both colour schemes."""

    def check(page: Page) -> None:
        before = len(complaints)
        page.evaluate(AXE)  # through the debugger, hence past the content security policy
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG_2_2_AA)
            del complaints[
                before:
            ]  # axe's own: it tries inline styles and loads style sheets again
            assert found["passes"], "axe looked at nothing"
            assert not found["violations"], "\n".join(
                f"{page.url} ({scheme}): {violation['help']} [{violation['id']}]: {node['html']}"
                for violation in found["violations"]
                for node in violation["nodes"]
            )
        page.emulate_media(color_scheme="light")

    return check


def listen(page: Page, complaints: list[str]) -> None:
    """Collect what goes wrong on a page: errors, policy violations, parts that do not load."""

    def on_console(message: ConsoleMessage) -> None:
        # The answer to a request is judged below: a page that is meant to be 404 or 410 is fine.
        is_response = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not is_response:
            complaints.append(f"{message.type}: {message.text} ({page.url})")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            complaints.append(f"{response.status}: {response.url} ({page.url})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error} ({page.url})"))
    page.on("response", on_response)
