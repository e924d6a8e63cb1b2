import json
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.text.sentences import SEGMENTER, Span, split

HERE = Path(__file__)
CASES = HERE.parent / "cases"
SEEDS = HERE.parents[3] / "seeds"
SHARED = HERE.parents[3].parent / "shared" / "data" / "sentences"
LANGUAGES = ["de", "en", "fr", "it", "xx", "", "pt-BR"]

needs_shared_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the reference data lies beside some checkouts only: no {SHARED}"
)

# What borders are made of, so that properties meet them often.
PARTS = st.sampled_from(
    "Satz|z. B.|3.|Dez.|usw.|J.|XIV.|M.|der|Der|l'art.|1) |- |• |😀|[1]|[…]|\r\n|\n\n".split("|")
    + list(".!?…:;,„“”\"»«‹›‚‘'()[]–-¿¹。  \n\xa0\u202f\u2029\x1c\x85\ufeff\u200b\u0301\x01\ud800")
)
TEXTS = st.one_of(st.lists(PARTS, max_size=40).map("".join), st.text())


def sentences(text: str, language: str = "de") -> list[str]:
    return [text[span.start : span.end] for span in split(text, language)]


def cases() -> list[tuple[str, str]]:
    files = sorted(CASES.glob("*.txt"))
    lines = ((file.stem, line) for file in files for line in file.read_text("utf-8").splitlines())
    return [(language, line) for language, line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("language", "case"), cases())
def test_it_cuts_as_a_reader_would(language: str, case: str) -> None:
    expected = case.split(" | ")
    assert sentences(" ".join(expected), language) == expected


@given(TEXTS, st.sampled_from(LANGUAGES))
@example("", "de")
@example(" \n\n ", "de")
@example("a\n\n.\n\n", "xx")
@settings(max_examples=600)
def test_sentences_hold_everything_but_white_space_between_them(text: str, language: str) -> None:
    position, paragraph = 0, 1
    for span in split(text, language):
        assert position <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        assert text[position : span.start].strip() == ""
        assert span.role in ("heading", "lead", "body", "caption")
        assert paragraph <= span.paragraph <= paragraph + 1
        position, paragraph = span.end, span.paragraph
    assert text[position:].strip() == ""


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_the_same_text_is_always_cut_the_same_way(text: str, language: str) -> None:
    assert split(text, language) == split(text, language)


@given(st.text(), st.text())
def test_any_language_tag_will_do(text: str, language: str) -> None:
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


def test_the_segmenter_is_named_with_its_revision() -> None:
    assert re.fullmatch(r"belegstelle-\d+", SEGMENTER)


@pytest.mark.parametrize("language", ["de", "de-CH", "DE", "de_AT"])
def test_the_first_subtag_of_the_language_decides(language: str) -> None:
    assert len(split("Am 3. Dezember kam er. Dann ging er.", language)) == 2


def test_another_language_is_cut_too() -> None:
    assert sentences("Hola. ¿Qué tal?\n\nBien.", "es") == ["Hola.", "¿Qué tal?", "Bien."]


def test_a_long_text_in_another_language_is_cut_the_same_way_piece_by_piece() -> None:
    text = " ".join(f"Esta es la frase {n}, y no es la última." for n in range(2_000))
    assert len(split(text, "es")) == 2_000


# Paragraphs and roles


def test_paragraphs_count_from_one_and_the_first_is_the_lead() -> None:
    text = "Erstens. Zweitens.\n\nEin Titel\n\nDrittens.\n \nViertens"
    assert split(text, "de") == [
        Span(0, 8, 1, "lead"),
        Span(9, 18, 1, "lead"),
        Span(20, 29, 2, "heading"),
        Span(31, 40, 3, "body"),
        Span(43, 51, 4, "body"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Alle sehen mehrere Defizite:",
        "Wer hilft der Ukraine?",
        "Niemand.",
        "„So nicht.“",
        "* * *",
        "• Milch",
        "Eine Zeile, die " + "sehr " * 20 + "lang ist",
        "Zwei Zeilen\nsind keine",
    ],
)
def test_what_closes_or_is_no_short_line_is_no_heading(line: str) -> None:
    assert "heading" not in {span.role for span in split(f"Vorspann.\n\n{line}\n\nText.", "de")}


def test_with_blank_lines_a_newline_is_a_space() -> None:
    assert sentences("Der Kanzler\nreist ab.\n\nEr kommt\nwieder.") == [
        "Der Kanzler\nreist ab.",
        "Er kommt\nwieder.",
    ]


def test_list_items_open_blocks_of_their_own() -> None:
    text = "Die Lage.\n\nWir brauchen:\n- mehr Geld\n- mehr Zeit\n\nPunkte\n1. Geld\n2. Zeit"
    assert sentences(text) == [
        "Die Lage.", "Wir brauchen:", "- mehr Geld", "- mehr Zeit", "Punkte", "1. Geld", "2. Zeit",
    ]  # fmt: skip


def test_a_date_at_the_beginning_of_a_wrapped_line_is_no_list_item() -> None:
    text = "Die Minister trafen sich in Brüssel am\n3. Dezember. Einer fehlte.\n\nWarum?"
    assert len(sentences(text)) == 3


