import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.asking import ask
from kb.search.marking import hits


def marked(text: str, typed: str, language: str = "de") -> list[str]:
    return [text[start:end] for start, end in hits(text, language, ask(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Die Häuser gingen verloren.", "gehen Haus", ["Häuser gingen"]),
        ("Häuser, Hof, Haus.", "Haus", ["Häuser", "Haus"]),
        ("Das Aussenministertreffen.", "Treffen", ["Aussenministertreffen"]),
        ("Das Treffen.", "Aussenministertreffen", []),
        ("Der US-Aussenminister kam.", "US Aussenminister", ["US-Aussenminister"]),
        ("In guter Verfassung, in guter Hand.", '"guter Hand"', ["guter Hand"]),
        ("Die Ver\u00adfas\u00adsung.", "Verfassungen", ["Ver\u00adfas\u00adsung"]),
        ("Die Ha\u0308user.", "Haus", ["Ha\u0308user"]),
        ("Ruttes Wort.", "Rutte", ["Ruttes"]),
        ("Rutte ohne Trump.", "Rutte -Trump", ["Rutte"]),
        ("Nichts davon.", "Haus", []),
        ("Nichts davon.", "", []),
    ],
)
def test_hits_are_marked(text: str, typed: str, found: list[str]) -> None:
    assert marked(text, typed) == found


def test_an_english_text_is_marked_by_english_forms() -> None:
    assert marked("The allies went home.", "ally go", "en") == ["allies went"]


PIECES = st.sampled_from(
    'Haus Häuser gehen ging "in guter" - -Rat 😀 ͺ ß \u00ad \u0301 . actor:x'.split(" ")
)
TEXTS = st.lists(PIECES, max_size=12).map(" ".join) | st.text()


@given(text=TEXTS, typed=TEXTS)
def test_marks_are_in_order_and_apart(text: str, typed: str) -> None:
    last = -1
    for start, end in hits(text, "de", ask(typed)):
        assert last < start < end <= len(text)
        assert text[start].isalnum()
        last = end
