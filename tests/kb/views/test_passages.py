"""Passages without a database: rows that are never saved."""

from hypothesis import given
from hypothesis import strategies as st

from kb.models import ArticleVersion, Evidence, Sentence
from kb.views.passages import join, quotes

VERSION = ArticleVersion(pk=1, number=1)


def make_sentences(texts: list[str]) -> list[Sentence]:
    sentences, start = [], 0
    for position, text in enumerate(texts, start=1):
        sentences.append(
            Sentence(
                pk=position,
                version=VERSION,
                position=position,
                paragraph=1,
                start=start,
                end=start + len(text),
                text=text,
            )
        )
        start += len(text) + 1
    return sentences


def make_evidence(sentences: list[Sentence], *spans: tuple[int, int, int]) -> list[Evidence]:
    return [
        Evidence(pk=key, sentence=sentences[number], start=start, end=end, stance="supports")
        for key, (number, start, end) in enumerate(spans, start=1)
    ]


def test_rows_that_touch_over_a_border_are_one_passage() -> None:
    sentences = make_sentences(["Eins zwei.", "Drei vier."])
    assert len(join(make_evidence(sentences, (0, 5, 10), (1, 0, 4)))) == 1
    assert len(join(make_evidence(sentences, (0, 5, 9), (1, 0, 4)))) == 2
    assert len(join(make_evidence(sentences, (0, 5, 10), (1, 1, 4)))) == 2


def test_rows_with_only_white_space_between_are_one_passage() -> None:
    sentences = make_sentences(["Eins zwei drei."])
    assert len(join(make_evidence(sentences, (0, 0, 4), (0, 5, 9)))) == 1
    assert len(join(make_evidence(sentences, (0, 0, 4), (0, 10, 14)))) == 2


def test_other_stances_do_not_join() -> None:
    sentences = make_sentences(["Eins zwei.", "Drei vier."])
    rows = make_evidence(sentences, (0, 0, 10), (1, 0, 10))
    rows[1].stance = "disputes"
    assert len(join(rows)) == 2


def test_what_the_reader_may_not_see_is_a_gap() -> None:
    sentences = make_sentences(["Eins.", "Zwei.", "Drei.", "Vier.", "Fünf."])
    passages = join(make_evidence(sentences, (3, 0, 5)))
    (quote,) = quotes(passages, [sentences[0], sentences[3]])
    assert quote.before == ("Eins.", "[…]")
    assert quote.following == ()


@st.composite
def spans(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, int]]]:
    texts = draw(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
    found = []
    for _ in range(draw(st.integers(1, 6))):
        number = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[number]) - 1))
        found.append((number, start, draw(st.integers(start + 1, len(texts[number])))))
    return texts, found


@given(spans())
def test_a_quote_says_what_its_sentences_say_and_marks_what_was_cited(
    drawn: tuple[list[str], list[tuple[int, int, int]]],
) -> None:
    texts, found = drawn
    sentences = make_sentences(texts)
    (quote,) = quotes(join(make_evidence(sentences, *found)), sentences)
    numbers = sorted(number for number, _, _ in found)
    within = texts[numbers[0] : numbers[-1] + 1]
    assert "".join(piece.text for piece in quote.quoted) == " ".join(within)
    cited = {(number, place) for number, start, end in found for place in range(start, end)}
    marked = sum(len(piece.text) for piece in quote.quoted if piece.is_marked)
    assert len(cited) <= marked <= len(cited) + len(within) - 1
    whole = [*quote.before, " ".join(within), *quote.following]
    assert " ".join(whole) == " ".join(texts)
