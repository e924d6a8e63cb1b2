"""Lists of names and remedies, in the language of whoever reads them."""

import pytest
from django.utils import translation

from editorial.importing.articles.wording import all_of, did_you_mean, one_of


@pytest.mark.parametrize(
    ("names", "english", "german"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b", "c"], "a, b or c", "a, b oder c")],
)
def test_names_are_listed_in_the_readers_language(
    names: list[str], english: str, german: str
) -> None:
    assert one_of(names) == english
    assert all_of(names) == english.replace(" or ", " and ")
    with translation.override("de"):
        assert one_of(names) == german
        assert all_of(names) == german.replace(" oder ", " und ")


def test_a_name_with_a_percent_sign_stays_as_it_is() -> None:
    assert one_of(["50%", "%(first)s"]) == "50% or %(first)s"


def test_only_what_is_near_is_meant() -> None:
    assert did_you_mean("headlnes", ["headlines", "bodies"]) == '; did you mean "headlines"?'
    assert did_you_mean("xyz", ["headlines", "bodies"]) == ""
    with translation.override("de"):
        assert did_you_mean("headlnes", ["headlines"]) == '; meinten Sie "headlines"?'
