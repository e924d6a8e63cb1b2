"""What a document or claim says of itself: what fits comes in and out again, the rest is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kb.models import Actor, Article, Claim, Tag
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    claim,
    cut,
    document,
    exported,
    rows,
)

Load = Callable[..., Imported]

GOOD = cut("Der Rat tagt am Montag in Bern.")

EVERYTHING = {
    "title": "Ein Titel",
    "date": "2005-11-01",
    "url": "https://zeitung.example/a?b=c#d",
    "lang": "de-CH",
    "kind": "news",
    "author": "Anna Keller",
    "license": "CC BY 4.0",
    "access": "full",
}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("id", "", "id is empty; leave it out or fill it in"),
        ("id", "  ", "id is empty; leave it out or fill it in"),
        ("id", 4, "id is 4; write a text"),
        ("id", None, "id is missing; give it"),
        ("id", "x" * 256, "id has 256 characters, at most 255 can be kept"),
        ("text", None, "text is missing; give it"),
        ("text", "", "text is empty; leave it out or fill it in"),
        ("text", " \n ", "text is empty; leave it out or fill it in"),
        ("text", ["T."], "text is a list; write a text"),
        ("text", "Ein\0Text.", "text: character 4 is NUL, which no text may hold"),
        ("text", "Ein\ud83dText.", "text: character 4 is half of a surrogate pair, which no text"),
        ("text", "ä" * 1_000_001, "The text has 2000002 bytes; at most 2000000 can be kept."),
        ("source", "x" * 101, "source has 101 characters, at most 100 can be kept"),
        ("source", 1, "source is 1; write a text"),
        ("title", "x" * 301, "title has 301 characters, at most 300 can be kept"),
        ("title", "T\0", "title: character 2 is NUL, which no text may hold"),
        ("title", False, "title is false; write a text"),
        ("date", "1.11.2005", 'date is "1.11.2005"; write a date as YYYY-MM-DD'),
        ("date", "2005-11", 'date is "2005-11"; write a date as YYYY-MM-DD'),
        ("date", "2005-02-29", 'date: there is no day "2005-02-29"'),
        ("date", "0000-01-01", 'date: there is no day "0000-01-01"'),
        ("date", "2005-11-01T00:00", "write a date as YYYY-MM-DD"),
        ("date", "２００５-11-01", "write a date as YYYY-MM-DD"),
        ("date", 20051101, "date is 20051101; write a text"),
        ("url", "zeitung.example", 'url is "zeitung.example": Enter a valid URL.'),
        ("url", "javascript:alert(1)", 'url is "javascript:alert(1)": Enter a valid URL.'),
        ("url", "https://x.example/" + "a" * 1000, "url has 1018 characters, at most 1000"),
        ("lang", "Deutsch", 'lang is "Deutsch"; write a language tag, such as "de"'),
        ("lang", "de_CH", 'lang is "de_CH"; write a language tag, such as "de"'),
        ("lang", "de-CH-1996-u-x", "lang has 14 characters, at most 12 can be kept"),
        ("kind", "artikel", 'kind is "artikel"; known are news, commentary, interview, speech,'),
        ("access", "sealed", 'access is "sealed"; known are full, quotes or link'),
        ("access", "Full", 'access is "Full"; known are full, quotes or link'),
        ("author", "x" * 201, "author has 201 characters, at most 200 can be kept"),
        ("author", {"name": "Anna"}, "author is an object; write a text"),
        ("license", "x" * 301, "license has 301 characters, at most 300 can be kept"),
        ("sentences", {}, "sentences is an object; write a list […]"),
        ("no_claim", "x", 'no_claim is "x"; write a list […]'),
        ("section", "a\0", "section: character 2 is NUL, which no text may hold"),
        ("section", {"a": ["b", {"c": "\udc00"}]}, "section.a[1].c: character 1 is half of a"),
        ("se\0", 1, "a key: character 3 is NUL, which no text may hold"),
    ],
)
def test_a_document_with_a_bad_value_is_rejected_with_all_that_belongs_to_it(
    load: Load, field: str, value: Any, reason: str
) -> None:
    before = rows()
    bad = document("rat", TEXT, claim(GOOD, speaker="Sie", tags=["Brücken"]), **EVERYTHING)
    bad["document"][field] = value
    told = load(bad)
    assert told.failure.startswith("1 rejected")
    (line,) = told.rejected
    assert reason in line["document"]["reason"]
    assert {k: v for k, v in line["document"].items() if k != "reason"} == bad["document"]
    assert line["claims"] == bad["claims"]
    after = rows()
    assert len(after.pop("ImportRun")) == 1
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"User"}  # the two system accounts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({}, "document is missing; give one with id and text"),
        ({"document": None}, "document is missing; give one with id and text"),
        ({"document": "T."}, 'document is "T."; write an object {…}'),
        ({"document": []}, "document is a list; write an object {…}"),
        (
            {"document": {"id": "x", "text": "T."}, "claims": {}},
            "claims is an object; write a list […]",
        ),
        (
            {"document": {"id": "x", "text": "T."}, "claim": []},
            'the line has an unknown key "claim"; did you mean "claims"?',
        ),
        (
            {"document": {"id": "x", "text": "T."}},
            "source is missing; give it, or name one for all by --source",
        ),
    ],
)
def test_a_line_that_is_no_document_is_rejected(load: Load, line: Any, reason: str) -> None:
    assert load(line).reasons == [reason]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("id", None, "id is missing; give it"),
        ("id", "x" * 256, "id has 256 characters, at most 255 can be kept"),
        ("text", None, "text is missing; give it"),
        ("text", "\n", "text is empty; leave it out or fill it in"),
        ("text", "a\0", "text: character 2 is NUL, which no text may hold"),
        ("speaker", "x" * 201, "speaker has 201 characters, at most 200 can be kept"),
        ("speaker", ["Sie"], "speaker is a list; write a text"),
        ("mode", "wörtlich", 'mode is "wörtlich"; known are direct, indirect, free_indirect'),
        ("kind", "news", 'kind is "news"; known are report, assessment, prediction, demand or'),
        ("said_on", "gestern", 'said_on is "gestern"; write a date as YYYY-MM-DD'),
        ("about", "Nato", 'about is "Nato"; write a list […]'),
        ("about", [1], "about holds 1; write names as texts"),
        ("about", [""], 'about holds ""; write names as texts'),
        ("about", ["x" * 201], "about holds a name of 201 characters, at most 200"),
        ("events", ["x" * 301], "events holds a name of 301 characters, at most 300"),
        ("tags", ["x" * 101], "tags holds a name of 101 characters, at most 100"),
        ("tags", [["a"]], "tags holds a list; write names as texts"),
        ("evidence", {}, "evidence is an object; write a list […]"),
        ("relations", "c2", 'relations is "c2"; write a list […]'),
        ("attribution", [{}], "actor is missing; give it"),
        ("attribution", ["Rutte"], 'attribution 1 is "Rutte"; write an object {…}'),
        ("attribution", [{"actor": "A", "mode": "author"}], 'mode is "author"; known are direct,'),
        ("attribution", [{"actor": "A", "cue": "sagt"}], 'attribution 1 has an unknown key "cue"'),
        (
            "attribution",
            [{"actor": "A"}, {"actor": "Sie"}, {"actor": "A"}],
            "attribution names somebody twice; a chain goes in no circle",
        ),
        (
            "attribution",
            [{"actor": "A", "mode": "direct"}],
            'attribution ends in "A" (direct), but the claim\'s speaker is "Sie" (direct); '
            "the last hop is the speaker",
        ),
        ("label", "a\0", "label: character 2 is NUL, which no text may hold"),
    ],
)
def test_a_claim_with_a_bad_value_is_rejected_and_the_others_come_in(
    load: Load, field: str, value: Any, reason: str
) -> None:
    good = claim(GOOD)
    bad = {"id": "c1", **claim(GOOD, speaker="Sie", tags=["Brücken"])} | {field: value}
    told = load({**document("rat", TEXT, good, good), "claims": [bad, {"id": "c2", **good}]})
    assert [c.external_id for c in Claim.objects.all()] == ["c2"]
    assert not Tag.objects.exists()
    assert not Actor.objects.filter(name="Sie").exists()
    (line,) = told.rejected
    (rejected,) = line["claims"]
    assert reason in rejected.pop("reason")
    assert rejected == bad
    assert "reason" not in line["document"]


def test_a_claim_that_is_no_object_is_rejected(load: Load) -> None:
    told = load(
        {**document(), "claims": ["Die Brücke ist sicher.", None, {"id": "a", "text": "b"}]}
    )
    assert told.reasons == [
        'the claim is "Die Brücke ist sicher."; write an object {…}',
        "the claim is null; write an object {…}",
    ]
    assert Claim.objects.count() == 1


def test_of_two_claims_with_one_id_the_second_is_rejected(load: Load) -> None:
    told = load(document("rat", TEXT, claim(GOOD, id="a"), claim(GOOD, id="a", text="Nein.")))
    assert told.reasons == ["another claim of this document has this id; give it one of its own"]
    assert Claim.objects.get().text == "Die Brücke ist sicher."


def test_the_same_claim_id_in_two_documents_is_two_claims(load: Load) -> None:
    load(document("a", TEXT, claim(GOOD)), document("b", TEXT, claim(GOOD)))
    assert Claim.objects.count() == 2


def test_ids_that_join_to_the_same_words_are_kept_apart(load: Load) -> None:
    lines = (
        document("a", TEXT, claim(GOOD, id="1#b")),
        document("a#1", TEXT, claim(GOOD, id="b")),
        document("a#1#b", TEXT),
    )
    load(*lines)
    assert "documents: 0 new, 0 changed, 3 same; claims: 0 new, 0 changed, 2 same" in (
        load(*lines).summary
    )


def test_only_id_and_text_are_needed(load: Load) -> None:
    line = {"document": {"id": "x", "text": TEXT}, "claims": [{"id": "c", "text": "Ja."}]}
    assert load(line, source="woanders").failure == ""
    article, stored = Article.objects.get(), Claim.objects.get()
    assert (article.source, article.language, article.kind, article.access) == (
        "woanders",
        "de",
        "other",
        "quotes",
    )
    assert article.title == "Der Rat tagt am Montag in Bern."
    assert (article.author, article.published_on, article.url, article.extra) == (
        None,
        None,
        "",
        {},
    )
    assert (stored.kind, stored.mode, stored.status) == ("report", "author", "draft")
    assert stored.speaker.name == "Ungenannte Autorschaft"


def test_null_is_the_same_as_absent(load: Load) -> None:
    nothing = dict.fromkeys(("title", "date", "url", "lang", "kind", "author", "access"))
    nothing |= dict.fromkeys(("license", "sentences", "no_claim", "section"))
    evidence = GOOD | {"sentence_index": None, "stance": None, "document": None}
    said = dict.fromkeys(("speaker", "mode", "kind", "label", "said_on", "about", "events", "tags"))
    said |= dict.fromkeys(("attribution", "relations"))
    full = document("rat", TEXT, claim(evidence), **nothing)
    full["claims"][0] |= said
    assert load(full).failure == ""
    with_nulls = exported()
    assert "null" not in with_nulls.decode()
    assert "1 same; claims: 0 new, 0 changed, 1 same" in (
        load(document("rat", TEXT, claim(GOOD))).summary
    )
    assert exported() == with_nulls


def test_everything_a_document_says_comes_in(load: Load) -> None:
    load(document("rat", TEXT, **EVERYTHING))
    article = Article.objects.get()
    assert (article.title, str(article.published_on), article.url) == (
        "Ein Titel",
        "2005-11-01",
        "https://zeitung.example/a?b=c#d",
    )
    assert (article.language, article.kind, article.license, article.access) == (
        "de-CH",
        "news",
        "CC BY 4.0",
        "full",
    )
    assert article.author is not None
    assert (article.author.name, article.author.listed) == ("Anna Keller", False)


EXTRA = {
    "section": "Schweiz",
    "empty": "",
    "nothing": [],
    "zero": 0,
    "no": False,
    "deep": {"b": [1, None, {"ü": "😀"}], "a": 0.25},
    "Title": "nicht der Titel",
    "😀": "e\u0301",
}


def test_unknown_keys_are_kept_and_come_out_again(load: Load) -> None:
    load(document("rat", TEXT, {**claim(GOOD), **EXTRA}, **EXTRA))
    assert Article.objects.get().extra == Claim.objects.get().extra == EXTRA
    line = json.loads(exported())
    assert {name: line["document"][name] for name in EXTRA} == EXTRA
    assert {name: line["claims"][0][name] for name in EXTRA} == EXTRA
