"""What the export holds of a base that editors made, and in which order."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles, claims, labels
from editorial.actions.parts import Hop, Passage
from kb.exports.jsonl import documents, written
from kb.models import Article, Claim, Outlet
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


def lines() -> list[dict[str, Any]]:
    return [json.loads(written(document)) for document in documents()]


def sentence(article: Article, position: int) -> Any:
    article.refresh_from_db()
    assert article.current_version is not None
    return article.current_version.sentences.get(position=position)


def one_claim(**fields: Any) -> dict[str, Any]:
    make_claim(status="draft", **fields)
    ((said,),) = [line["claims"] for line in lines() if "claims" in line]
    return dict(said)


def test_a_document_says_what_its_article_says() -> None:
    keller = make_actor("Anna Keller")
    make_article(
        "Ein Satz. Noch einer.",
        title="Titel",
        language="en",
        kind="interview",
        access="link",
        url="https://zeitung.example/",
        license="CC0",
        author=keller,
        external_id="x",
        extra={"section": [1]},
    )
    assert lines() == [
        {
            "document": {
                "id": "x",
                "source": "tests",
                "title": "Titel",
                "text": "Ein Satz. Noch einer.",
                "lang": "en",
                "kind": "interview",
                "access": "link",
                "date": "2025-12-03",
                "url": "https://zeitung.example/",
                "license": "CC0",
                "author": "Anna Keller",
                "sentences": [[0, 9, "lead"], [10, 21, "lead"]],
                "section": [1],
            }
        }
    ]


def test_what_is_not_said_is_absent() -> None:
    make_article("Ein Satz.", published_on=None)
    assert sorted(lines()[0]["document"]) == [
        "access",
        "id",
        "kind",
        "lang",
        "sentences",
        "source",
        "text",
        "title",
    ]


def test_a_claim_says_what_it_says_and_never_its_status() -> None:
    article = make_article()
    said = one_claim(
        article=article,
        text="Die Brücke ist sicher.",
        kind="prediction",
        speaker=make_actor("Ministerin"),
        mode="indirect",
        about=[make_actor("Rat"), make_actor("Brücke")],
        events=[make_event("Sitzung")],
        tags=["b", "A"],
        said_on="2025-12-01",
        external_id="k",
        extra={"label": "l"},
    )
    assert said == {
        "id": "k",
        "text": "Die Brücke ist sicher.",
        "kind": "prediction",
        "speaker": "Ministerin",
        "mode": "indirect",
        "about": ["Brücke", "Rat"],
        "events": ["Sitzung"],
        "tags": ["A", "b"],
        "said_on": "2025-12-01",
        "label": "l",
        "evidence": [
            {
                "quote": "Die Brücke sei sicher, sagte die Ministerin.",
                "start": 82,
                "end": 126,
                "stance": "supports",
            }
        ],
    }


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn"])
def test_claims_of_every_status_are_there(status: str) -> None:
    make_claim(status=status)
    assert "status" not in lines()[0]["claims"][0]


def test_the_authors_own_voice_names_nobody() -> None:
    keller = make_actor("Anna Keller")
    said = one_claim(article=make_article(author=keller))
    assert ("speaker" in said, said["mode"]) == (False, "author")


def test_somebody_unnamed_is_absent() -> None:
    said = one_claim(article=make_article())
    assert "speaker" not in said
    assert "author" not in lines()[0]["document"]


def test_somebody_unnamed_is_named_where_the_author_is_known_by_now() -> None:
    article = make_article()
    make_claim(article=article, status="draft")
    Article.objects.filter(pk=article.pk).update(author=make_actor("Anna Keller"))
    ((said,),) = [line["claims"] for line in lines()]
    assert said["speaker"] == "Ungenannte Autorschaft"


def test_a_newsroom_that_speaks_is_named() -> None:
    outlet = Outlet.objects.create(name="Blatt", newsroom=make_actor("Redaktion Blatt"))
    said = one_claim(article=make_article(outlet=outlet))
    assert (said["speaker"], said["mode"]) == ("Redaktion Blatt", "author")


def test_a_chain_of_one_is_the_speaker_and_a_longer_one_is_told() -> None:
    rutte, minister = make_actor("Rutte"), make_actor("Minister")
    assert "attribution" not in one_claim(speaker=rutte, mode="direct")
    Claim.objects.all().delete()
    hops = [Hop(minister, "reported"), Hop(rutte, "direct")]
    said = one_claim(speaker=rutte, mode="direct", hops=hops)
    assert said["attribution"] == [
        {"actor": "Minister", "mode": "reported"},
        {"actor": "Rutte", "mode": "direct"},
    ]


def test_namesakes_in_a_chain_are_told_as_far_as_names_tell_them_apart() -> None:
    one, two, three = make_actor("Müller"), make_actor("Meier"), make_actor("Müller")
    hops = [Hop(one, "reported"), Hop(two, "reported"), Hop(three, "direct")]
    said = one_claim(speaker=three, mode="direct", hops=hops)
    assert [hop["actor"] for hop in said["attribution"]] == ["Meier", "Müller"]


def test_evidence_stands_by_its_place_that_of_others_last() -> None:
    article, other = make_article(external_id="m"), make_article(external_id="a")
    passages = [
        Passage(sentence(other, 1), 0, 3, "supports"),
        Passage(sentence(article, 4), 4, 10, "disputes"),
        Passage(sentence(article, 4), 4, 10, "context"),
        Passage(sentence(article, 1), 8, 11, "supports"),
    ]
    said = one_claim(article=article, passages=passages)
    assert [(e.get("document"), e["start"], e["stance"]) for e in said["evidence"]] == [
        (None, 8, "supports"),
        (None, 86, "context"),
        (None, 86, "disputes"),
        ({"source": "tests", "id": "a"}, 0, "supports"),
    ]
    assert "quote" not in said["evidence"][3]


def test_rows_that_touch_are_one_passage_again() -> None:
    article = make_article()
    first, second, third = (sentence(article, n) for n in (1, 2, 3))
    passages = [
        Passage(first, 4, len(first.text)),
        whole(second),
        Passage(third, 0, 3),
        Passage(first, 0, 3),
        Passage(second, 0, 5, "context"),
    ]
    said = one_claim(article=article, passages=passages)
    assert [(e["start"], e["end"], e["stance"]) for e in said["evidence"]] == [
        (0, 3, "supports"),
        (4, 73, "supports"),
        (32, 37, "context"),
    ]
    assert said["evidence"][1]["quote"] == TEXT[4:73]


def test_what_rests_on_an_older_wording_is_left_out() -> None:
    claim = make_claim()
    correct(claim.article, TEXT.replace("sicher, sagte die", "sicher, sagte uns die"))
    ((said,),) = [line["claims"] for line in lines()]
    assert "evidence" not in said
    assert "sagte uns" in lines()[0]["document"]["text"]


def test_what_a_correction_carried_over_is_there() -> None:
    claim = make_claim()
    quote = claim.evidence.get().quote
    correct(claim.article, "Vorab. " + TEXT)
    ((said,),) = [line["claims"] for line in lines()]
    assert [row["quote"] for row in said["evidence"]] == [quote]
    assert said["evidence"][0]["start"] == len("Vorab. ") + TEXT.index(quote)


def test_dropped_evidence_is_left_out() -> None:
    claim = make_claim()
    other = whole(sentence(claim.article, 5))
    claims.correct(
        claim=claim,
        writer=editor(),
        by=publisher(),
        reason="Genauer.",
        passages=[other],
        dropped=list(claim.evidence.all()),
    )
    ((said,),) = [line["claims"] for line in lines()]
    assert [e["quote"] for e in said["evidence"]] == ["Der Ingenieur widerspricht ihr."]


def test_what_is_sealed_is_left_out_with_all_that_rests_on_it() -> None:
    sealed, article = make_article(external_id="s"), make_article(external_id="o")
    inside = make_claim(article=sealed, status="draft")
    passages = [whole(sentence(article, 1)), whole(sentence(sealed, 1))]
    outside = make_claim(article=article, status="draft", passages=passages)
    labels.relate(subject=outside, object=inside, kind="supports", by=editor())
    articles.seal(article=sealed, by=editor(), reason="Auf Wunsch.")
    (line,) = lines()
    (said,) = line["claims"]
    assert line["document"]["id"] == "o"
    assert len(said["evidence"]) == 1
    assert "relations" not in said


def test_relations_name_the_other_claim() -> None:
    one, two = make_claim(external_id="1"), make_claim(external_id="2")
    for kind in ("supports", "contradicts"):
        labels.relate(subject=one, object=two, kind=kind, by=editor())
    (said,) = next(line["claims"] for line in lines() if line["claims"][0]["id"] == "1")
    there = {"source": "tests", "document": two.article.external_id, "id": "2"}
    assert said["relations"] == [
        {"kind": "contradicts", "claim": there},
        {"kind": "supports", "claim": there},
    ]


def test_judgements_stand_by_the_sentence_in_the_list() -> None:
    article = make_article()
    articles.judge(sentences=[sentence(article, 3)], by=editor(), reason="Zwischentitel")
    document = lines()[0]["document"]
    assert document["no_claim"] == [{"sentence_index": 2, "reason": "Zwischentitel"}]
    assert document["sentences"][2] == [70, 80, "heading"]


NAMES = ["", "a", "B", "A", "ä", "z", "é", "e\u0301", "😀", "\uffee", "10", "9", "a b", "a-b", "Ä"]


def test_everything_stands_in_the_order_of_code_points() -> None:
    for name in NAMES[1:]:
        make_article("Ein Satz.", external_id=name, source=f"s{len(name)}")
    article = make_article()
    for name in NAMES[1:]:
        make_claim(article=article, external_id=name, status="draft", tags=[name])
    found = lines()
    keys = [(line["document"]["source"], line["document"]["id"]) for line in found]
    assert keys == sorted(keys)
    ids = [claim["id"] for line in found for claim in line.get("claims", [])]
    assert ids == sorted(NAMES[1:])


def test_keys_are_sorted_and_letters_are_not_escaped() -> None:
    make_article("Zürich 😀 \u2028 \x7f.", extra={"b": {"d": 1, "c": "ä"}, "Z": 0.1})
    (line,) = (written(document) for document in documents())
    assert line.startswith('{"document":{"Z":0.1,"access":"full","b":{"c":"ä","d":1},"date":')
    assert "Zürich 😀 \u2028 \x7f." in line
    assert line.endswith("}\n")
    assert line.count("\n") == 1


def test_more_documents_cost_no_more_queries_within_a_batch() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            list(documents())
        return len(context)

    make_claim(tags=["x"])
    few = queries()
    for _ in range(5):
        make_claim(tags=["x"], about=[make_actor()])
    assert queries() == few
