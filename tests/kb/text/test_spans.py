import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.sentences import split
from kb.text.spans import (
    MANY_PLACES,
    Passage,
    Piece,
    SpanError,
    find_quote,
    most_similar,
    to_pieces,
)

TEXT = "Das Bündnis ist einig. Rubio fehlte 😀!\n\nNiemand weiss, warum. "
SENTENCES = split(TEXT, "de")

TEXTS = st.lists(
    st.sampled_from(["Ja", "Nein", "😀", "a", ".", "!", " ", "\n", "\n\n", "\xa0"])
).map("".join)


@given(st.text("ab", max_size=12), st.text("ab", min_size=1, max_size=3))
def test_a_quote_is_found_wherever_it_stands(text: str, quote: str) -> None:
    expected = [found.start() for found in re.finditer(f"(?={quote})", text)]
    assert find_quote(quote, text) == [(start, start + len(quote)) for start in expected]


def test_a_quote_counts_code_points_and_must_agree_in_everything() -> None:
    assert find_quote("!\n\nNiemand", TEXT) == [Passage(37, 47)]
    assert find_quote("! Niemand", TEXT) == []


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(SpanError, match="empty quote"):
        find_quote("", TEXT)


def test_a_quote_that_stands_everywhere_is_found_in_bounded_time() -> None:
    started = process_time()
    assert len(find_quote("a" * 2_000, "a" * 1_000_000)) == MANY_PLACES
    assert process_time() - started < 1


def test_a_passage_in_one_sentence_is_one_piece() -> None:
    start, end = find_quote("Rubio", TEXT)[0]
    assert to_pieces(start, end, SENTENCES) == [Piece(1, 0, 5)]


def test_a_passage_over_borders_is_cut_in_the_white_space() -> None:
    start, end = find_quote("einig. Rubio fehlte 😀!\n\nNiemand", TEXT)[0]
    assert to_pieces(start, end, SENTENCES) == [Piece(0, 16, 22), Piece(1, 0, 15), Piece(2, 0, 7)]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (22, 28, "begins outside"),  # the blank after the first sentence
        (0, 23, "ends outside"),
        (39, 47, "begins outside"),
        (-1, 5, "begins outside"),
        (0, 500, "ends outside"),
        (5, 5, "is empty"),
        (9, 5, "is empty"),
    ],
)
def test_an_edge_outside_the_sentences_is_refused(start: int, end: int, message: str) -> None:
    with pytest.raises(SpanError, match=message):
        to_pieces(start, end, SENTENCES)


@given(TEXTS, st.data())
def test_the_pieces_of_a_passage_are_its_words_and_reach_from_edge_to_edge(
    text: str, data: st.DataObject
) -> None:
    sentences = split(text, "de")
    if not sentences:
        return
    position = st.integers(0, len(text))
    start, end = data.draw(position), data.draw(position)
    inside = [n for s in sentences for n in range(s.start, s.end)]
    if start not in inside or end - 1 not in inside or start >= end:
        with pytest.raises(SpanError):
            to_pieces(start, end, sentences)
        return
    pieces = to_pieces(start, end, sentences)
    parts = [text[sentences[n].start :][first:last] for n, first, last in pieces]
    assert "".join("".join(parts).split()) == "".join(text[start:end].split())
    first, last = pieces[0], pieces[-1]
    assert sentences[first.sentence].start + first.start == start
    assert sentences[last.sentence].start + last.end == end


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Das Bündnis ist sich einig.", "Das Bündnis ist einig"),
        ("Niemand weiß warum", "Niemand weiss, warum"),
        ("das Buendnis ist einig", "Das Bündnis ist einig"),
        ("Völlig anderes", None),
        ("", None),
    ],
)
def test_the_most_similar_passage_is_named(quote: str, expected: str | None) -> None:
    found = most_similar(quote, TEXT)
    assert (found and TEXT[found.start : found.end]) == expected


@given(st.text(), st.text())
def test_the_most_similar_passage_lies_in_the_text(quote: str, text: str) -> None:
    found = most_similar(quote, text)
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("quote", ["Das Bündnis war nie einig. " * 150, "a " * 2_000])
@pytest.mark.parametrize("text", [TEXT * 30_000, "a " * 1_000_000])
def test_the_most_similar_passage_of_a_long_text_is_found_soon(quote: str, text: str) -> None:
    started = process_time()
    most_similar(quote, text)
    assert process_time() - started < 5
