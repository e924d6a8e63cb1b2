"""The keys of the desk that save keys: by clauses, by digits, and a save from anywhere."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import accounts
from kb.models import Article, Claim, NoClaim
from tests import makers

pytestmark = pytest.mark.usefixtures("site")

Open = Callable[[Article], Page]


def article_of(text: str) -> Article:
    return makers.make_article(text, by=accounts.writer())


def drafted(text: str, article: Article, **fields: Any) -> Claim:
    """A draft that rests on the first sentence."""
    passages = [makers.whole(article.current_version.sentences.get(position=1))]
    by = accounts.writer()
    return makers.make_claim(
        text, article=article, passages=passages, status="draft", by=by, **fields
    )


def press(desk: Page, *keys: str) -> None:
    for key in keys:
        desk.keyboard.press(key)


LATER, EARLIER = "Control+ArrowRight", "Control+ArrowLeft"
SHORTER, LONGER = "Control+Shift+ArrowLeft", "Control+Shift+ArrowRight"


SENTENCE = "„Alles sei gut“, 🙂 so sie: „Der Rat habe 3,5 Millionen – und Zeit bis 20:15.“"


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        ([LATER], "Alles sei gut“, 🙂 so sie: „Der Rat habe 3,5 Millionen – und Zeit bis 20:15.“"),
        (
            [SHORTER],
            "„Alles sei gut“, 🙂 so sie: „Der Rat habe 3,5 Millionen – und Zeit bis 20:15.",
        ),
        ([SHORTER] * 2, "„Alles sei gut“, 🙂 so sie: „Der Rat habe 3,5 Millionen"),
        ([LATER] * 2 + [SHORTER] * 3, "so sie"),
        ([LATER] * 2 + [SHORTER] * 3 + [LONGER], "so sie: „Der Rat habe 3,5 Millionen"),
        ([LATER] * 2 + [EARLIER] + [SHORTER] * 4, "Alles sei gut"),
        ([LATER] * 9 + [SHORTER] * 9, "und Zeit bis 20:15."),  # never nothing
        (["Alt+ArrowRight"] * 3 + ["Alt+Shift+ArrowLeft"] * 2, "Der Rat habe 3,5 Millionen"),
        ([LATER] * 3 + [SHORTER] * 2 + ["ArrowRight"], "Rat habe 3,5 Millionen"),
    ],
)
def test_a_part_is_picked_by_clauses(open_desk: Open, keys: list[str], quote: str) -> None:
    article = article_of(f"{SENTENCE} Der Rat tagt.")
    desk = open_desk(article)
    press(desk, *keys)
    expect(desk.locator("#s1 mark")).to_have_text(quote)
    press(desk, "s")
    expect(desk.locator(".done")).to_be_visible()
    claim = Claim.objects.get(article=article)
    assert claim.text == claim.evidence.get().quote == quote


def test_what_the_article_named_last_is_taken_by_a_digit_and_taken_away(open_desk: Open) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält. Der Bau beginnt. Er dauert.")
    event = makers.make_event("Ratssitzung", by=accounts.writer())
    drafted("Der Rat tagt.", article, events=[event])
    desk = open_desk(article)
    offer = desk.locator("#used .take")
    expect(offer).to_have_text(["Ratssitzung"])
    press(desk, "Shift+Digit1")
    expect(offer).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#said")).to_contain_text("Ratssitzung")
    press(desk, "Shift+Digit1")
    expect(offer).to_have_attribute("aria-pressed", "false")
    press(desk, "Shift+Digit1", "s")
    expect(desk.locator(".done")).to_be_visible()
    claim = Claim.objects.filter(article=article).latest("pk")
    assert list(claim.events.all()) == [event]
    expect(offer).to_have_attribute("aria-pressed", "true")  # the next one is about it too


def test_what_was_searched_for_once_is_offered_from_then_on(open_desk: Open) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält.")
    makers.make_event("Brückenfest in Thun", by=accounts.writer())
    desk = open_desk(article)
    expect(desk.locator("#used .take")).to_have_count(0)
    press(desk, "e")
    desk.keyboard.type("Brückenfest")
    expect(desk.locator(".select2-results__option--highlighted")).to_have_text(
        "Brückenfest in Thun"
    )
    press(desk, "Enter", "s")
    expect(desk.locator("#used .take")).to_have_text(["Brückenfest in Thun"])
    expect(desk.locator("#used .take")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("key", "name"), [("e", "Brückenfest in Thun"), ("w", "Anna Muster")])
def test_the_key_after_a_choice_is_heard_however_busy_the_browser(
    open_desk: Open, key: str, name: str
) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält.")
    makers.make_event("Brückenfest in Thun", by=accounts.writer())
    makers.make_actor("Anna Muster", by=accounts.writer())
    desk = open_desk(article)
    desk.evaluate(
        "() => { const set = setTimeout; window.setTimeout = (does, ms = 0) => set(does, ms + 200); }"
    )
    press(desk, key)
    desk.keyboard.type(name)
    expect(desk.locator(".select2-results__option--highlighted")).to_have_text(name)
    press(desk, "Enter", "s")
    expect(desk.locator(".done")).to_be_visible()


def test_from_the_moment_a_save_is_said_keys_are_of_the_next_claim(open_desk: Open) -> None:
    desk = open_desk(article_of("Der Rat tagt heute. Die Brücke hält. Der Bau beginnt."))
    desk.evaluate("""() => {
        const press = (key) =>
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        const seen = new MutationObserver(() => {
            seen.disconnect();
            press("j"); // from the second sentence, where one is led, to the third
            document.activeElement.click();
        });
        seen.observe(document.getElementById("said"), { childList: true });
    }""")
    press(desk, "s")
    expect(desk.locator("#s1 .rests")).to_have_count(1)
    desk.wait_for_timeout(200)  # milliseconds: nothing that comes later takes it away
    expect(desk.locator("#pick3")).to_be_focused()
    expect(desk.locator("#pick3")).to_be_checked()
    expect(desk.locator("#lines :checked")).to_have_count(1)
    expect(desk.locator("#id_text")).to_have_value("Der Bau beginnt.")


def test_a_click_elsewhere_leaves_a_search_and_stays_there(open_desk: Open) -> None:
    desk = open_desk(article_of("Der Rat tagt heute. Die Brücke hält."))
    press(desk, "e")
    expect(desk.locator(".select2-container--open").first).to_be_visible()
    desk.locator("#id_text").click()
    expect(desk.locator(".select2-container--open")).to_have_count(0)
    expect(desk.locator("#id_text")).to_be_focused()


@pytest.mark.parametrize("key", ["n", "w", "e", "a", "t"])
def test_one_key_saves_from_wherever_one_is(open_desk: Open, key: str) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält.")
    drafted("Der Rat tagt.", article)
    desk = open_desk(article)
    press(desk, "j", "Space", key)
    if key in "we":
        expect(desk.locator(".select2-container--open").first).to_be_visible()
    if key == "a":
        desk.keyboard.type("Der Rat")
        press(desk, "Enter")  # no claim is found at once: one is still in the field
        desk.locator("#found [name=claim]").first.check()
    press(desk, "Control+Enter")
    expect(desk.locator(".done")).to_be_visible()
    expect(desk.locator("#s2 .rests")).to_have_count(1)
    assert Claim.objects.filter(article=article).count() == (1 if key == "a" else 2)
    expect(desk.locator(".select2-container--open")).to_have_count(0)


def test_it_saves_what_one_is_at(open_desk: Open) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält.")
    desk = open_desk(article)
    press(desk, "x", "Control+Enter")
    expect(desk.locator("#s1.look-no-claim")).to_be_visible()
    assert NoClaim.objects.get(sentence__version__article=article).sentence.position == 1
    assert not Claim.objects.filter(article=article).exists()


def test_it_saves_and_leads_back_with_the_focus_on_nothing(open_desk: Open) -> None:
    article = article_of("Der Rat tagt heute. Die Brücke hält.")
    desk = open_desk(article)
    desk.evaluate("document.activeElement.blur()")
    press(desk, "Escape")
    expect(desk.locator("#pick1")).to_be_focused()
    desk.evaluate("document.activeElement.blur()")
    press(desk, "Control+Enter")
    expect(desk.locator("#s1 .rests")).to_have_count(1)
