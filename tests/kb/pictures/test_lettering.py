from hypothesis import given
from hypothesis import strategies as st

from kb.pictures.lettering import lines, shortened, width


@given(st.text(), st.integers(20, 200), st.integers(1, 4))
def test_lines_fit_their_room_and_number(text: str, room: int, most: int) -> None:
    found = lines(text, room, most)
    assert 1 <= len(found) <= most
    assert all(width(line) <= room for line in found)


def test_words_stay_whole_and_break_after_hyphens() -> None:
    name = "Etliche Aussenminister von Nato-Staaten"
    assert lines(name, 112, 3) == ("Etliche", "Aussenminister", "von Nato-Staaten")
    assert lines("Nato-Aussenministertreffen", 150, 2) == ("Nato-", "Aussenministertreffen")
    assert lines("Nato-Rat", 150, 2) == ("Nato-Rat",)


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert lines("eins zwei drei vier fünf", 40, 2)[-1].endswith("…")
    assert shortened("Bundesverfassungsgericht", 60).startswith("Bund")
    assert shortened("Rat", 60) == "Rat"
