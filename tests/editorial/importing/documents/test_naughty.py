"""Strings that break programs pass through every field and back unchanged, or are refused whole."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from editorial.importing.documents.parse_claim import (
    ACTOR_CHARS,
    EVENT_CHARS,
    ID_CHARS,
    SOURCE_CHARS,
    TAG_CHARS,
)
from kb.models import Article, Claim
from kb.text.blank import is_blank
from tests import html
from tests.editorial.importing.documents.filebed import Imported, analyze, document, exported

Load = Callable[..., Imported]

LIMITS = {
    "id": ID_CHARS,
    "source": SOURCE_CHARS,
    "title": 300,
    "license": 300,
    "author": ACTOR_CHARS,
    "speaker": ACTOR_CHARS,
    "about": ACTOR_CHARS,
    "events": EVENT_CHARS,
    "tags": TAG_CHARS,
}
LISTED = ("about", "events", "tags")
END = "\n\nEnde."


@pytest.fixture(scope="module")
def naughty(shared_data: Path) -> list[str]:
    strings = json.loads((shared_data / "badinput" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) == 515
    return list(strings)


def fits(field: str, text: str) -> bool:
    return bool(text.strip()) and len(text) <= LIMITS.get(field, 10**6)


def line(number: int, text: str) -> dict[str, Any]:
    """A document that holds `text` in every field that can hold it; as its author's or its
    speaker's name, for an author who speaks is not named twice."""
    fields = ("title", "license", *(["author"] if number % 2 else []))
    named = {field: text for field in fields if fits(field, text)}
    named["id"] = f"{number} {text}"[:ID_CHARS]  # some strings stand there twice
    own = {
        "source": text if number % 10 == 0 and fits("source", text) else "tests",
        "n": number,
        "text": text + END,
        "sentences": [[0, len(text)], [len(text) + 2, len(text + END)]],
        "no_claim": [{"sentence_index": 1, "reason": text}],
        "x-" + text: {text: [text]},
        "access": "full",
        **named,
    }
    said = {
        "id": text if fits("id", text) else "c",
        # What nobody can see is no text of a claim that is published.
        "text": "Nichts zu sehen." if is_blank(text) else text,
        "label": text,
        "x-" + text: text,
        "mode": "indirect",
        "evidence": [{"quote": text, "start": 0, "end": len(text), "stance": "supports"}],
        **({"speaker": text} if fits("speaker", text) and "author" not in named else {}),
        **{field: [text] for field in LISTED if fits(field, text)},
    }
    return {"document": own, "claims": [said]}


def test_they_pass_through_every_field_and_back_and_show_on_the_pages(
    load: Load, naughty: list[str], client: Client
) -> None:
    lines = {n: line(n, text) for n, text in enumerate(naughty) if text.strip()}
    assert len(lines) > 500
    told = load(*lines.values(), publish=True)
    assert (told.errors, told.failure) == ([], "")
    found = [json.loads(each) for each in exported().decode().split("\n")[:-1]]
    assert len(found) == len(lines)
    for one in found:
        given = lines[one["document"]["n"]]
        assert_same(given["document"], one["document"])
        assert_same(given["claims"][0], one["claims"][0])
    analyze()
    show(client, naughty)


def assert_same(given: dict[str, Any], found: dict[str, Any]) -> None:
    """Everything that was given came out again, and nothing was added but what has a default."""
    assert {name: found.get(name) for name in given} == given
    assert found.keys() - given.keys() <= {"kind", "lang", "title", "speaker"}


def show(client: Client, naughty: list[str]) -> None:
    """Some pages of articles and claims, as everybody sees them: escaped, and valid."""
    for claim in Claim.objects.select_related("article").order_by("pk"):
        text = naughty[claim.article.extra["n"]]
        has_markup = re.search(r"<[a-zA-Z/!?]", text)
        if claim.pk % (4 if has_markup else 16):
            continue
        for shown in (claim, claim.article) if claim.pk % 8 == 0 else (claim,):
            page = client.get(f"/de{shown.get_absolute_url()[3:]}").content.decode()
            assert escape(text.strip())[:20].split("\n")[0] in page
            if has_markup:
                assert text not in page
            if claim.pk % 16 == 0:
                # Control characters are no valid HTML, and no browser minds.
                wrong = [e for e in html.errors(page) if "Invalid codepoint" not in e]
                assert wrong == []


@pytest.mark.parametrize("field", ["url", "lang", "kind", "date", "access"])
def test_in_fields_with_a_form_they_are_refused_whole_or_kept(
    load: Load, naughty: list[str], field: str
) -> None:
    told = load(*(document(f"{n}", **{field: text}) for n, text in enumerate(naughty)))
    refused = {line["document"]["id"]: line["document"] for line in told.rejected}
    stored = {article.external_id: article for article in Article.objects.all()}
    assert refused.keys() | stored.keys() == {str(n) for n in range(515)}
    assert not refused.keys() & stored.keys()
    names = {"lang": "language"}
    for number, article in stored.items():
        assert getattr(article, names.get(field, field)) == naughty[int(number)]
    assert all(rejected["reason"].startswith(f"{field} ") for rejected in refused.values())
    assert len(refused) > 480


def test_what_is_too_long_or_blank_is_refused_whole(load: Load, naughty: list[str]) -> None:
    bad = [
        document(**{"id": f"{field}{n}", field: text})
        for n, text in enumerate(naughty)
        for field in ("id", "title", "license", "author")
        if not fits(field, text)
    ]
    told = load(*bad)
    assert len(told.rejected) == len(bad) > 10
    assert not Article.objects.exists()
    assert all(
        re.search(r"is empty; leave it out|has \d+ characters, at most", reason)
        for reason in told.reasons
    )
