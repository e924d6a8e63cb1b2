import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.text.folding import fold, slug, sort_key

# Characters that change their number when lowered, composed or taken apart.
TRICKY = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("İßẞǰﬁ한e\u0301"))
)


@given(TRICKY)
@example("İstanbul")
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert [fold(character) for character in text] == list(fold(text))


@given(TRICKY)
def test_folding_leaves_letters_digits_and_blanks_and_folds_once(text: str) -> None:
    folded = fold(text)
    assert all(character.isalnum() or character == " " for character in folded)
    assert fold(folded) == folded


def test_folding_takes_case_and_diacritics_off_but_leaves_sharp_s() -> None:
    assert fold("Weißes Haus, Łódź: Çelik–Öğüt 2") == "weißes haus  lodz  celik ogut 2"


@given(TRICKY, st.integers(1, 80))
def test_a_slug_is_plain_and_short_enough(text: str, length: int) -> None:
    made = slug(text, length)
    assert 0 < len(made) <= length
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
    assert slug(made, length) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe & Übermut", "groesse-uebermut"),
        ("A\u0308rger", "aerger"),  # decomposed
        ("L’œuvre de Łukasz", "l-oeuvre-de-lukasz"),
        ("Київ", "x"),
        ("", "x"),
        ("Nato-Aussenministertreffen in Brüssel, 3. Dezember 2025, ohne Marco Rubio",
         "nato-aussenministertreffen-in-bruessel-3-dezember-2025-ohne"),
        ("a" * 70, "a" * 60),
    ],
)  # fmt: skip
def test_a_slug_reads_like_its_text(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 character, not 0"):
        slug("Nato", 0)


@given(TRICKY)
def test_a_sort_key_sorts_alike_everywhere(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*", sort_key(name))


def test_names_sort_as_in_a_dictionary() -> None:
    names = [
        "Zug",
        "Öztürk",
        "Ott",
        "Oxford",
        "Strasse",
        "Straße 2",
        "'t Hooft",
        "Київ",
        "ärzte",
        "Arzt",
    ]
    ordered = [
        "Arzt",
        "ärzte",
        "Ott",
        "Oxford",
        "Öztürk",
        "Strasse",
        "Straße 2",
        "'t Hooft",
        "Zug",
        "Київ",
    ]
    assert sorted(names, key=sort_key) == ordered
