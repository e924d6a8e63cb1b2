"""What holds for any names and any text, hostile ones too."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.text.folding import fold
from kb.text.mentions import Matcher, Mention
from kb.text.mentions.latin import folded

# Letters that change their number when lowered, composed or taken apart; marks, emoji, half characters.
TRICKY = list("aAbsSßẞſİıﬁǅéÉеЕ-–'’. \n\xa0\u0301\u0308🎉👩\u200d😀한習\ud800\0²½")
WORDS = [
    "Nato",
    "Rutte",
    "Mark",
    "Müller",
    "Mueller",
    "US",
    "us",
    "Die",
    "die",
    "Weisses",
    "Haus",
    "Jr.",
]
TEXTS = st.one_of(
    st.text(st.one_of(st.characters(), st.sampled_from(TRICKY))),
    st.lists(st.sampled_from([*WORDS, *TRICKY])).map("".join),
    st.lists(st.sampled_from([*WORDS, *TRICKY])).map(" ".join),
)
NAMES = st.one_of(TEXTS, st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS)).map(" ".join))
ALIASES = st.lists(st.tuples(st.integers(0, 3), NAMES), max_size=12)


def check(aliases: list[tuple[int, str]], text: str, mentions: list[Mention[int]]) -> None:
    behind = 0
    for mention in mentions:
        assert behind <= mention.start < mention.end <= len(text)
        behind = mention.end
        bearers = [*mention.keys, *mention.doubtful]
        assert bearers
        assert len(bearers) == len(set(bearers))
        names = {key for key, name in aliases if name.strip() == mention.name}
        assert names
        assert names <= set(bearers) <= {key for key, _ in aliases}
        assert text[mention.start].isalnum()
        around = text[mention.start - 1 : mention.start] + text[mention.end : mention.end + 1]
        assert not fold(around).strip()


@given(ALIASES, TEXTS)
@example([(1, "İstanbul"), (2, "ﬁ"), (3, "ſ")], "😀 İSTANBUL ﬁ ſ İstanbul")
def test_mentions_are_whole_words_in_order_and_apart(
    aliases: list[tuple[int, str]], text: str
) -> None:
    check(aliases, text, Matcher(aliases).find(text))


@given(ALIASES, st.data())
def test_it_finds_its_way_in_texts_made_of_the_names(
    aliases: list[tuple[int, str]], data: st.DataObject
) -> None:
    parts = st.lists(st.sampled_from([*(name for _, name in aliases), *TRICKY, *WORDS]))
    text = data.draw(st.sampled_from([" ", "-", "’s ", ". "])).join(data.draw(parts))
    check(aliases, text, Matcher(aliases).find(text))


@given(st.sampled_from(["Nato", "Mark Rutte", "Çelik", "Weißes Haus", "Łódź", "US"]), TEXTS, TEXTS)
def test_a_name_is_found_wherever_it_stands_free(name: str, before: str, after: str) -> None:
    for written in (name, unicodedata.normalize("NFD", name)):
        text = f"{before} . {written} . {after}"
        start = len(before) + 3
        spans = [(m.start, m.end) for m in Matcher([(1, name)]).find(text)]
        assert (start, start + len(written)) in spans


@given(TEXTS)
@example("Straße – „Ðþ½“ Łódź İ")
@example("Київ")
def test_folding_fast_is_folding(text: str) -> None:
    assert folded(text) == fold(text)


@pytest.mark.parametrize(
    ("names", "text", "count"),
    [
        (["a", "A", "aa"], "a" * 1_000_000, 0),
        (["A"], "a " * 100_000, 0),
        (["A"], "A " * 100_000, 100_000),
        (["A A", "A A A", "B A", "A"], "A " * 90_000, 30_000),
        ([" ".join("A" * n) for n in range(1, 30)], "A " * 29_000, 1_000),
        (["Die A"], "die A " * 100_000, 100_000),
        (["Ab", "X Ab"], "Peter " * 100_000 + "Ab", 1),
        (["Ab", "X Ab"], "„–" * 500_000 + "Ab", 1),
        (["Nato"], "Nato’s-" * 100_000, 100_000),
        (["A " * 100_000], "A " * 100_000, 1),
        (["Strasse " * 5_000, "Alte " * 5_000], "Alte " * 5_000, 1),
    ],
)
def test_hostile_texts_end(names: list[str], text: str, count: int) -> None:
    """All in linear time; with a square of it anywhere this test would not end."""
    assert len(Matcher(enumerate(names)).find(text)) == count
