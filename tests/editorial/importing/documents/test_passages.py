"""Evidence finds its one place in the text, or is rejected with what would be right."""

import re
from collections.abc import Callable

import pytest

from kb.models import Article, Claim, Evidence
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    Table,
    claim,
    cut,
    document,
    exported,
)

Load = Callable[..., Imported]

FIRST = "Der Rat tagt am Montag in Bern."
SENTENCES = [[0, 31], [32, 68], [70, 80, "heading"], [82, 126], [127, 158]]


def only_evidence_rejected(load: Load, evidence: Table, **more: object) -> str:
    """Imports a claim that rests on nothing else; its reason. The document itself comes in."""
    told = load(document("rat", more.pop("text", TEXT), claim(evidence, tags=["Brücken"]), **more))
    assert Article.objects.count() == 1
    assert not Claim.objects.exists()
    assert told.failure.startswith("1 rejected")
    (line,) = told.rejected
    (rejected,) = line["claims"]
    assert rejected["evidence"] == [evidence]
    return str(rejected["reason"]).removeprefix("all its evidence was rejected: ")


def quotes() -> list[str]:
    return [row.quote for row in Evidence.objects.in_text_order()]


@pytest.mark.parametrize("shift", [-1, 1])
def test_offsets_shifted_by_one_character_are_rejected(load: Load, shift: int) -> None:
    evidence = cut("Er will über die Brücke entscheiden.")
    evidence |= {"start": evidence["start"] + shift, "end": evidence["end"] + shift}
    there = TEXT[evidence["start"] : evidence["end"]]
    reason = only_evidence_rejected(load, evidence)
    assert reason == (
        f'text[{32 + shift}:{68 + shift}] is "{there}", not '
        '"Er will über die Brücke entscheiden."; the quote stands at 32:68'
    )


@pytest.mark.parametrize(("start", "end"), [(32, 67), (33, 68), (32, 69)])
def test_one_shifted_edge_is_rejected(load: Load, start: int, end: int) -> None:
    evidence = cut("Er will über die Brücke entscheiden.") | {"start": start, "end": end}
    assert only_evidence_rejected(load, evidence).startswith(f"text[{start}:{end}] is ")


def test_offsets_in_utf_16_units_are_told_from_code_points(load: Load) -> None:
    text = "Der Rat 😀 tagt 🇨🇭 am Montag. Er will entscheiden."
    quote = "Er will entscheiden."
    start = len(text[: text.index(quote)].encode("utf-16-le")) // 2
    evidence = {"quote": quote, "start": start, "end": start + len(quote)}
    reason = only_evidence_rejected(load, evidence, text=text)
    right = text.index(quote)
    assert start == right + 3
    assert "counted in code points they are" in reason
    assert reason.endswith(f"they are {right} and {right + len(quote)}")


def test_the_advice_about_utf_16_is_right(load: Load) -> None:
    text = "Der Rat 😀 tagt am 😀 Montag. Er 😀 will."
    load(document("rat", text, claim(cut("am 😀 Montag", text))))
    assert quotes() == ["am 😀 Montag"]


@pytest.mark.parametrize(
    "quote",
    [
        "Er will über  die Brücke entscheiden.",
        "Er will über\ndie Brücke entscheiden.",
        "Er will über\xa0die Brücke entscheiden.",
    ],
)
@pytest.mark.parametrize("has_offsets", [True, False])
def test_white_space_that_differs_is_rejected(load: Load, quote: str, has_offsets: bool) -> None:
    place = {"start": 32, "end": 32 + len(quote)} if has_offsets else {}
    reason = only_evidence_rejected(load, {"quote": quote, **place})
    remedy = "the same words are there with other white space: copy them from the text"
    assert reason.endswith(remedy)


def test_another_unicode_form_is_rejected(load: Load) -> None:
    reason = only_evidence_rejected(load, {"quote": "Die Bru\u0308cke"})
    assert reason.endswith("in another Unicode form: copy the words from the text")


def test_a_quote_that_is_not_there_names_the_most_similar_passage(load: Load) -> None:
    reason = only_evidence_rejected(load, {"quote": "Der Rat tagt am Dienstag in Bern."})
    assert reason.startswith('quote not found: "Der Rat tagt am Dienstag in Bern."; most similar:')
    assert FIRST in reason


def test_a_quote_that_stands_twice_is_rejected_with_its_places(load: Load) -> None:
    reason = only_evidence_rejected(load, {"quote": "Die Brücke"})
    assert reason == (
        'quote "Die Brücke" is there 2 times, at 70:80, 82:92; say which by start and end'
    )


