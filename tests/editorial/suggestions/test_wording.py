"""The word lists: sorted, each word once, so that people find their way in them."""

import tomllib
from pathlib import Path

import pytest

from editorial.suggestions.wording import LISTS, apart, words


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.toml")), ids=lambda path: path.name)
def test_lists_are_sorted_and_hold_each_word_once(path: Path) -> None:
    for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items():
        found = text.split()
        assert found == sorted(set(found)), f"{path.name}: {name}"


def test_a_verb_in_two_words_may_go_on_in_several_ways() -> None:
    assert {"zurück", "hin"} <= apart("de", "acts_apart", "saying_apart")["wies"]


def test_no_subjunctive_form_is_a_word_of_another_kind() -> None:
    assert words("de", "subjunctive_only") < words("de", "subjunctive")
    assert words("de", "subjunctive").isdisjoint({"meine", "weise", "reiche", "folge", "leide"})
