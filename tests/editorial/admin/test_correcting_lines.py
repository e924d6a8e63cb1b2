"""Two wordings beside each other: nothing is left out, and passages are where they are."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from editorial.admin.correcting.lines import FEWEST_FOLDED, Line, _folded
from editorial.admin.correcting.marking import as_html, cut, marked, sides
from kb.text.alignment import align, beside

SENTENCES = [
    "Der Rat tagt am Montag in Bern.",
    "Die Brücke sei sicher, sagte die Ministerin.",
    "Die Brücke sei nicht sicher, sagte die Ministerin.",
    "Der Ingenieur widerspricht ihr, und gebaut wird erst im Jahr 2031.",
    "Der Ingenieur widerspricht ihr.",
    "Und gebaut wird erst im Jahr 2031.",
    "Nein.",
]
texts = st.lists(st.sampled_from(SENTENCES), max_size=12)
words = st.text("ab <&.", max_size=30)


def lines(old: list[str], new: list[str]) -> list[Line]:
    return beside(align(old, new, "de"), len(new), Line)


def plain(html: str) -> str:
    return unescape(re.sub("</?(?:ins|del|mark)>", "", html))


@given(texts, texts)
def test_every_sentence_stands_there_once(old: list[str], new: list[str]) -> None:
    found = lines(old, new)
    assert sorted(n for line in found for n in line.olds) == list(range(1, len(old) + 1))
    assert sorted(n for line in found for n in line.news) == list(range(1, len(new) + 1))
    assert all(line.olds or line.news for line in found)
    firsts = [line.news[0] for line in found if line.news]
    assert firsts == sorted(firsts)


@given(texts, texts)
def test_only_what_is_unchanged_is_folded(old: list[str], new: list[str]) -> None:
    found = lines(old, new)
    stretches = list(_folded(found))
    assert [line for stretch in stretches for line in stretch.lines] == found
    for stretch in stretches:
        if stretch.is_folded:
            assert all(line.is_same for line in stretch.lines)
            assert len(stretch.lines) >= FEWEST_FOLDED


def test_what_was_removed_stands_where_it_stood() -> None:
    old = [SENTENCES[0], "Das fällt weg.", SENTENCES[6]]
    found = lines(old, [old[0], old[2]])
    assert [(line.olds, line.news) for line in found] == [([1], [1]), ([2], []), ([3], [2])]
    found = lines(old[1:], [old[2]])
    assert [(line.olds, line.news) for line in found] == [([1], []), ([2], [1])]


def test_what_was_joined_stands_in_one_line() -> None:
    (line,) = lines([SENTENCES[4], SENTENCES[5]], [SENTENCES[3]])
    assert (line.olds, line.news) == ([1, 2], [1])


@given(words, words)
def test_both_sides_are_the_wordings_to_the_code_point(old: str, new: str) -> None:
    before, after = sides(old, new)
    assert "".join(run.text for run in before) == plain(as_html(before)) == old
    assert "".join(run.text for run in after) == plain(as_html(after)) == new


@given(words, words, st.data())
def test_the_passage_is_marked_whatever_changed_in_it(
    old: str, new: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    before, _after = sides(old, new)
    assert "".join(run.text for run in cut(before, start, end)) == old[start:end]
    html = marked(before, start, end)
    assert plain(html) == old
    assert plain(html.partition("<mark>")[2].partition("</mark>")[0]) == old[start:end]
