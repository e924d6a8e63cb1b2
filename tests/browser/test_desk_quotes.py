"""What is marked at the desk is what is kept, to the code point, and once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import accounts
from editorial.actions.parts import Passage
from kb.models import Article, Claim, Evidence
from tests import makers

pytestmark = pytest.mark.usefixtures("site")

Open = Callable[[Article], Page]


def article_of(text: str) -> Article:
    return makers.make_article(text, by=accounts.writer())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Die Brücke\r\nsei sicher,\r\nsagte sie heute.", "sei sicher,\r\nsagte sie"),
        ("Die Brücke\rsei sicher, sagte sie heute.", "sei sicher, sagte sie"),
        ("Die\tBrücke \t sei  sicher, so\xa0sie heute.", "sei  sicher, so\xa0sie"),
        ("Die Bru\u0308cke u\u0308berall, sagt sie scho\u0308n.", "u\u0308berall, sagt sie"),
        ("Die 👩‍👩‍👧 🇨🇭 sah 👍🏽 heute.", "🇨🇭 sah 👍🏽"),
        ("Das Ge\xadbäu\xadde steht \u200bda, sagt sie heute.", "steht \u200bda, sagt sie"),
        ("मंत्री ने कहा कि पुल सुरक्षित।", "कहा कि पुल"),
        ("قال الوزير إن الجسر وفقًا للتقرير.", "إن الجسر وفقًا"),
    ],
)
def test_the_words_marked_are_the_quote(open_desk: Open, text: str, quote: str) -> None:
    article = article_of("Der Rat tagt heute.\n\n" + text)
    desk = open_desk(article)
    for key in ("j", "ArrowRight", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        desk.keyboard.press(key)
    assert desk.locator("#s2 mark").evaluate("mark => mark.textContent") == quote
    desk.keyboard.press("s")
    expect(desk.locator(".done")).to_be_visible()
    assert Evidence.objects.get(claim__article=article).quote == quote


def test_line_ends_do_not_pass_for_words_that_somebody_typed(open_desk: Open) -> None:
    desk = open_desk(article_of("Die Brücke\r\nhält. Der Rat tagt."))
    desk.keyboard.press("Space")
    desk.keyboard.press("Shift+ArrowDown")
    expect(desk.locator("#id_text")).to_have_value("Die Brücke\nhält. Der Rat tagt.")


def test_a_key_held_down_saves_one_claim(open_desk: Open) -> None:
    article = article_of("Eins steht hier. Zwei steht hier. Drei steht hier.")
    desk = open_desk(article)
    for _ in range(5):  # without a key let go between: as a keyboard repeats it
        desk.keyboard.down("s")
    desk.keyboard.up("s")
    expect(desk.locator(".done")).to_be_visible()
    expect(desk.locator("#pick2")).to_be_focused()
    for _ in range(5):
        desk.keyboard.down("s")
    desk.keyboard.up("s")
    expect(desk.locator("#pick3")).to_be_focused()
    assert Claim.objects.filter(article=article).count() == 2


def test_a_key_hit_twice_saves_nothing_twice(open_desk: Open) -> None:
    article = article_of(" ".join(f"Satz {n} steht hier." for n in range(1, 6)))
    desk = open_desk(article)
    for _ in range(1000):
        desk.keyboard.press("s")
        if "0 von 5" in desk.locator("#coverage").inner_text():
            break
    texts = list(
        Claim.objects.filter(article=article).order_by("pk").values_list("text", flat=True)
    )
    assert texts[:5] == [f"Satz {n} steht hier." for n in range(1, 6)]


def test_what_is_there_already_is_added_to_where_it_is_shown(open_desk: Open) -> None:
    article = article_of("Die Brücke ist heute sicher gebaut. Der Rat sieht es auch so.")
    first = article.current_version.sentences.get(position=1)
    known = makers.make_claim(
        first.text,
        article=article,
        status=Claim.Status.DRAFT,
        passages=[Passage(first, 0, len(first.text))],
        by=accounts.writer(),
    )
    desk = open_desk(article)
    desk.keyboard.press("n")
    desk.keyboard.type("Die Brücke ist heute sicher gebaut!")
    desk.locator("#similar [name=claim]").check()
    desk.locator("#similar [name=claim]").press("Enter")
    expect(desk.locator(".done")).to_be_visible()
    assert [row.sentence.position for row in known.evidence.in_text_order()] == [1, 2]
    assert Claim.objects.filter(article=article).count() == 1
    expect(desk.locator("#similar [name=claim]")).to_have_count(0)
