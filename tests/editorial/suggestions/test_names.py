"""Names in memory: the few that may stand in a text, and read anew when one has changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.actions import actors
from editorial.actions.curating import change
from editorial.suggestions.names import Names, current_names
from kb.text.mentions import Matcher
from tests import makers

NAMES = [
    *("Mark Rutte", "Rutte", "Anna Rutte", "Weisses Haus", "Bundesamt für Gesundheit", "USA", "EU"),
    *(
        "Josef Müller",
        "Mueller",
        "Müller",
        "Grosser Rat",
        "Straßburg",
        "Moskau",
        "Kurz",
        "D'Angelo",
    ),
    *(
        "Sebastian Kurz",
        "Neue Zürcher Zeitung",
        "BUND",
        "Bund",
        "Trump",
        "Ivanka Trump",
        "Rom",
        "Iran",
    ),
]
WRITTEN = [
    *(
        "Rutte",
        "Ruttes",
        "Mark",
        "Anna",
        "Weissen",
        "Weißes",
        "Haus",
        "Hauses",
        "Bundesamts",
        "für",
    ),
    *(
        "Gesundheit",
        "US-Regierung",
        "USA",
        "EU",
        "Müllers",
        "Muellers",
        "Mu\u0308ller",
        "Josef",
        "Rates",
    ),
    *(
        "Grossen",
        "Großer",
        "Rat",
        "Strassburgs",
        "Moskaus",
        "Kurz",
        "kurz",
        "D’Angelos",
        "Sebastian",
    ),
    *(
        "Neuen",
        "Zürcher",
        "Zeitung",
        "Bund",
        "BUND",
        "Bundes",
        "Trumps",
        "Ivanka",
        "Trump-",
        "Roms",
    ),
    *("Irans", "der", "und", "sagte", ".", ",", "–"),
]


@given(st.lists(st.sampled_from(WRITTEN), max_size=12).map(" ".join))
def test_the_few_names_find_what_all_names_would_find(text: str) -> None:
    pairs = [(number // 2, name) for number, name in enumerate(NAMES)]
    names = Names()
    for actor, name in pairs:
        names.add(actor, name)
    some, every = names.matcher(text).find(text), Matcher(pairs).find(text)
    assert [_told(one) for one in some] == [_told(one) for one in every]


def _told(mention: Any) -> tuple:
    return mention.start, mention.end, set(mention.keys), set(mention.doubtful)


@pytest.mark.django_db
def test_a_name_made_on_the_spot_counts_at_once(django_assert_num_queries: Any) -> None:
    rutte = makers.make_actor("Mark Rutte")
    assert found("Rutte kam.") == set()
    actors.name_also(actor=rutte, names=["Rutte"], by=makers.editor())
    with django_assert_num_queries(5):
        current_names()
    with django_assert_num_queries(2):
        assert found("Rutte kam.") == {rutte.pk}


@pytest.mark.django_db
def test_a_changed_name_and_one_taken_back_count_no_more() -> None:
    rutte = makers.make_actor("Marc Rutte", aliases=["Rutte"])
    assert found("Marc Rutte kam.") == {rutte.pk}
    change(row=rutte, by=makers.editor(), name="Mark Rutte")
    assert current_names().name[rutte.pk] == "Mark Rutte"
    rutte.aliases.get().delete()
    assert found("Rutte kam.") == set()


@pytest.mark.django_db
def test_a_merged_actor_stands_for_the_one_it_was_merged_into() -> None:
    old, new = makers.make_actor("Marco Rubio"), makers.make_actor("Marco Antonio Rubio")
    assert found("Marco Rubio kam.") == {old.pk}
    makers.merge(old, new)
    assert found("Marco Rubio kam.") == {new.pk}
    assert old.pk not in current_names().name


@pytest.mark.django_db
def test_actors_of_one_article_are_nobodys_elsewhere() -> None:
    article = makers.make_article()
    makers.make_actor("Der Sprecher", kind="unknown", listed=False, only_in=article)
    assert found("Der Sprecher kam.") == set()


def found(text: str) -> set[int]:
    return {key for mention in current_names().matcher(text).find(text) for key in mention.keys}
