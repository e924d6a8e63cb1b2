import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kb.text.blank import INVISIBLE, WHITE_SPACE, is_blank


def test_white_space_is_what_python_says() -> None:
    assert "".join(c for c in map(chr, range(0x110000)) if c.isspace()) == WHITE_SPACE


def test_what_is_invisible_is_no_letter_that_somebody_reads() -> None:
    kinds = {unicodedata.category(c) for c in INVISIBLE}
    # format characters, variation selectors, and the Hangul fillers, which Unicode calls letters
    assert kinds <= {"Cf", "Mn", "Lo"}
    assert [hex(ord(c)) for c in INVISIBLE if unicodedata.category(c) == "Lo"] == [
        "0x115f",
        "0x1160",
        "0x3164",
        "0xffa0",
    ]
    formats = (c for c in map(chr, range(0x10000)) if unicodedata.category(c) == "Cf")
    # The rest of them stands for something: Arabic number signs, interlinear annotation.
    seen = {unicodedata.name(c) for c in formats if c not in INVISIBLE}
    assert all("ARABIC" in name or "SYRIAC" in name or "ANNOTATION" in name for name in seen), seen
    assert sys.maxunicode == 0x10FFFF


@given(st.text(WHITE_SPACE + INVISIBLE), st.characters(categories=("L", "N", "P")))
def test_one_visible_character_is_enough(nothing: str, one: str) -> None:
    assert is_blank(nothing)
    assert is_blank(one) == (one in INVISIBLE)
    assert is_blank(nothing + one + nothing) == (one in INVISIBLE)
