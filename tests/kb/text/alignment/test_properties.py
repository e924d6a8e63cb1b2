"""What holds for any two versions of a text, hostile ones too."""

from hypothesis import given
from hypothesis import strategies as st

from kb.text.alignment import Verdict, align, carry, changes, differences

PARTS = st.sampled_from(
    "Nein.|Ja.|Er kommt nicht.|Er kam.|„So ist es.|Ja.“|»|'|\"| |\n|5|Die Nato hat 3,5 Millionen."
    "|Sie könne es, sagte sie.|e\u0301|\u00ad|\ud800".split("|")
)
TEXTS = st.one_of(PARTS, st.lists(PARTS, max_size=6).map(" ".join), st.text(max_size=30))
SENTENCES = st.lists(TEXTS, max_size=12)
LANGUAGES = st.sampled_from(["de", "de-CH", "en", "fr", "it", "xx", ""])


@given(SENTENCES, SENTENCES, LANGUAGES)
def test_every_sentence_has_a_fate(old: list[str], new: list[str], language: str) -> None:
    fates = align(old, new, language)
    assert len(fates) == len(old)
    used: set[int] = set()
    for text, fate in zip(old, fates, strict=True):
        assert list(fate.places) == sorted(set(fate.places))
        assert all(0 <= place < len(new) for place in fate.places)
        assert (fate.places == ()) == (fate.verdict == Verdict.REMOVED)
        assert 0 <= fate.likeness <= 1
        if fate.verdict in (Verdict.IDENTICAL, Verdict.MOVED):
            assert [new[place] for place in fate.places] == [text]
            assert (fate.likeness, fate.changes) == (1, frozenset())
        if fate.verdict not in (Verdict.SPLIT, Verdict.MERGED):
            assert used.isdisjoint(fate.places)
            used.update(fate.places)
        if fate.verdict == Verdict.SPLIT:
            assert fate.places == tuple(range(fate.places[0], fate.places[-1] + 1))


@given(SENTENCES, LANGUAGES)
def test_what_was_not_edited_is_identical(text: list[str], language: str) -> None:
    fates = align(text, text, language)
    assert [(fate.verdict, fate.places) for fate in fates] == [
        (Verdict.IDENTICAL, (n,)) for n in range(len(text))
    ]


@given(TEXTS, TEXTS, LANGUAGES)
def test_equal_wordings_have_changed_nothing(old: str, new: str, language: str) -> None:
    assert changes(old, old, language) == frozenset()
    assert isinstance(changes(old, new, language), frozenset)


@given(TEXTS, TEXTS)
def test_a_difference_joins_to_both_wordings(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)


@given(TEXTS.filter(bool), SENTENCES, st.data())
def test_a_passage_is_carried_to_passages(old: str, new: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    pieces = carry(old, start, end, new)
    assert [number for number, _, _ in pieces] == sorted({number for number, _, _ in pieces})
    assert all(0 <= first < last <= len(new[number]) for number, first, last in pieces)
