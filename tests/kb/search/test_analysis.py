from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.search.analysis import BETWEEN, PART, fold, folded_words, forms, terms_of, tokens


def own(word: str, language: str = "de") -> frozenset[str]:
    return forms(word, language).own


def parts(word: str) -> frozenset[str]:
    return forms(word, "de").parts


def is_found(asked: str, text: str, language: str = "de") -> bool:
    its = forms(text, language)
    return not own(asked, language).isdisjoint(its.own | its.parts)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("gehen", "gingen"),
        ("ging", "gegangen"),
        ("Haus", "Häusern"),
        ("Häuser", "Hauses"),
        ("Bündnisse", "Bündnisses"),
        ("bieten", "bot"),
        ("groß", "größten"),
        ("aufbauen", "aufgebaut"),
        ("Garantie", "Garantien"),
    ],
)
def test_inflected_german_words_meet(asked: str, text: str) -> None:
    assert is_found(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [("go", "went"), ("child", "children"), ("treaty", "treaties"), ("running", "ran")],
)
def test_inflected_english_words_meet(asked: str, text: str) -> None:
    assert is_found(asked, text, "en")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Größe", "Grösse"),  # as the Swiss write
        ("Grösse", "Größe"),
        ("Groesse", "Größe"),  # without umlauts on the keyboard
        ("Strassen", "Straße"),
        ("haeuser", "Häusern"),
        ("Bundnis", "Bündnis"),  # without the dots
        ("HÄUSER", "Häuser"),
        ("häuser", "Häuser"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_word_meet(asked: str, text: str) -> None:
    assert is_found(asked, text)


@pytest.mark.parametrize("word", ["Häusern", "größten", "Äußerungen", "Verhältnisse"])
def test_decomposed_letters_are_the_same_word(word: str) -> None:
    assert forms(normalize("NFD", word), "de") == forms(word, "de")
    assert [token.word for token in tokens(normalize("NFD", word))] == [normalize("NFD", word)]


def test_soft_hyphens_are_not_part_of_a_word() -> None:
    assert forms("Ver\u00adteidi\u00adgungen", "de") == forms("Verteidigungen", "de")
    assert [t.word for t in tokens("die Ver\u00adteidigung")] == ["die", "Ver\u00adteidigung"]


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("Aussenministertreffen", "aussenminister"),
        ("Aussenministertreffens", "treffen"),
        ("Verteidigungsbündnisses", "verteidigung"),
        ("Verteidigungsbündnisses", "bundnis"),
        ("Drohnenprovokationen", "drohne"),
        ("Friedensgarantien", "garantie"),
        ("Beistandspflicht", "pflicht"),
    ],
)
def test_closed_compounds_come_apart(compound: str, part: str) -> None:
    assert part in parts(compound)
    assert part not in own(compound)


@pytest.mark.parametrize("word", ["Brücke", "Montag", "sicher", "schaffen", "solchen", "Schritt"])
def test_plain_words_have_no_parts(word: str) -> None:
    assert parts(word) == frozenset()


def test_compounds_meet_in_their_inflections() -> None:
    assert is_found("Aussenministertreffen", "Aussenministertreffens")
    assert is_found("Drohnenprovokation", "Drohnenprovokationen")


def test_hyphens_part_words() -> None:
    assert [t.word for t in tokens("US-Aussenminister, Nato–Gipfel")] == [
        "US",
        "Aussenminister",
        "Nato",
        "Gipfel",
    ]


@pytest.mark.parametrize("name", ["Rutte", "Rubio", "Selenskyj", "Wagenknecht"])
def test_genitives_of_names_meet_the_name(name: str) -> None:
    assert is_found(name, f"{name}s")


def test_a_language_without_lemmas_has_folded_words() -> None:
    assert own("Häusern", "") == {"hausern"}
    assert own("mostów", "pl") == {"mostow"}


def test_regions_speak_their_language() -> None:
    assert own("ging", "de-CH") == own("ging", "de")


def test_marked_parts_stand_beside_the_terms() -> None:
    found = set(terms_of("Das Ministertreffen", "de"))
    assert {"das", "ministertreffen", f"{PART}minister", f"{PART}treffen"} <= found


def test_no_phrase_crosses_two_texts() -> None:
    assert folded_words(["Eins zwei.", "Drei!"]) == f" eins zwei {BETWEEN} drei "


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ärger", "arger"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Œuvre", "oeuvre"),
        ("Łódź", "lodz"),
        ("Київ", "киів"),
        ("𝐁𝐫ü𝐜𝐤𝐞", "brucke"),  # letters for formulas
        ("ℋ", "h"),
        ("ﬁx", "fix"),
        ("F", "f"),
        ("２０２５", "2025"),
        ("ͺ", ""),  # a letter that is nothing but a mark
    ],
)
def test_words_are_folded(word: str, folded: str) -> None:
    assert fold(word) == folded


WORDS = st.text(st.characters(categories=["L", "M", "N", "Cf"]), max_size=80)


@settings(deadline=None)  # the first of each language loads its dictionary
@given(WORDS)
@example("ᴭ")
@example("ΣΊΣΥΦΟΣ")
@example("İstanbul")
@example("e" + "\u0301" * 100)
def test_terms_are_lower_case_letters_and_digits(word: str) -> None:
    """Else the two databases would cut them up, or compare them, each in its own way."""
    for language in ("de", "en", "fr", "it", "xx"):
        known = forms(word, language)
        for term in {known.folded, *known.own, *known.parts} - {""}:
            assert term.isalnum()
            assert term == term.lower() == fold(term)
    assert "" not in forms(word, "de").own | forms(word, "de").parts


@given(st.text())
@example("a_b__c_")
@example("\u00ada\u00ad")
def test_words_are_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end, word in tokens(text):
        assert last <= start < end
        assert text[start:end] == word
        assert "_" not in word
        last = end


def test_the_longest_word_costs_no_time() -> None:
    before = process_time()
    for word in ("donau" * 2000, "a\u0301" * 5000, "ſ" * 10_000, "1" * 10_000):
        forms(word, "de")
    assert process_time() - before < 1  # seconds
