"""Whatever the server answers, nothing that somebody typed at the desk is lost."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from editorial.actions import accounts
from kb.models import Article, Claim
from kb.search.index import catch_up_with_all
from tests import makers

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def article(site: object) -> Article:
    return makers.make_article(
        "Der Rat tagt heute. Die Brücke\r\nsei sicher, sagte\r\ndie Ministerin.\n\nDer Bau beginnt.",
        by=accounts.writer(),
    )


@pytest.fixture
def desk(article: Article, open_desk: Callable[..., Page]) -> Page:
    return open_desk(article)


def write(desk: Page, words: str) -> None:
    desk.keyboard.press("n")
    desk.keyboard.type(words)


def is_told(desk: Page, reason: str) -> None:
    """The one line says what went wrong, and the text is still there."""
    said = desk.locator("#said")
    expect(said).to_have_text(said.get_attribute(f"data-{reason}") or "?")
    expect(desk.locator("#id_text")).to_have_value("Selbst geschrieben.")


def test_who_is_logged_out_logs_in_elsewhere_and_saves(
    desk: Page, article: Article, complaints: list[str], log_in: Callable[[str], None]
) -> None:
    write(desk, "Selbst geschrieben.")
    Session.objects.all().delete()
    desk.keyboard.press("Control+Enter")
    is_told(desk, "login")
    assert not Claim.objects.filter(article=article).exists()
    log_in("editor")
    desk.context.clear_cookies(name="csrftoken")  # a login gives another one
    other = desk.context.new_page()
    other.goto(desk.url)
    other.close()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".done")).to_be_visible()
    assert Claim.objects.get(article=article).text == "Selbst geschrieben."
    complaints.clear()


def test_whose_cookies_are_gone_is_logged_out(desk: Page, complaints: list[str]) -> None:
    write(desk, "Selbst geschrieben.")
    desk.context.clear_cookies()
    desk.keyboard.press("Control+Enter")
    is_told(desk, "login")
    complaints.clear()  # of the answer 403


def test_whose_rights_are_gone_is_told_so(
    article: Article, open_desk: Callable[..., Page], complaints: list[str]
) -> None:
    person = User.objects.create_user("guest", password="x", is_staff=True)
    person.groups.set(User.objects.get(username="editor").groups.all())
    desk = open_desk(article, by="guest")
    write(desk, "Selbst geschrieben.")
    person.groups.clear()
    desk.keyboard.press("Control+Enter")
    is_told(desk, "refused")
    complaints.clear()  # of the answer 403


def test_a_server_that_is_not_reached_is_another_matter(desk: Page, complaints: list[str]) -> None:
    write(desk, "Selbst geschrieben.")
    desk.context.set_offline(True)
    desk.keyboard.press("Control+Enter")
    is_told(desk, "offline")
    desk.context.set_offline(False)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".done")).to_be_visible()
    complaints.clear()


def test_a_server_that_fails_says_so(desk: Page, complaints: list[str]) -> None:
    write(desk, "Selbst geschrieben.")
    desk.route(desk.url, lambda route: route.fulfill(status=500, body="Oh."))
    desk.keyboard.press("Control+Enter")
    is_told(desk, "failed")
    complaints.clear()


def test_what_is_typed_stays_when_a_sentence_is_closed(desk: Page) -> None:
    write(desk, "Selbst geschrieben.")
    desk.locator("#id_mode").select_option("indirect")
    desk.keyboard.press("Escape")
    desk.keyboard.press("x")
    desk.keyboard.press("Enter")
    expect(desk.locator("#s1.look-no-claim")).to_be_visible()
    expect(desk.locator("#pick2")).to_be_focused()
    expect(desk.locator("#lines :checked")).to_have_count(0)
    expect(desk.locator("#id_text")).to_have_value("Selbst geschrieben.")
    expect(desk.locator("#id_mode")).to_have_value("indirect")
    desk.keyboard.press("j")
    desk.keyboard.press("Space")
    expect(desk.locator("#id_text")).to_have_value("Selbst geschrieben.")


def test_what_is_typed_stays_when_something_is_added(desk: Page, article: Article) -> None:
    makers.make_claim(
        "Der Rat berät.",
        article=article,
        passages=[makers.whole(article.current_version.sentences.get(position=1))],
        status="draft",
        by=accounts.writer(),
    )
    catch_up_with_all()  # as a request would have done that wrote it
    desk.keyboard.press("j")
    write(desk, "Selbst geschrieben.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")
    desk.keyboard.type("berät")
    desk.locator("#found [name=claim]").check()
    desk.locator("#found [type=submit]").click()
    expect(desk.locator("#s2 .rests")).to_have_count(1)
    expect(desk.locator("#id_q")).to_have_value("")
    expect(desk.locator("#id_text")).to_have_value("Selbst geschrieben.")


def test_what_nobody_typed_goes_when_a_sentence_is_closed(desk: Page) -> None:
    desk.keyboard.press("Space")
    expect(desk.locator("#id_text")).to_have_value("Der Rat tagt heute.")
    desk.keyboard.press("x")
    desk.keyboard.press("Enter")
    expect(desk.locator("#s1.look-no-claim")).to_be_visible()
    expect(desk.locator("#id_text")).to_have_value("")


def test_what_is_typed_while_the_server_thinks_stays(desk: Page, article: Article) -> None:
    held: list[Route] = []
    write(desk, "Selbst geschrieben.")

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:  # the desk sends one request after the other: what is under way goes on
            route.continue_()

    desk.route(desk.url, hold)
    with desk.expect_request(lambda request: request.method == "POST"):
        desk.keyboard.press("Control+Enter")
    desk.keyboard.type(" Und mehr.")
    held[0].continue_()
    expect(desk.locator(".done")).to_be_visible()
    expect(desk.locator("#id_text")).to_have_value("Selbst geschrieben. Und mehr.")
    assert Claim.objects.get(article=article).text == "Selbst geschrieben."


def test_a_cue_is_marked_across_a_line_end(desk: Page, article: Article) -> None:
    speaker = makers.make_actor("Die Ministerin", by=accounts.writer())
    desk.keyboard.press("j")
    desk.keyboard.press("Space")
    desk.locator(".claim-fields > .more summary").click()
    desk.locator("#id_mode").select_option("indirect")
    desk.evaluate(
        """([actor]) => {
            document.getElementById("id_speaker").append(new Option("Die Ministerin", actor, true, true));
            const words = document.getElementById("t2").firstChild;
            const at = words.data.indexOf("sagte");
            getSelection().setBaseAndExtent(words, at, words, at + "sagte\\r\\ndie".length);
        }""",
        [speaker.pk],
    )
    desk.locator(".field-cue [data-cue=id_cue]").click()
    expect(desk.locator("#id_cue")).to_have_value("sagte\ndie")
    desk.locator("#id_cue").press("Control+Enter")
    expect(desk.locator(".done")).to_be_visible()
    hop = Claim.objects.get(article=article).attributions.get()
    assert hop.cue_sentence.text[hop.cue_start : hop.cue_end] == "sagte\r\ndie"
