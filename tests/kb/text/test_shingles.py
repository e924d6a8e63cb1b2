"""Texts that are nearly the same are found, others are not, and the numbers stay what they are."""

import random
from itertools import combinations
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kb.text.shingles import BANDS, CANDIDATES, NEAR, Shelf, bands, likeness, shingles

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(Path(settings.BASE_DIR, "seeds").glob("*.txt"))
]
WORDS = [word for text in TEXTS for word in text.split()]


def alike(one: str, other: str) -> float:
    return likeness(shingles(one), shingles(other))


def share_a_band(one: str, other: str) -> bool:
    pairs = zip(bands(shingles(one)), bands(shingles(other)), strict=True)
    return any(a == b for a, b in pairs)


def edited(words: list[str], chance: random.Random) -> str:
    """Some words replaced, taken out or put in; or cut short; or a stranger's sentences added."""
    words, kind, share = list(words), chance.randrange(3), chance.random()
    if kind == 0:
        for _ in range(int(len(words) * share * 0.13)):
            place = chance.randrange(len(words))
            words[place : place + chance.randrange(2)] = chance.choices(
                WORDS, k=chance.randrange(2)
            )
    if kind == 1:
        cut, start = int(len(words) * share * 0.4), chance.randrange(len(words))
        del words[start : start + cut]
    if kind == 2:
        words += chance.choices(WORDS, k=int(len(words) * share * 0.7))
    return " ".join(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Die Brücke ist sicher.", "die bruecke ist sicher"),
        ("Ein zwei drei vier fünf sechs sieben.", "Ein zwei drei vier fünf sechs acht."),
        ("!!!", "???"),
        ("eins zwei drei vier", "eins zwei drei vier fünf"),
    ],
)
def test_a_short_text_is_like_none_but_itself(one: str, other: str) -> None:
    assert (alike(one, one), alike(one, other)) == (1.0, 0.0)
    assert not share_a_band(one, other)


def test_case_punctuation_and_diacritics_count_for_nothing() -> None:
    one = "Die Brücke sei sicher, sagte die Ministerin am Montag in Bern."
    other = "DIE BRUCKE – sei sicher! (sagte die Ministerin am Montag in Bern)"
    assert alike(one, other) == 1.0
    assert bands(shingles(one)) == bands(shingles(other))


def test_likeness_is_the_share_of_what_both_have() -> None:
    twelve = "a b c d e f g h i j k l"
    assert alike(twelve, twelve.replace("l", "x")) == 8 / 10
    assert alike(twelve, twelve.replace("a", "x").replace("l", "y")) == 7 / 11


def test_the_numbers_are_those_that_are_stored_everywhere() -> None:
    text = "Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden."
    assert min(shingles(text)) == 935_196_166_176_385_357
    assert bands(shingles(text))[:3] == (
        6_374_305_146_983_953_717,
        -5_019_723_234_220_966_220,
        3_549_436_974_379_433_956,
    )


@given(st.text(max_size=200))
def test_any_text_has_bands_that_a_database_can_hold(text: str) -> None:
    numbers = bands(shingles(text))
    assert len(numbers) == BANDS + 1
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert alike(text, text) == 1.0


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30), st.data())
def test_likeness_knows_no_order_and_only_the_same_is_whole(
    one: list[str], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(one))
    a, b = shingles(" ".join(one)), shingles(" ".join(other))
    assert likeness(a, b) == likeness(b, a)
    assert 0.0 <= likeness(a, b) <= 1.0
    assert (likeness(a, b) == 1.0) == (bands(a)[0] == bands(b)[0])


def test_of_edited_copies_nearly_all_share_a_band() -> None:
    chance = random.Random(7)
    found: dict[bool, list[bool]] = {True: [], False: []}
    for start in range(0, len(WORDS) - 230, 100):
        words = WORDS[start : start + 230]
        for _ in range(60):
            copy = edited(words, chance)
            how = alike(" ".join(words), copy)
            if how >= NEAR:
                found[how >= 0.7].append(share_a_band(" ".join(words), copy))
    assert all(len(each) > 100 for each in found.values())
    assert sum(found[True]) / len(found[True]) >= 0.995
    assert sum(found[False]) / len(found[False]) >= 0.95


def test_different_texts_share_no_band() -> None:
    pieces = [" ".join(WORDS[at : at + 60]) for at in range(0, len(WORDS) - 60, 60)]
    shared = [pair for pair in combinations(pieces, 2) if share_a_band(*pair)]
    assert len(shared) <= len(pieces) ** 2 / 1000
    assert all(alike(*pair) < NEAR for pair in shared)


def test_the_time_grows_with_the_length_only() -> None:
    text = " ".join(WORDS)
    started = process_time()
    bands(shingles(text))
    short = process_time() - started
    started = process_time()
    bands(shingles(text * 20))
    assert process_time() - started < 100 * short + 1


def test_those_that_share_most_come_first_and_few_are_enough() -> None:
    shelf = Shelf()
    for key in range(100, 130):
        shelf.put(key, (1, 2, key))
    shelf.put(99, (7, 2, 8))
    shelf.put(200, (1, 2, 3))
    assert shelf.candidates(200) == list(range(100, 100 + CANDIDATES))
    shelf.put(200, (7, 2, 8))
    assert shelf.candidates(200) == [99, *range(100, 100 + CANDIDATES - 1)]


def test_a_text_with_other_bands_stands_elsewhere() -> None:
    shelf = Shelf()
    shelf.put(1, (1, 1))
    shelf.put(2, (1, 2))
    assert shelf.candidates(2) == [1]
    shelf.put(1, (3, 3))
    assert shelf.candidates(2) == []
