"""Links into a page's words. What a browser makes of them is tested in tests/browser."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.fragments import Directive, directive, leading_to

TEXT = (
    "Die Brücke ist sicher. So steht es im Bericht.\n\n"
    "Die Brücke ist sicher. So sagt es die Ministerin, und Rot-Gelb & Co., sagt man.\n\n"
    "Der Rat will im Frühling über den Bau der neuen Brücke entscheiden, die seit zehn Jahren "
    "geplant ist und von der noch niemand weiss, was sie am Ende kosten wird. Das bleibt so."
)


def to(quote: str, *, nth: int = 1, told: tuple[int, int] | None = None) -> str:
    start = -1
    for _ in range(nth):
        start = TEXT.index(quote, start + 1)
    found = directive(TEXT, start, start + len(quote), told)
    assert found
    return str(found)


def test_a_short_quote_is_named_whole() -> None:
    assert to("So steht es im Bericht.") == "text=So%20steht%20es%20im%20Bericht."


def test_what_has_a_meaning_in_the_directive_is_encoded() -> None:
    assert to("Rot-Gelb & Co., sagt") == "text=Rot%2DGelb%20%26%20Co.%2C%20sagt"


def test_a_long_quote_is_named_by_its_edges() -> None:
    quote = TEXT[TEXT.index("Der Rat") : TEXT.index(" Das bleibt")]
    edges = "Der%20Rat%20will%20im%20Fr%C3%BChling,sie%20am%20Ende%20kosten%20wird."
    assert to(quote) == f"text={edges}"


def test_a_quote_over_paragraphs_is_named_by_its_edges() -> None:
    quote = TEXT[TEXT.index("So steht") : TEXT.index(" So sagt")]
    found = to(quote)
    assert found == "text=So%20steht%20es%20im%20Bericht.,Die%20Br%C3%BCcke%20ist%20sicher."


def test_a_quote_that_stands_twice_is_told_apart_by_what_is_around_it() -> None:
    assert to("Die Brücke ist sicher.", nth=2).startswith("text=im%20Bericht.-,Die%20")
    assert to("Die Brücke ist sicher.", nth=1).endswith("sicher.,-So%20steht")


def test_words_around_are_taken_from_what_may_be_told_alone() -> None:
    second = TEXT.index("Die Brücke", 1)
    sentence = (second, second + len("Die Brücke ist sicher."))
    assert "Bericht" not in to("Brücke ist sicher.", nth=2, told=sentence)
    assert to("Brücke ist sicher.", nth=2, told=sentence).startswith("text=Die-,")


def test_a_part_of_a_word_leads_to_the_word() -> None:
    assert to("ericht") == "text=Bericht"


def test_without_a_word_there_is_nothing_to_find() -> None:
    assert directive("Ja … nein", 3, 4) is None
    assert directive("Ja", 1, 1) is None


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text=Wort"),
        ("https://example.org/a#", "https://example.org/a#:~:text=Wort"),
        ("https://example.org/a?b=c#oben", "https://example.org/a?b=c#oben:~:text=Wort"),
        ("https://example.org/a#:~:text=alt", "https://example.org/a#:~:text=Wort"),
    ],
)
def test_the_address_keeps_its_own_fragment(url: str, address: str) -> None:
    assert leading_to(url, [Directive("Wort")]) == address


def test_several_quotes_are_shown_at_once() -> None:
    address = leading_to("https://example.org/a", [Directive("eins"), Directive("zwei")])
    assert address == "https://example.org/a#:~:text=eins&text=zwei"


def test_a_place_is_found_as_browsers_compare() -> None:
    found = Directive("so STEHT", "bericht", prefix="sicher.")
    [place] = found.places(TEXT)
    assert TEXT[slice(*place)] == "So steht es im Bericht"


WORDS = st.sampled_from(
    ["die", "Brücke", "ist", "sicher,", "Rot-Gelb", "&", "A", "„ja“", "im", "6%"]
)
TEXTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=4
).map("\n\n".join)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.data())
def test_words_that_stand_once_lead_to_the_quote_alone(
    lengths: list[int], data: st.DataObject
) -> None:
    words = (f"{chr(97 + n % 26)}{n}" for n in range(1000))
    paragraphs = [", ".join(next(words) for _ in range(length)) for length in lengths]
    text = "\n\n".join(paragraphs)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = directive(text, start, end)
    if found is None:
        assert not any(letter.isalnum() for letter in text[start:end])
        return
    [(first, last)] = found.places(text)
    inside = [at for at in range(start, end) if text[at].isalnum()]
    assert first <= inside[0]
    assert inside[-1] < last
    # No more than the words that the quote cuts into.
    assert text[first : inside[0]].isalnum() or first == inside[0]
    assert text[inside[-1] : last].isalnum()


@given(TEXTS, st.data())
def test_an_address_reads_back_into_its_parts(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    found = directive(text, start, data.draw(st.integers(start + 1, len(text))))
    if found is None:
        return
    parts = str(found).removeprefix("text=").split(",")
    read = {"prefix": "", "end": "", "suffix": ""}
    if parts[0].endswith("-"):
        read["prefix"] = unquote(parts.pop(0)[:-1])
    if parts[-1].startswith("-"):
        read["suffix"] = unquote(parts.pop()[1:])
    start_words, *end_words = map(unquote, parts)
    read["end"] = "".join(end_words)
    assert Directive(start_words, **read) == found
