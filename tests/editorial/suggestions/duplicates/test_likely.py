from datetime import date
from itertools import product
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.actions.merging import merge, tell_apart, together_again
from editorial.models import Noun
from editorial.suggestions.duplicates import Why, likely
from editorial.suggestions.duplicates.keys import is_near
from editorial.suggestions.duplicates.pairs import Item, pairs_of
from kb.models import Tag
from tests.makers import editor, make_actor, make_claim, make_event


def found(*names: Any, **how: Any) -> list[tuple[int, int, Why]]:
    """Pairs among people with these names, by their places; several names are a tuple."""
    items = [
        Item(place, (name,) if isinstance(name, str) else name, is_person=True)
        for place, name in enumerate(names)
    ]
    return [(pair.one, pair.other, pair.why) for pair in pairs_of(items, **how)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mark Rutte", "MARK RUTTE"),
        ("Rutte, Mark", "Mark Rutte"),
        ("Annalena Bärbock", "Annalena Baerbock"),
        ("Grosse Strasse", "Große Straße"),
        ("Nord-Stream", "Nordstream"),
        ("Café Müller", "Cafe Muller"),
    ],
)
def test_the_same_name_written_otherwise(one: str, other: str) -> None:
    assert found(one, other) == [(0, 1, Why.SAME)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wolodymyr Selenskyj", "Wolodimyr Selenskyj"),
        ("Wolodymyr Selenskyj", "Wolodymyr Selensky"),
        ("Jens Stoltenberg", "Jens Stoltenbreg"),
        ("Aussenministerium", "Ausenministerium"),
    ],
)
def test_one_slip_of_the_pen(one: str, other: str) -> None:
    assert found(one, other) == [(0, 1, Why.NEAR)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran", "Irak"),
        ("Gipfel 2024", "Gipfel 2025"),
        ("Mark Rutte", "Marco Rubio"),
        ("Donald Trump", "Ivanka Trump"),
        ("Österreich", "Frankreich"),
    ],
)
def test_others_are_left_alone(one: str, other: str) -> None:
    assert found(one, other) == []


def test_an_alias_counts_as_a_name() -> None:
    assert found(("Nato", "Nordatlantikpakt"), ("Nordatlantikpakt",)) == [(0, 1, Why.SAME)]


def test_a_surname_with_an_initial() -> None:
    assert found("Mark Rutte", "M. Rutte", "Jan Rutte") == [(0, 1, Why.INITIAL)]


def test_an_initial_that_fits_many_tells_nothing() -> None:
    many = [f"{name} Müller" for name in ("Max", "Mia", "Mona", "Moritz", "Margot")]
    assert found("M. Müller", *many) == []


def test_tags_are_alike_but_for_an_ending() -> None:
    assert found("Brücke", "Brücken", has_endings=True) == [(0, 1, Why.ENDING)]
    assert found("Brücke", "Brücken") == []


def test_many_of_one_name_are_paired_with_the_first() -> None:
    assert len(found(*["Michael Müller"] * 1000)) == 999


def test_different_identifiers_are_different_things() -> None:
    items = [Item(n, ("Michael Müller",), identifier=f"Q{n + 1}") for n in range(2)]
    assert pairs_of(items) == []


@given(st.text("ab c", min_size=8, max_size=12), st.integers(0, 11), st.sampled_from("ab"))
def test_one_letter_more_less_or_other_is_near(name: str, place: int, letter: str) -> None:
    place = min(place, len(name) - 1)
    assert is_near(name, name[:place] + letter + name[place:])
    assert is_near(name, name[:place] + name[place + 1 :])
    assert is_near(name, name[:place] + letter + name[place + 1 :])


def test_a_hundred_thousand_take_seconds() -> None:
    """Names as they are: few first names, many that share a surname."""
    first = [f"{a}{b}rla" for a, b in product("bcdfghjklm", "aeiou")]
    last = [
        f"{a}o{b}e{c}mann" for a, b, c in product("bcdfghklmnpr", "bdfgklmnrst", "bdfgklmnrstvwxz")
    ]
    items = [
        Item(n, (f"{first[n % 50]} {last[(n * 7 + n // 50) % len(last)]} {n}",), is_person=True)
        for n in range(100_000)
    ]
    began = process_time()
    pairs_of(items)
    assert process_time() - began < 30  # some 4 on a machine that does nothing else


@pytest.mark.django_db
def test_who_was_told_apart_or_merged_is_not_proposed() -> None:
    one, other = make_actor("Mark Rutte"), make_actor("Rutte, Mark")
    make_actor("Mark Rutte", kind="organisation")
    assert [(pair.one, pair.other) for pair in likely(Noun.ACTOR)] == [(one.pk, other.pk)]
    note = tell_apart(one=other, other=one, by=editor(), reason="Vater und Sohn.")
    assert likely(Noun.ACTOR) == []
    together_again(note=note)
    assert len(likely(Noun.ACTOR)) == 1
    merge(gone=other, into=one, by=editor(), reason="Derselbe.")
    assert likely(Noun.ACTOR) == []


@pytest.mark.django_db
def test_who_has_no_name_of_their_own_is_not_proposed() -> None:
    make_claim()
    make_claim()
    assert likely(Noun.ACTOR) == []


@pytest.mark.django_db
def test_events_of_one_day_and_kind_with_titles_alike() -> None:
    one = make_event("Treffen der Aussenminister der Nato")
    other = make_event("Aussenminister-Treffen der Nato in Brüssel")
    make_event("Treffen der Aussenminister der Nato", start=date(2020, 1, 1))
    make_event("Treffen der Aussenminister der Nato", kind="conference")
    make_event("Wahl in Bern")
    assert [(pair.one, pair.other) for pair in likely(Noun.EVENT)] == [(one.pk, other.pk)]


@pytest.mark.django_db
def test_tags_that_differ_in_number_or_case() -> None:
    for name in ("Brücke", "Bruecken", "Krieg"):
        Tag.objects.create(name=name)
    names = dict(Tag.objects.values_list("pk", "name"))
    assert [(names[pair.one], names[pair.other]) for pair in likely(Noun.TAG)] == [
        ("Brücke", "Bruecken")
    ]