def test_a_quote_that_stands_often_is_rejected_with_the_first_places(load: Load) -> None:
    reason = only_evidence_rejected(load, {"quote": "e"})
    assert "and" in reason.split("; ")[0]
    assert reason.count(":") == 5


def test_a_quote_alone_is_found(load: Load) -> None:
    assert load(document("rat", TEXT, claim({"quote": "tagt am Montag"}))).failure == ""
    assert quotes() == ["tagt am Montag"]


def test_a_quote_within_the_sentence_that_is_named(load: Load) -> None:
    evidence = {"quote": "Die Brücke", "sentence_index": 3}
    load(document("rat", TEXT, claim(evidence), sentences=SENTENCES))
    assert [row.sentence.position for row in Evidence.objects.all()] == [4]


def test_a_quote_that_is_not_in_the_sentence_named_is_rejected(load: Load) -> None:
    evidence = {"quote": "Die Brücke", "sentence_index": 0}
    reason = only_evidence_rejected(load, evidence, sentences=SENTENCES)
    assert reason == '"Die Brücke" is not in the sentence [0:31], but at 70:80, 82:92'


def test_offsets_alone_are_taken(load: Load) -> None:
    load(document("rat", TEXT, claim({"start": 4, "end": 7})))
    assert quotes() == ["Rat"]


def test_a_sentence_index_alone_is_the_whole_sentence_of_the_given_list(load: Load) -> None:
    # Sentence 0 of the list is not the first one: what the list leaves out is segmented here.
    load(document("rat", TEXT, claim({"sentence_index": 0}), sentences=[[82, 126]]))
    assert quotes() == ["Die Brücke sei sicher, sagte die Ministerin."]
    assert Evidence.objects.get().sentence.position == 4


@pytest.mark.parametrize(("start", "fits"), [(31, False), (32, True), (67, True), (70, False)])
def test_a_sentence_index_beside_offsets_names_the_sentence_that_holds_start(
    load: Load, start: int, fits: bool
) -> None:
    evidence = {"sentence_index": 1, "start": start, "end": 80}
    if fits:
        assert load(document("rat", TEXT, claim(evidence), sentences=SENTENCES)).failure == ""
        assert quotes() == [TEXT[start:68], "Die Brücke"]
    else:
        reason = only_evidence_rejected(load, evidence, sentences=SENTENCES)
        assert reason == f"sentence_index 1 is the sentence [32:68], which does not hold {start}"


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (
            {"sentence_index": 5},
            "sentence_index is 5, but sentences has 5, counted from 0",
        ),
        ({"sentence_index": -1}, "sentence_index is -1; write a whole number from 0 on"),
        ({"sentence_index": True}, "sentence_index is true; write a whole number from 0 on"),
        ({"sentence_index": 0.5}, "sentence_index is 0.5; write a whole number from 0 on"),
        ({"sentence_index": "0"}, 'sentence_index is "0"; write a whole number from 0 on'),
        ({"start": 4}, "start and end go together; give both"),
        ({"end": 4, "quote": "Der "}, "start and end go together; give both"),
        ({"start": 4, "end": 4}, "[4:4] is no part of the text, which has 158 code points"),
        ({"start": 7, "end": 4}, "[7:4] is no part of the text, which has 158 code points"),
        ({"start": 4, "end": 159}, "[4:159] is no part of the text, which has 158 code points"),
        ({"start": 10**30, "end": 10**31}, "is no part of the text, which has 158 code points"),
        ({}, "nothing says where; give start and end, a quote or a sentence_index"),
        ({"stance": "supports"}, "nothing says where; give start and end, a quote or a"),
        ({"quote": " "}, "quote is empty; leave it out or fill it in"),
        ({"quote": 4}, "quote is 4; write a text"),
        (
            {"quote": "Bern", "stance": "denies"},
            'stance is "denies"; known are supports, disputes or context',
        ),
        ({"quote": "Bern", "qoute": "x"}, 'the evidence has an unknown key "qoute"; did you mean'),
        (
            {"sentence_index": 0, "document": {"id": "andere"}},
            "sentence_index counts in this document; give start and end instead",
        ),
        ({"quote": "x", "document": "andere"}, 'document is "andere"; write an object {…}'),
        ({"quote": "x", "document": {}}, "id is missing; give it"),
        ({"quote": "x", "document": {"id": "a", "is": 1}}, 'document has an unknown key "is"'),
    ],
)
def test_evidence_that_says_no_place_is_rejected(load: Load, evidence: Table, reason: str) -> None:
    assert reason in only_evidence_rejected(load, evidence, sentences=SENTENCES)