def test_lines_that_close_are_blocks_where_there_are_no_blank_lines() -> None:
    text = "Nato in der Krise\nDie Minister trafen sich.\nEiner fehlte.\nEin Titel\nEs ging weiter."
    assert sentences(text) == text.split("\n")
    assert [span.role for span in split(text, "de")][3] == "heading"


def test_long_lines_are_blocks_where_there_are_no_blank_lines() -> None:
    line = "Ein Absatz ohne Punkt am Ende, " + "aber mit vielen Wörtern " * 4
    assert len(split("\n".join([line, line, line]), "de")) == 3


def test_hard_wrapped_lines_are_joined() -> None:
    text = "Die Minister trafen sich am Mittwoch in\nBrüssel, einer aber fehlte und sagte nicht\nwarum. Das fiel auf."
    assert len(split(text, "de")) == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_newline_parts_paragraphs(newline: str) -> None:
    text = f"Ein Satz{newline}{newline}Noch ein Satz{newline}{newline}Der dritte."
    assert [span.role for span in split(text, "de")] == ["lead", "heading", "body"]


# The seeds, and figures


def seed(name: str) -> str:
    """A seed article without its header."""
    return re.sub(r"^\s*date \S+\s", "", (SEEDS / name).read_text("utf-8"), count=1)


def test_the_first_seed_article_has_38_sentences_two_of_them_headings() -> None:
    text = seed("000_08da8c51ebda866c.txt")
    spans = split(text, "de")
    assert len(spans) == 38
    assert [text[span.start : span.end] for span in spans if span.role == "heading"] == [
        "Ruttes Durchhalteparolen",
        "US-Aussenminister fehlt bei Nato-Treffen",
    ]
    assert [span.role for span in spans[:5]] == ["lead"] * 4 + ["body"]


def test_a_speech_has_the_sentences_a_reader_counts() -> None:
    """Every cut was read: "Dafür gibt es auch Gründe; denn …" stays whole, "Danke schön." ends it."""
    text = seed("2019-04-04_felgentreu_70-jahre-nato.txt")
    spans = split(text, "de")
    assert len(spans) == 60
    assert {span.role for span in spans} == {"lead", "body"}
    assert text[spans[-1].start : spans[-1].end] == "Danke schön."


def boundary_f1(documents: list[list[str]], language: str) -> float:
    """Agreement on where sentences end; ends without closing punctuation count neither way."""
    hits = wrong = missed = 0
    for document in documents:
        text, closed, unclosed = "", set(), set()
        for sentence in document[:-1]:
            text += sentence
            is_closed = re.search(r"[.!?…][\s\"'“”»«’‘)\]]*$", sentence)
            (closed if is_closed else unclosed).add(len(text))
            text += " "
        found = {span.end for span in split(text + document[-1], language)[:-1]}
        hits += len(found & closed)
        wrong += len(found - closed - unclosed)
        missed += len(closed - found)
    return 2 * hits / (2 * hits + wrong + missed)


@needs_shared_data
def test_it_agrees_with_gold_sentences_of_german_news() -> None:
    lines = (SHARED / "ud-pud-de-news.jsonl").read_text("utf-8").splitlines()
    assert boundary_f1([json.loads(line)["sentences"] for line in lines], "de") >= 0.995


@needs_shared_data
@pytest.mark.parametrize(
    # Below 1 because sentencex keeps a quotation whole and we do not: sentences in it are sentences.
    ("language", "least"),
    [("de", 0.94), ("en", 0.82), ("fr", 1), ("it", 0.94)],
)
def test_it_agrees_with_the_tricky_cases_of_sentencex(language: str, least: float) -> None:
    source = (SHARED / f"sentencex-{language}.txt").read_text("utf-8")
    documents = []
    for block in re.split(r"^#?===$", source, flags=re.MULTILINE):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if "---" in lines and lines[lines.index("---") + 1 :]:
            documents.append([line.strip() for line in lines[lines.index("---") + 1 :]])
    assert boundary_f1(documents, language) >= least


# Time


def seconds(text: str, language: str) -> float:
    started = process_time()
    split(text, language)
    return process_time() - started


@pytest.mark.parametrize("language", ["de", "xx"])
@pytest.mark.parametrize(
    "text",
    [
        "Wort " * 60_000,
        "." * 100_000,
        ". " * 50_000,
        "a" * 1_000_000,
        "Das ist ein Satz mit einigen Wörtern darin. " * 7_000,
        '"' * 1_000_000,
        "„" * 1_000_000,
        '." ' * 100_000,
        "\n" * 1_000_000,
        " \n" * 500_000,
        "x" + " " * 1_000_000 + "x",
        "z. B. " * 50_000,
        "[1]" * 300_000,
        "ab\n• c\n" * 50_000,
        "ab\n- c\n" * 50_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_the_time_grows_with_the_length_only(text: str, language: str) -> None:
    # Ten times what it takes here, far below what a square would take.
    assert seconds(text, language) < 3


def test_an_article_takes_milliseconds() -> None:
    article = seed("000_08da8c51ebda866c.txt") * 3
    assert min(seconds(article, "de") for _ in range(5)) < 0.05
