"""A given list of sentences is the segmentation; a bad one is rejected with its document."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kb.models import Article, ArticleVersion, Sentence
from kb.text.sentences import split
from tests.editorial.importing.documents.filebed import TEXT, Imported, document, exported, rows

Load = Callable[..., Imported]


def stored() -> list[tuple[int, int, str]]:
    sentences = Sentence.objects.filter(version__number=ArticleVersion.objects.count())
    return list(sentences.in_order().values_list("start", "end", "role"))


@pytest.mark.parametrize(
    ("sentences", "reason"),
    [
        (
            [[0, 31], [30, 68]],
            "sentences[1] begins at 30 and overlaps the one before it, which ends at 31; "
            "sentences stand in order",
        ),
        ([[0, 31], [0, 31]], "sentences[1] begins at 0 and overlaps the one before it"),
        ([[32, 68], [0, 31]], "sentences[1] begins at 0 and overlaps the one before it"),
        ([[0, 159]], "sentences[0] is [0, 159); the text has 158 code points"),
        ([[-1, 31]], "sentences[0] is [-1, 31); the text has 158 code points"),
        ([[31, 31]], "sentences[0] is [31, 31); the text has 158 code points"),
        ([[31, 0]], "sentences[0] is [31, 0); the text has 158 code points"),
        ([[10**30, 10**31]], "the text has 158 code points"),
        ([[0, 31, "body", 1]], "sentences[0] is no span; write [start, end] or [start, end, role]"),
        ([[0]], "sentences[0] is no span; write [start, end] or [start, end, role]"),
        ([{"start": 0, "end": 31}], "sentences[0] is no span; write [start, end] or"),
        ([[0, "31"]], "sentences[0] is no span; start and end are whole numbers"),
        ([[False, True]], "sentences[0] is no span; start and end are whole numbers"),
        ([[0, 31.5]], "sentences[0] is no span; start and end are whole numbers"),
        (
            [[0, 31, "title"]],
            'sentences[0] has the role "title"; known are body, caption, heading, lead',
        ),
        ([[0, 31, None]], "sentences[0] has the role"),
        ([[0, 31, ["body"]]], "sentences[0] has the role"),
        ("0-31", 'sentences is "0-31"; write a list […]'),
    ],
)
def test_a_bad_list_is_rejected_with_its_document(load: Load, sentences: Any, reason: str) -> None:
    told = load(document("rat", TEXT, sentences=sentences))
    (line,) = told.rejected
    assert reason in line["document"]["reason"]
    assert line["document"]["sentences"] == sentences
    assert not rows()["Article"]
    assert not rows()["Sentence"]


def test_a_given_list_is_the_segmentation(load: Load) -> None:
    given = [[0, 68, "lead"], [70, 80, "caption"], [82, 158]]
    load(document("rat", TEXT, sentences=given))
    assert stored() == [(0, 68, "lead"), (70, 80, "caption"), (82, 158, "body")]
    assert ArticleVersion.objects.get().segmenter == "given"
    assert json.loads(exported())["document"]["sentences"] == given


def test_sentences_may_touch_and_hold_white_space_at_their_edges(load: Load) -> None:
    given = [[0, 32], [32, 70], [70, 82], [82, 158]]
    assert load(document("rat", TEXT, sentences=given)).failure == ""
    assert [list(span[:2]) for span in stored()] == given


def test_text_that_the_list_leaves_out_is_segmented_here(load: Load) -> None:
    load(document("rat", TEXT, sentences=[[32, 68]]))
    assert [span[:2] for span in stored()] == [(0, 31), (32, 68), (70, 80), (82, 126), (127, 158)]


def test_half_a_sentence_that_the_list_leaves_out_is_one_too(load: Load) -> None:
    load(document("rat", TEXT, sentences=[[4, 20], [40, 60]]))
    assert [TEXT[start:end] for start, end, _ in stored()][:5] == [
        "Der",
        TEXT[4:20],
        TEXT[20:31].strip(),
        "Er will",
        TEXT[40:60],
    ]


def test_what_is_left_out_behind_the_beginning_is_no_lead(load: Load) -> None:
    text = "Erster Satz. Zweiter Satz.\n\nDritter Satz. Vierter Satz.\n\nFünfter Satz ist da."
    load(document("rat", text, sentences=[[0, 12], [42, 55]]))
    roles = {text[start:end]: role for start, end, role in stored()}
    assert roles["Dritter Satz."] == roles["Fünfter Satz ist da."] == "body"


def test_an_empty_list_leaves_all_to_be_segmented_here(load: Load) -> None:
    load(document("rat", TEXT, sentences=[]))
    assert [tuple(s)[:2] for s in stored()] == [s[:2] for s in split(TEXT, "de")]


def test_no_list_is_segmented_here(load: Load) -> None:
    load(document("rat", TEXT))
    assert ArticleVersion.objects.get().segmenter != "given"
    assert stored() == [(s.start, s.end, s.role) for s in split(TEXT, "de")]


def test_paragraphs_are_counted_over_the_given_list(load: Load) -> None:
    load(document("rat", TEXT, sentences=[[0, 31], [70, 80]]))
    assert list(Sentence.objects.in_order().values_list("paragraph", flat=True)) == [1, 1, 2, 3, 3]


def test_another_list_is_a_new_version_and_the_same_is_none(load: Load) -> None:
    load(document("rat", TEXT))
    mine = [list(s) for s in stored()]
    told = load(document("rat", TEXT, sentences=mine))
    assert "documents: 0 new, 0 changed, 1 same" in told.summary
    told = load(document("rat", TEXT, sentences=[[0, 68]]))
    assert "documents: 0 new, 1 changed, 0 same" in told.summary
    assert "version 2 added; of 0 passages 0 stand in it, 0 wait at the desk" in told.out[0]
    article = Article.objects.get()
    assert article.current_version is not None
    assert (article.current_version.number, article.current_version.segmenter) == (2, "given")
    # Without a list an unchanged text stays as it was cut.
    told = load(document("rat", TEXT))
    assert "documents: 0 new, 0 changed, 1 same" in told.summary
    assert ArticleVersion.objects.count() == 2
