"""What the desk is told of picked sentences, in a fixed number of queries."""

from typing import Any

import pytest

from editorial.suggestions.cues import CueKind
from editorial.suggestions.desk import MOST_SENTENCES, Suggestions, suggest
from kb.models import Actor, ArticleVersion, Mode
from tests import makers

pytestmark = pytest.mark.django_db

TEXT = (
    "Rutte lobte das Treffen. Alles ist gut. So lautete Ruttes Kernbotschaft vor dem Treffen in Bern. "
    "Russland werde die Stirn geboten. Ausserdem sei man sich einig.\n\n"
    "Das «Friedenswerk» wankt. Marco Rubio fehlte.\n\n"
    "„Wir sind bereit und stark“, sagte er."
)


@pytest.fixture
def rutte() -> Actor:
    return makers.make_actor("Mark Rutte", aliases=["Rutte"])


@pytest.fixture
def version(rutte: Actor) -> ArticleVersion:
    makers.make_actor("Russland", kind="state", aliases=["Moskau"])
    makers.make_actor("Marco Rubio", aliases=["Rubio"])
    return makers.make_article(TEXT).current_version


def test_speaker_mode_reasons_and_actors_come_together(
    version: ArticleVersion, rutte: Actor
) -> None:
    found = suggest(version, [4])
    assert found.mode == Mode.INDIRECT
    assert [(one.kind, one.words) for one in found.reasons] == [
        (CueKind.SUBJUNCTIVE, "werde geboten")
    ]
    assert found.speaker
    assert (found.speaker.actor, found.speaker.name) == (rutte.pk, "Mark Rutte")
    assert found.said_by
    assert (found.said_by.position, found.said_by.words) == (3, "Ruttes")
    assert [one.name for one in found.actors] == ["Mark Rutte", "Russland"]
    assert [one.words for one in found.warning] == ["werde geboten"]


def test_only_the_picked_sentences_and_the_speaker_name_actors(version: ArticleVersion) -> None:
    assert [one.name for one in suggest(version, [7]).actors] == ["Marco Rubio"]
    assert suggest(version, [6]).actors == ()


def test_distance_without_a_mode_is_a_warning_alone(version: ArticleVersion) -> None:
    found = suggest(version, [6])
    assert (found.mode, found.speaker, found.said_by) == (None, None, None)
    assert [one.words for one in found.warning] == ["«Friedenswerk»"]


def test_a_pronoun_speaks_but_names_no_actor(version: ArticleVersion) -> None:
    found = suggest(version, [8])
    assert (found.mode, found.speaker) == (Mode.DIRECT, None)
    assert found.said_by
    assert found.said_by.words == "er"


def test_a_name_of_two_is_left_to_the_editor(version: ArticleVersion) -> None:
    makers.make_actor("Anna Rutte", aliases=["Rutte"])
    found = suggest(version, [5])
    assert found.speaker is None
    assert {one.name for one in found.actors} == {"Mark Rutte", "Anna Rutte"}
    assert all(one.is_ambiguous and one.speaks for one in found.actors)


def test_positions_count_once_and_strange_ones_not_at_all(version: ArticleVersion) -> None:
    assert suggest(version, [4, 4, 99, 0, -3]) == suggest(version, [4])
    assert suggest(version, []) == suggest(version, [99]) == Suggestions()


def test_more_sentences_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    many = makers.make_article("Rutte lobte das Treffen, sagte Rubio. " * 400).current_version
    few = makers.make_article("Rutte lobte das Treffen, sagte Rubio.").current_version
    suggest(few, [1])
    for version, picked in ((few, [1]), (many, range(1, 400))):
        fresh = ArticleVersion.objects.defer("text").get(pk=version.pk)
        with django_assert_num_queries(6):
            found = suggest(fresh, picked)
        assert max(one.position for one in found.reasons) == min(len(picked), MOST_SENTENCES)
