"""Working through an article at the desk, with the keyboard and with the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from editorial.actions import accounts
from kb.models import Article, Claim, NoClaim
from tests import makers

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def article(site: object) -> Article:
    return makers.make_article(
        "Die Brücke\n\n"
        "Die Brücke sei sicher 🙂, sagte Mark Rutte am Montag. Der Ingenieur widerspricht ihm. "
        "Gebaut wird erst im Jahr 2031.\n\n"
        "Und was sagt der Rat? Er schweigt.",
        by=accounts.writer(),
    )


@pytest.fixture
def desk(article: Article, open_desk: Callable[..., Page]) -> Page:
    return open_desk(article)


def open_sentences(page: Page) -> str:
    return page.locator("#coverage").inner_text()


def stands_at(page: Page, sentence: int) -> None:
    """Waits until the sentence has the focus."""
    expect(page.locator(f"#pick{sentence}")).to_be_focused()


def claims(article: Article) -> list[Claim]:
    return list(Claim.objects.filter(article=article).order_by("pk"))


def test_one_key_makes_a_claim_of_a_sentence(desk: Page, article: Article) -> None:
    stands_at(desk, 1)
    desk.keyboard.press("j")
    desk.keyboard.press("s")
    expect(desk.locator(".done")).to_contain_text("sagte Mark Rutte")
    stands_at(desk, 3)
    claim = claims(article)[0]
    assert claim.text == "Die Brücke sei sicher 🙂, sagte Mark Rutte am Montag."
    assert claim.evidence.get().quote == claim.text
    expect(desk.locator("#s2 .rests")).to_have_count(1)


def test_a_part_is_picked_by_words_and_counted_in_code_points(desk: Page, article: Article) -> None:
    desk.keyboard.press("j")
    for key in ("ArrowRight", "ArrowRight", *["Shift+ArrowLeft"] * 3):
        desk.keyboard.press(key)
    expect(desk.locator("#s2 mark")).to_have_text("sei sicher 🙂, sagte Mark Rutte")
    desk.keyboard.press("s")
    expect(desk.locator(".done")).to_be_visible()
    assert claims(article)[0].evidence.get().quote == "sei sicher 🙂, sagte Mark Rutte"


def test_words_selected_with_the_mouse_are_the_part(desk: Page, article: Article) -> None:
    desk.evaluate(
        """() => {
            const words = document.getElementById("t2").firstChild;
            const at = words.data.indexOf("🙂");
            getSelection().setBaseAndExtent(words, at, words, at + 8);
            document.getElementById("t2").dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        }"""
    )
    expect(desk.locator("#s2 mark")).to_have_text("🙂, sagt")
    expect(desk.locator("#id_text")).to_have_value("🙂, sagt")


def test_a_range_is_extended_and_taken_back(desk: Page) -> None:
    desk.keyboard.press("j")
    for _ in range(3):
        desk.keyboard.press("Shift+ArrowDown")
    expect(desk.locator("#lines :checked")).to_have_count(3)
    desk.keyboard.press("Shift+ArrowUp")
    expect(desk.locator("#lines :checked")).to_have_count(2)
    desk.locator("#pick2").click()
    desk.locator("#pick6").click(modifiers=["Shift"])
    expect(desk.locator("#lines :checked")).to_have_count(5)


def test_sentences_without_a_claim_are_closed(desk: Page, article: Article) -> None:
    desk.keyboard.press("x")
    desk.keyboard.press("Enter")
    expect(desk.locator(".done")).to_have_text("1 Satz enthält keine Aussage.")
    stands_at(desk, 2)
    assert NoClaim.objects.get(sentence__version__article=article).sentence.position == 1
    expect(desk.locator("#s1 .w")).to_contain_text("keine Aussage")
    assert "5 von 6" in open_sentences(desk)


def test_the_focus_stays_when_no_sentence_is_open_any_more(desk: Page) -> None:
    for n in range(1, 7):
        stands_at(desk, n)
        desk.keyboard.press("s")
        expect(desk.locator(f"#s{n} .rests")).to_have_count(1)
    expect(desk.locator("#coverage")).to_contain_text("0")
    stands_at(desk, 6)


def test_a_refusal_keeps_picks_and_text_and_leads_to_the_field(
    desk: Page, complaints: list[str]
) -> None:
    desk.keyboard.press("n")
    desk.keyboard.type("Etwas ")
    desk.locator("#id_mode").select_option("indirect")
    desk.locator("#id_text").press("Control+Enter")
    expect(desk.locator(".refusal")).to_contain_text("Nichts wurde gespeichert.")
    expect(desk.locator(".field-speaker :focus")).to_have_count(1)
    expect(desk.locator("#id_speaker")).to_have_attribute("aria-invalid", "true")
    expect(desk.locator("#pick1")).to_be_checked()
    assert desk.locator("#id_text").input_value() == "Etwas "
    complaints.clear()  # of the answer 422


def test_keys_are_explained_and_letters_stay_letters_while_one_writes(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()
    desk.keyboard.press("n")
    desk.keyboard.type("jkosax?1")
    expect(desk.locator("#id_text")).to_have_value("jkosax?1")
    desk.keyboard.press("Escape")
    stands_at(desk, 1)


def test_who_is_logged_out_meanwhile_is_told_and_loses_nothing(
    desk: Page, complaints: list[str]
) -> None:
    desk.keyboard.press("n")
    desk.context.clear_cookies()
    desk.keyboard.press("Control+Enter")
    said = desk.locator("#said")
    expect(said).to_have_text(said.get_attribute("data-login") or "?")
    expect(desk.locator("#id_text")).to_have_value("Die Brücke")
    complaints.clear()  # of the answer 403


def test_it_meets_the_guidelines_on_a_phone_too(desk: Page, axe: Callable[[Page], None]) -> None:
    desk.keyboard.press("s")
    expect(desk.locator(".done")).to_be_visible()
    desk.keyboard.press("Space")
    for summary in desk.locator(".desk-side summary").all():
        summary.click()
    axe(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    axe(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.locator("[data-help]").click()
    axe(desk)
    desk.context.add_cookies([{"name": "django_language", "value": "en", "url": desk.url}])
    desk.reload()
    expect(desk.locator("#coverage")).to_contain_text("5 of 6 sentences open")
    # Where it ends, the bar that stays in view lies on no field.
    desk.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    axe(desk)
