from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.search.asking import MAX_WORDS, Asked, Field, ask, day, wanted


def words(typed: str) -> list[str]:
    return [word.folded for word in ask(typed).words]


def test_words_are_looked_for_in_both_languages() -> None:
    assert {"gehen", "went", "go", "ging"} <= ask("ging went").words[0].own | ask("went").words[
        0
    ].own


def test_words_that_say_nothing_are_left_out() -> None:
    assert words("Was ist mit der Nato?") == ["nato"]


def test_words_that_say_nothing_count_where_there_are_no_others() -> None:
    assert words("der und die") == ["der", "und", "die"]


def test_each_word_counts_once() -> None:
    assert words("Nato NATO nato") == ["nato"]


def test_only_so_many_words_are_looked_for() -> None:
    assert len(ask(" ".join(f"w{number}" for number in range(60))).words) == MAX_WORDS


def test_a_long_text_is_read_from_its_beginning() -> None:
    assert words("Nato " + "x" * 100_000)[0] == "nato"


@pytest.mark.parametrize(
    "typed",
    ['"guter Verfassung"', "„guter Verfassung“", "»guter Verfassung«", "«guter Verfassung»"],
)
def test_phrases_stand_in_any_quotation_marks(typed: str) -> None:
    assert ask(typed) == Asked(text=typed, phrases=("guter verfassung",))


def test_an_open_phrase_goes_to_the_end() -> None:
    assert ask('Rutte "in guter Verfassung').phrases == ("in guter verfassung",)


def test_a_word_in_quotation_marks_is_a_word() -> None:
    assert words('"Verfassung"') == ["verfassung"]


def test_words_and_phrases_can_be_unwanted() -> None:
    asked = ask('Nato -Trump -"keine Sorge" −Rubio')
    assert asked.without == ("Trump", "keine Sorge", "Rubio")
    assert [word.folded for word in asked.words] == ["nato"]


def test_a_field_can_be_unwanted() -> None:
    assert ask("Nato -tag:Gipfel").fields == (Field("tag", "Gipfel", is_unwanted=True),)
    assert ask("Nato -from:2025 -wer:Rutte").without == ("from 2025", "wer Rutte")


def test_a_hyphen_within_a_word_is_no_minus() -> None:
    asked = ask("US-Aussenminister")
    assert asked.without == ()
    assert [word.folded for word in asked.words] == ["us", "aussenminister"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("author:Rutte", "author"),
        ("Autor:Rutte", "author"),
        ("autorin:Rutte", "author"),
        ("actor:Rutte", "actor"),
        ("Akteur:Rutte", "actor"),
        ("speaker:Rutte", "speaker"),
        ("sagt:Rutte", "speaker"),
        ("event:Rutte", "event"),
        ("EREIGNIS:Rutte", "event"),
        ("tag:Rutte", "tag"),
        ("Thema:Rutte", "tag"),
    ],
)
def test_fields_are_known_in_both_languages(typed: str, name: str) -> None:
    assert ask(typed) == Asked(text=typed, fields=(Field(name, "Rutte"),))


def test_a_field_takes_a_name_of_several_words() -> None:
    assert ask('actor:"Mark Rutte" Nato').fields == (Field("actor", "Mark Rutte"),)


@pytest.mark.parametrize("typed", ["wer:Rutte", "http:Rutte", "Nato:Rutte"])
def test_a_field_that_is_not_known_is_a_word(typed: str) -> None:
    asked = ask(typed)
    assert asked.fields == ()
    assert asked.words[-1].folded == "rutte"


def test_a_field_without_a_name_is_a_word() -> None:
    assert words("Nato actor:") == ["nato", "actor"]
    assert ask("actor:???").fields == ()


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("from:2025", date(2025, 1, 1), None),
        ("ab:2025-12", date(2025, 12, 1), None),
        ("seit:2025-12-03", date(2025, 12, 3), None),
        ("to:2025", None, date(2025, 12, 31)),
        ("bis:2025-12", None, date(2025, 12, 31)),
        ("bis:2024-2", None, date(2024, 2, 29)),
        ("to:2025-12-3", None, date(2025, 12, 3)),
        ("from:2024 to:2025-06", date(2024, 1, 1), date(2025, 6, 30)),
        ("to:9999", None, date.max),
        ("to:9999-12", None, date.max),
        ("from:0001", date.min, None),
    ],
)
def test_dates_are_years_months_or_days(typed: str, since: date | None, until: date | None) -> None:
    assert ask(typed) == Asked(text=typed, since=since, until=until)


@pytest.mark.parametrize(
    "typed",
    ["from:2025-13", "to:2025-02-30", "from:0000", "from:gestern", "to:20255", "to:２０２５"],
)
def test_a_date_that_is_none_is_a_word(typed: str) -> None:
    asked = ask(typed)
    assert not asked.is_dated
    assert asked.words


def test_a_day_is_the_first_or_the_last_of_what_was_typed() -> None:
    assert day("2025-02", "from") == date(2025, 2, 1)
    assert day("2025-02", "to") == date(2025, 2, 28)
    assert day("Februar", "to") is None


@pytest.mark.parametrize(
    "typed", ["", "   ", "\0", "-", '"', '""', "„“", "...", '-""', "-...", "ͺ", "☃"]
)
def test_what_holds_no_word_asks_nothing(typed: str) -> None:
    assert not ask(typed)


def test_letters_that_are_nothing_but_marks_are_nothing_to_look_for() -> None:
    assert wanted("ͺ Brücke ﹰ") == wanted("Brücke")
    assert not ask("ͺ")


def test_names_typed_in_lower_case_lose_their_genitive_too() -> None:
    assert "rutte" in ask("ruttes").words[0].own


@given(
    st.text() | st.text('"„“”«»-−: aAß1.\0\u00ad_').map(lambda text: f"actor:{text} from:{text}")
)
@example('"' * 400)
@example("-" * 400)
@example("a:" * 200)
def test_anything_is_a_question(typed: str) -> None:
    asked = ask(typed)
    assert all(word.folded and word.own for word in asked.words)
    assert all(" " in phrase for phrase in asked.phrases)
    assert max(map(len, (asked.words, asked.phrases, asked.without, asked.fields))) <= MAX_WORDS
