"""Which actors picked sentences name: with their words, doubts, and who speaks first."""

import pytest

from editorial.suggestions.actors import Mentioned, mentioned
from editorial.suggestions.proposals import Named
from kb.models import Article
from tests import makers

pytestmark = pytest.mark.django_db

TEXT = (
    "Mark Rutte traf in Bern Marco Rubio. Rubios Antwort gefiel Rutte. "
    "Kanzler Müller blieb in Moskau. Der Sprecher schwieg. Gut, sagte Rubio."
)


def article_with(*names: str) -> Article:
    for name in names:
        makers.make_actor(name, aliases=[name.split()[-1]])
    return makers.make_article(TEXT)


def found(article: Article, *positions: int, speaker: Named | None = None) -> list[Mentioned]:
    sentences = list(article.current_version.sentences.filter(position__in=positions).in_order())
    return mentioned(article.current_version.text, article, sentences, speaker)


def test_each_actor_comes_once_with_all_its_words_within_their_sentences() -> None:
    article = article_with("Mark Rutte", "Marco Rubio")
    rutte, rubio = found(article, 1, 2)
    assert (rutte.name, rubio.name) == ("Mark Rutte", "Marco Rubio")
    assert rutte.words == (Named(1, 0, 10, "Mark Rutte"), Named(2, 22, 27, "Rutte"))
    assert rubio.words == (Named(1, 24, 35, "Marco Rubio"), Named(2, 0, 6, "Rubios"))
    assert (rutte.is_ambiguous, rutte.is_doubtful, rutte.speaks) == (False, False, False)


def test_who_speaks_comes_first() -> None:
    article = article_with("Mark Rutte", "Marco Rubio")
    said_by = Named(5, 11, 16, "Rubio")
    first, second = found(article, 1, 5, speaker=said_by)
    assert (first.name, first.speaks) == ("Marco Rubio", True)
    assert (second.name, second.speaks) == ("Mark Rutte", False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Nato-Chef Mark Rutte", {"Mark Rutte"}),
        ("Der Chef der Nato, Mark Rutte", {"Mark Rutte"}),
        ("Die Sprecherin der Nato", set()),
        ("der Nato", {"Nato"}),
        ("US-Aussenminister Marco Rubio", {"Marco Rubio"}),
    ],
)
def test_whose_speaker_it_is_does_not_speak(words: str, expected: set[str]) -> None:
    makers.make_actor("Nato", kind="organisation")
    makers.make_actor("Mark Rutte")
    makers.make_actor("Marco Rubio", aliases=["US-Aussenminister"])
    text = f"Gut, sagte {words}."
    article = makers.make_article(text)
    speaker = Named(1, 11, 11 + len(words), words)
    assert {one.name for one in found(article, 1, speaker=speaker) if one.speaks} == expected


def test_words_that_name_two_are_shown_as_ambiguous() -> None:
    article = article_with("Anna Müller", "Jan Müller")
    both = found(article, 3)
    assert {one.name for one in both} == {"Anna Müller", "Jan Müller"}
    assert all(one.is_ambiguous and not one.is_doubtful for one in both)


def test_whom_another_full_name_rules_out_is_doubtful_and_comes_last() -> None:
    article = article_with("Peter Rutte", "Mark Rutte")
    meant, hardly = found(article, 2)
    assert (meant.name, meant.is_doubtful) == ("Mark Rutte", False)
    assert (hardly.name, hardly.is_doubtful) == ("Peter Rutte", True)


def test_unlisted_actors_count_in_their_own_article_only() -> None:
    article, other = makers.make_article(TEXT), makers.make_article(TEXT + " Ende.")
    of = {"kind": "unknown", "listed": False}
    makers.make_actor("Der Sprecher", only_in=article, **of)
    assert [one.name for one in found(article, 4)] == ["Der Sprecher"]
    assert found(other, 4) == []
