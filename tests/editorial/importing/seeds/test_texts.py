from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.importing.errors import Place, Rejection
from editorial.importing.seeds.texts import parse_text

PLACE = Place("seeds/x.txt")
TEXTS = st.text(min_size=1).filter(lambda text: not text.isspace())
SPACES = st.text("  \t\n\r\x0b\x0c\xa0\u2003\u3000", max_size=5)


@given(before=SPACES, day=st.dates(date(1000, 1, 1)), text=TEXTS)
def test_the_text_after_the_header_is_kept_to_the_code_point(
    before: str, day: date, text: str
) -> None:
    assert parse_text(f"{before}date {day.isoformat()} {text}", PLACE) == (day, text)


@given(text=TEXTS.filter(lambda text: "date" not in text))
def test_a_text_without_a_header_is_kept_to_the_code_point(text: str) -> None:
    assert parse_text(text, PLACE) == (None, text)


@pytest.mark.parametrize("text", ["date palms grow.", "dates 2025-12-03 x", "Date 2025-12-03 x"])
def test_what_only_looks_a_little_like_a_header_is_text(text: str) -> None:
    assert parse_text(text, PLACE) == (None, text)


def test_a_byte_order_mark_before_the_header_is_no_text() -> None:
    assert parse_text("\ufeffdate 2025-12-03 Text.", PLACE) == (date(2025, 12, 3), "Text.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("date 2025-12-03", "no text after the header"),
        ("date 2025-12-03 \n\n", "no text after the header"),
        ("date 2025-13-40 Text.", 'there is no day "2025-13-40"'),
        ("date 2025-02-29 Text.", 'there is no day "2025-02-29"'),
        ("date 3.12.2025 Text.", "write it as YYYY-MM-DD"),
        ("date 20251203 Text.", "write it as YYYY-MM-DD"),
        ("date 2025-12-03\nText.", "followed by one space and the text on the same line"),
        ("date 2025-12-03T10:00 Text.", "followed by one space"),
    ],
)
def test_a_header_that_is_not_right_is_refused(content: str, reason: str) -> None:
    with pytest.raises(Rejection, match=r"seeds/x\.txt: ") as refusal:
        parse_text(content, PLACE)
    assert reason in str(refusal.value)