def test_a_sentence_index_needs_a_given_list(load: Load) -> None:
    reason = only_evidence_rejected(load, {"sentence_index": 0})
    assert reason == "sentence_index counts in `sentences`, which the document does not give"


def test_evidence_that_is_no_object_is_rejected(load: Load) -> None:
    told = load(document("rat", TEXT, claim("Der Rat")))  # type: ignore[arg-type]
    assert told.reasons == [
        'all its evidence was rejected: the evidence is "Der Rat"; write an object {…}'
    ]


@pytest.mark.parametrize(("start", "end"), [(4, 32), (31, 68), (68, 80), (32, 69), (68, 70)])
def test_an_edge_in_the_white_space_between_sentences_is_rejected(
    load: Load, start: int, end: int
) -> None:
    reason = only_evidence_rejected(load, {"start": start, "end": end}, sentences=SENTENCES)
    assert reason == (
        f"[{start}:{end}] begins or ends in white space between sentences; leave that out"
    )


def test_white_space_within_a_sentence_is_a_good_edge(load: Load) -> None:
    load(document("rat", TEXT, claim({"quote": " tagt "})))
    assert quotes() == [" tagt "]


def test_evidence_over_sentence_borders_is_rows_that_touch_and_one_passage_again(
    load: Load,
) -> None:
    passage = TEXT[8:92]
    load(document("rat", TEXT, claim({"quote": passage})))
    assert quotes() == [
        "tagt am Montag in Bern.",
        "Er will über die Brücke entscheiden.",
        "Die Brücke",
        "Die Brücke",
    ]
    assert exported().decode().count('"quote"') == 1


def test_a_claim_with_some_accepted_evidence_comes_in_with_that(load: Load) -> None:
    bad = {"quote": "Er will", "start": 31, "end": 38}
    told = load(document("rat", TEXT, claim(cut(FIRST), bad, {"quote": "Bonn"})))
    assert quotes() == [FIRST]
    assert told.summary == (
        "documents: 1 new, 0 changed, 0 same; claims: 1 new, 0 changed, 0 same; "
        "evidence: 1 new, 0 changed, 0 same; rejected: 2; kept: 0"
    )
    (line,) = told.rejected
    assert [sorted(item) for item in line["claims"][0]["evidence"]] == [
        ["end", "quote", "reason", "start"],
        ["quote", "reason"],
    ]
    assert "reason" not in line["document"]
    assert "reason" not in line["claims"][0]


def test_the_same_evidence_twice_is_one(load: Load) -> None:
    load(document("rat", TEXT, claim(cut(FIRST), {"quote": FIRST}, {"start": 0, "end": 31})))
    assert quotes() == [FIRST]


def test_the_same_passage_may_support_and_be_context(load: Load) -> None:
    load(document("rat", TEXT, claim(cut(FIRST), cut(FIRST) | {"stance": "context"})))
    assert sorted(Evidence.objects.values_list("stance", flat=True)) == ["context", "supports"]


@pytest.mark.parametrize(
    "text",
    [
        "Cafe\u0301 und Zu\u0308rich. Ein zweiter Satz.",  # not NFC
        "Erste Zeile.\r\n\r\nZweite Zeile.\r\nDritte.",
        "Weich ge\u00adtrenn\u00adte Wör\u00adter. Und mehr.",
        "هذا نص عربي. \u202bوهذا نص آخر.\u202c Ende.",
        "😀 Ein Satz 👩‍👩‍👧‍👦 mit 𝔘𝔫𝔦𝔠𝔬𝔡𝔢. Und 𓀀 noch einer.",
        "\ufeffMit Marke. \u200bOhne Breite.\u2029Neuer Absatz.",
        "\t Eingerückt. \n\n\n Am Ende Leere. \n ",
    ],
)
def test_every_text_comes_in_and_goes_out_unchanged(load: Load, text: str) -> None:
    sentence = text.split(". ")[0].strip()
    told = load(document("rat", text, claim(cut(sentence, text))))
    assert told.failure == ""
    assert Article.objects.get().current_version.text == text
    assert "".join(quotes()) == "".join(re.split(r"\s*[\r\n]\s*", sentence))
    assert f'"start":{text.index(sentence)}' in exported().decode()
