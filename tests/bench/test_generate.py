"""The generator against the rules of the form, read from its lines alone."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from typing import Any

import pytest

from bench.bodies import body_of
from bench.generate import Plan, lines

COUNT = 600
ALIKE_COUNT = 250  # every pair of these is compared
PLAN = Plan(COUNT)
# Another hash means other documents: figures from before cannot be compared with those after.
SHA256_OF_100 = "4445db090c897b12552de98e986cc9c8d3770c0585804a5648de587866a58f1b"

Documents = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(PLAN)]


@pytest.fixture(scope="module")
def documents(entries: list[dict[str, Any]]) -> Documents:
    return {key(entry["document"]): entry for entry in entries}


def key(document: dict[str, Any]) -> tuple[str, str]:
    return document.get("source", "bench"), document["id"]


def claims(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [claim for entry in entries for claim in entry.get("claims", [])]


def passage(entry: dict[str, Any], documents: Documents, evidence: dict[str, Any]) -> Any:
    """Text, start and end of what an evidence points at, found by the rules of the form."""
    other = evidence.get("document")
    document = documents[other["source"], other["id"]]["document"] if other else entry["document"]
    text = document["text"]
    if "start" in evidence:
        start, end = evidence["start"], evidence["end"]
    elif "quote" in evidence:
        start = text.index(evidence["quote"])
        assert text.find(evidence["quote"], start + 1) == -1
        end = start + len(evidence["quote"])
    else:
        start, end = document["sentences"][evidence["sentence_index"]][:2]
    return document, text, start, end


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}


def test_the_same_seed_gives_the_same_bytes() -> None:
    command = [sys.executable, "-m", "bench.generate", "--documents", "100"]
    written = subprocess.run(command, check=True, capture_output=True).stdout
    assert hashlib.sha256(written).hexdigest() == SHA256_OF_100


def test_another_seed_gives_other_documents(entries: list[dict[str, Any]]) -> None:
    others = [json.loads(line) for line in lines(Plan(20, seed=2))]
    assert not {e["document"]["text"] for e in others} & {e["document"]["text"] for e in entries}


def test_it_makes_as_much_as_it_says(entries: list[dict[str, Any]]) -> None:
    counts = [len(entry.get("claims", [])) for entry in entries]
    sentences = [len(body_of(PLAN.seed, number).spans) for number in range(COUNT)]
    assert (min(counts), max(counts)) == (0, 6)
    assert sum(counts) / COUNT == pytest.approx(2, abs=0.2)
    assert min(sentences) >= 5
    assert max(sentences) <= 40
    assert sum(sentences) / COUNT == pytest.approx(15, abs=0.6)


def test_names_are_given_once(entries: list[dict[str, Any]], documents: Documents) -> None:
    assert len(documents) == len(entries)
    for entry in entries:
        ids = [claim["id"] for claim in entry.get("claims", [])]
        assert len(set(ids)) == len(ids)


def test_given_lists_are_in_order_and_cut_no_sentence(entries: list[dict[str, Any]]) -> None:
    given = [entry["document"] for entry in entries if "sentences" in entry["document"]]
    assert len(given) == pytest.approx(COUNT / 2, abs=COUNT / 10)
    leaving_out = 0
    for document in given:
        text, reached, gaps = document["text"], 0, []
        for start, end, *role in document["sentences"]:
            assert reached <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert role in ([], ["heading"])
            gaps.append(text[reached:start])
            reached = end
        leaving_out += bool("".join(gaps).strip() or text[reached:].strip())
    assert 0 < leaving_out < len(given) / 5


def test_quotes_and_offsets_agree(entries: list[dict[str, Any]], documents: Documents) -> None:
    for entry in entries:
        for evidence in (e for claim in entry.get("claims", []) for e in claim["evidence"]):
            document, text, start, end = passage(entry, documents, evidence)
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert evidence.get("quote", text[start:end]) == text[start:end]
            if "sentence_index" in evidence:
                sentence = document["sentences"][evidence["sentence_index"]]
                assert sentence[0] <= start < sentence[1]


def test_passages_of_a_claim_do_not_touch(
    entries: list[dict[str, Any]], documents: Documents
) -> None:
    for entry in entries:
        for claim in entry.get("claims", []):
            own = [e for e in claim["evidence"] if "document" not in e]
            spans = [passage(entry, documents, evidence)[2:] for evidence in own]
            text = entry["document"]["text"]
            for one, two in combinations(sorted(spans), 2):
                assert one[1] < two[0]
                assert text[one[1] : two[0]].strip()


def test_no_sentence_is_both_covered_and_without_claim(
    entries: list[dict[str, Any]], documents: Documents
) -> None:
    judged = 0
    without = {
        (*key(entry["document"]), *entry["document"]["sentences"][item["sentence_index"]][:2])
        for entry in entries
        for item in entry["document"].get("no_claim", [])
    }
    for entry in entries:
        for evidence in (e for claim in entry.get("claims", []) for e in claim["evidence"]):
            document, _, start, end = passage(entry, documents, evidence)
            for source, identity, first, last in without:
                if (source, identity) == key(document):
                    assert end <= first or start >= last
                    judged += 1
    assert without
    assert judged


def test_what_is_pointed_at_is_there(entries: list[dict[str, Any]], documents: Documents) -> None:
    relations = 0
    for entry in entries:
        for claim in entry.get("claims", []):
            for relation in claim.get("relations", []):
                source, identity = relation["claim"]["source"], relation["claim"]["document"]
                assert (source, identity) != key(entry["document"])
                there = documents[source, identity]["claims"]
                assert relation["claim"]["id"] in [other["id"] for other in there]
                relations += 1
    assert relations


def test_chains_end_with_the_speaker(entries: list[dict[str, Any]]) -> None:
    chains = [claim for claim in claims(entries) if "attribution" in claim]
    assert chains
    for claim in chains:
        assert len({hop["actor"] for hop in claim["attribution"]}) == 2
        last = claim["attribution"][-1]
        assert last == {"actor": claim["speaker"], "mode": claim["mode"]}


def test_every_form_occurs(entries: list[dict[str, Any]]) -> None:
    evidence = [e for claim in claims(entries) for e in claim["evidence"]]
    forms = {frozenset(e) - {"stance"} for e in evidence}
    assert {
        frozenset(form.split())
        for form in (
            "quote start end",
            "start end",
            "quote",
            "sentence_index",
            "sentence_index quote start end",
            "document start end",
            "document quote start end",
        )
    } == forms
    assert {e.get("stance") for e in evidence} == {"supports", "disputes", "context", None}
    modes = {"direct", "indirect", "free_indirect", "reported", "author", None}
    assert {claim.get("mode") for claim in claims(entries)} == modes


@pytest.mark.parametrize("what", ["\r\n", "\xad", "u\u0308", "👩\u200d👩", "שלום", "𝔎", "\u00a0"])
def test_texts_hold_what_is_hard_to_keep(what: str, entries: list[dict[str, Any]]) -> None:
    assert [entry for entry in entries if what in entry["document"]["text"]]


def test_only_copies_are_alike(entries: list[dict[str, Any]]) -> None:
    found = [shingles(entry["document"]["text"]) for entry in entries[:ALIKE_COUNT]]
    alike = Counter[bool]()
    for one, two in combinations(range(ALIKE_COUNT), 2):
        likeness = len(found[one] & found[two]) / len(found[one] | found[two])
        is_copy = body_of(PLAN.seed, one).model == body_of(PLAN.seed, two).model
        assert likeness > 0.5 if is_copy else likeness < 0.2
        alike[is_copy] += 1
    assert 0 < alike[True] < ALIKE_COUNT * 0.05


def test_spoiled_documents_are_counted_and_never_pointed_at() -> None:
    plan, spoiled = Plan(COUNT, bad=0.1), Counter[str]()
    marred = [json.loads(line) for line in lines(plan, spoiled)]
    bad = {key(marred[n]["document"]) for n in range(COUNT) if plan.is_bad(n)}
    named = {
        (e["document"]["source"], e["document"]["id"])
        for claim in claims(marred)
        for e in claim["evidence"]
        if "document" in e
    }
    assert spoiled.total() == len(bad) > COUNT * 0.05
    assert len(spoiled) >= 6
    assert not named & bad
