"""News items: IPTC's own suite, and items of version 2 of our own."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.ninjs_schema import SCHEMA
from editorial.importing.articles.reading import read
from editorial.importing.errors import Rejection

SAMPLES = Path(__file__).parent / "ninjs"


def outcomes(item: Any) -> list[Draft | Rejection]:
    content = item if isinstance(item, bytes) else json.dumps(item).encode()
    return list(read(content, name="item.json"))


def draft(item: Any) -> Draft:
    (found,) = outcomes(item)
    assert isinstance(found, Draft), str(found)
    return found


def reason(item: Any) -> str:
    (found,) = outcomes(item)
    assert isinstance(found, Rejection)
    return found.reason


def item(**changes: Any) -> dict[str, Any]:
    """An article of version 3 that imports."""
    return {
        "uri": "urn:example:1",
        "type": "text",
        "language": "de",
        "versionCreated": "2025-12-03T23:15:00+01:00",
        "headlines": [{"value": "Minister treffen sich"}],
        "bodies": [{"contentType": "text/plain", "value": "Die Minister trafen sich am Mittwoch."}],
    } | changes


def test_every_sample_of_the_suite_that_passes_is_read_or_refused_for_what_it_is(
    shared_data: Path,
) -> None:
    samples = sorted(shared_data.glob("ninjs/validation/test_suite/*/should_pass/*.json"))
    assert len(samples) >= 28
    for sample in samples:
        (found,) = outcomes(sample.read_bytes())
        if isinstance(found, Rejection):
            assert "not as ninjs" not in found.reason, f"{sample.name}: {found.reason}"
            assert found.reason.startswith(
                ("an event of", "a plan of", "a picture", "an item without")
            )


def test_every_sample_of_the_suite_that_fails_is_refused_by_the_schema(shared_data: Path) -> None:
    samples = sorted(shared_data.glob("ninjs/validation/test_suite/*/should_fail/*.json"))
    assert len(samples) >= 9
    for sample in samples:
        assert reason(sample.read_bytes()).startswith("not as ninjs"), sample.name


def test_the_schema_is_iptcs_own(shared_data: Path) -> None:
    original = shared_data / "ninjs" / "specification" / "ninjs-schema_3.1.json"
    assert SCHEMA.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("2*.json")), ids=lambda path: path.stem)
def test_an_article_of_version_2_is_read(sample: Path) -> None:
    found = draft(sample.read_bytes())
    assert found.title
    assert found.published_on
    assert found.language in ("de", "en")
    assert len(found.text) > 200


def test_what_an_item_says_of_itself_is_read() -> None:
    found = draft((SAMPLES / "2.1-html.json").read_bytes())
    assert found.external_id == "urn:newsml:bote.example:20240510:77-1"
    assert found.title == "Stadtrat stoppt Umbau des Bahnhofs"
    assert found.author == "Lena Marx, bote"
    assert found.outlet == "Bote Nachrichtendienst"
    assert found.license == "Nur zur redaktionellen Verwendung"
    assert found.published_on == date(2024, 5, 10)
    roles = [(found.text[s.start : s.end], s.role) for s in found.spans or []]
    assert ("Kosten verdoppelt", "heading") in roles
    assert roles[0] == ("Der Umbau des Bahnhofs ist vorerst gestoppt.", "lead")


def test_plain_text_is_taken_before_html_and_to_the_code_point() -> None:
    plain = "Erste  Zeile.\r\n\r\nZweite\u00a0Zeile: e\u0301."
    bodies = [
        {
            "contentType": "text/html",
            "value": "<p>Ein <b>anderer</b> und längerer Text, viel länger.</p>",
        },
        {"contentType": "text/plain", "value": plain},
    ]
    found = draft(item(bodies=bodies))
    assert found.text == plain
    assert found.spans is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "event"}, 'an event of an agency\'s calendar (type "event"), not an article'),
        ({"type": "planning"}, "a plan of what an agency will cover"),
        ({"type": "picture"}, 'a picture (type "picture"), not an article'),
        ({"pubStatus": "canceled"}, "withdrawn by its agency"),
        ({"pubStatus": "withheld"}, "held back by its agency"),
        ({"bodies": []}, "an item without a text (bodies), only headlines;"),
        ({"bodies": [{"value": "  "}]}, "an item without a text"),
        (
            {"bodies": [{"contentType": "application/nitf+xml", "value": "<nitf/>"}]},
            "application/nitf+xml",
        ),
        ({"urgency": 11}, "urgency: is 11, must be at most 9"),
        ({"type": "poem"}, 'type: is "poem", must be text, audio,'),
        ({"headlines": "x"}, 'headlines: is "x", must be a list'),
        ({"headlines": [{"role": "main"}]}, 'headlines.0: "value" is missing'),
        (
            {"usageTermz": "x"},
            '"usageTermz" is no property that is known there; did you mean "usageTerms"?',
        ),
        ({"uri": None}, "uri: is null, must be a text"),
    ],
)
def test_what_is_no_article_is_refused_in_plain_words(changes: dict[str, Any], said: str) -> None:
    assert said in reason(item(**changes))


def test_names_of_version_3_are_none_of_version_2() -> None:
    older = {
        "uri": "urn:x",
        "versioncreated": "2020-01-01",
        "bodies": [{"value": "Text.", "contentType": "text/plain"}],
    }
    assert "contenttype" in reason(older).lower()


def test_version_1_is_refused_by_name() -> None:
    assert reason({"uri": "urn:x", "headline": "x", "body_text": "y"}).startswith(
        "an item of ninjs 1;"
    )


def test_broken_json_is_refused_with_line_and_column() -> None:
    assert (
        reason(b'{"uri": "urn:x",\n "bodies": [}')
        == "not JSON: Expecting value (line 2, column 13)"
    )


def test_a_list_of_items_gives_each_its_own_outcome_and_original() -> None:
    first, second, third = outcomes([item(), item(type="video"), item(uri="urn:example:3")])
    assert isinstance(first, Draft)
    assert isinstance(second, Rejection)
    assert str(second).startswith('item.json: item "2": a video')
    assert isinstance(third, Draft)
    assert json.loads(third.original)["uri"] == "urn:example:3"


def test_an_embargo_is_noted() -> None:
    assert (
        "embargo: not to be published before 2031-01-01T00:00:00Z"
        in draft(item(embargoedUntil="2031-01-01T00:00:00Z")).notes
    )


def test_geometry_is_checked_without_asking_another_server() -> None:
    assert "geoJSON.type" in reason(item(places=[{"geoJSON": {"type": "Blob"}}]))


@pytest.mark.parametrize("value", ['{"a":' * 60_000, "[" * 60_000, '{"uri": ' + "9" * 6000 + "}"])
def test_json_made_to_exhaust_the_reader_is_refused(value: str) -> None:
    assert reason(value.encode())


def test_text_that_cannot_be_kept_is_refused() -> None:
    assert "NUL" in reason(item(bodies=[{"value": "a\0b"}]))
    assert "surrogate" in reason(item(bodies=[{"value": "a\ud800b"}]))
