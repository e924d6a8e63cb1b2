import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from editorial.admin.desk.picks import MOST, Pick, passages, read, sentences
from tests.makers import make_article

POSITIONS = st.integers(1, 999_999_999)


@given(st.lists(POSITIONS, max_size=20))
def test_what_is_written_is_read_once_and_in_order(positions: list[int]) -> None:
    assert list(read(map(str, positions))) == sorted(set(positions))


def test_a_part_is_read_in_code_points() -> None:
    assert read(["12:3-40"]) == {12: Pick(12, 3, 40)}


@pytest.mark.parametrize(
    "value", ["", "x", "1:2", "1:2-", "1:-3", "-1", "1.5", "१२", "1\n", " 1", "1:2-3-4", "9" * 30]
)
def test_what_is_no_pick_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValidationError, match="names no sentence"):
        read([value])


def test_too_many_at_once_are_refused() -> None:
    with pytest.raises(ValidationError, match=f"at most {MOST}"):
        read(map(str, range(1, MOST + 2)))


@pytest.mark.django_db
def test_a_part_becomes_the_passage_it_names() -> None:
    version = make_article("Die 🙂 lacht. Der Rat tagt.").current_version
    picked = read(["2", "1:4-11"])
    found = passages(sentences(version, picked.values()), picked)
    assert [p.sentence.text[p.start : p.end] for p in found] == ["🙂 lacht", "Der Rat tagt."]


@pytest.mark.django_db
def test_a_sentence_that_is_not_there_is_refused() -> None:
    version = make_article("Der Rat tagt.").current_version
    with pytest.raises(ValidationError, match="no sentence 2"):
        sentences(version, [Pick(1), Pick(2)])


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["1:0-14", "1:5-5", "1:9-3", "1:13-14"])
def test_a_part_outside_its_sentence_is_refused(value: str) -> None:
    version = make_article("Der Rat tagt.").current_version
    picked = read([value])
    with pytest.raises(ValidationError, match="has 13 characters"):
        passages(sentences(version, picked.values()), picked)
