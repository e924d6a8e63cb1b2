"""What is no line of JSON as two databases would keep it alike is rejected; the others come in."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from editorial.importing.documents.lines import LINE_LIMIT_BYTES
from editorial.models import ImportRun
from kb.models import Article, Claim
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    bring,
    claim,
    document,
    exported,
    write,
)

Load = Callable[..., Imported]


def only_line_rejected(load: Load, line: bytes) -> str:
    """Imports a bad line before a good one; the reason of the bad one."""
    told = load(line + b"\n", document("gut"))
    assert [article.external_id for article in Article.objects.all()] == ["gut"]
    assert told.failure.startswith("1 rejected")
    (rejected,) = told.rejected
    assert sorted(told.errors) == [f"{told.path}: line 1: {rejected['document']['reason']}"]
    return str(rejected["document"]["reason"])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"document": ', "not JSON: Expecting value at character 15"),
        (b'{"document": {"id": "x", "text": "T."}} x', "not JSON: Extra data at character 41"),
        (b'"Ein Text."', 'not a JSON object; write {"document": {…}, "claims": […]}'),
        (b"[]", 'not a JSON object; write {"document": {…}, "claims": […]}'),
        (b"null", 'not a JSON object; write {"document": {…}, "claims": […]}'),
        (b'{"document": {"id": "x", "text": "T.", "n": NaN}}', "NaN is no JSON number"),
        (b'{"document": {"id": "x", "text": "T.", "n": -Infinity}}', "-Infinity is no JSON"),
        (b'{"document": {"id": "x", "text": "T.", "n": 1e400}}', "1e400 is too large"),
        (
            b'{"document": {"id": "x", "id": "y", "text": "T."}}',
            'the key "id" stands twice in one object',
        ),
        (
            b'{"document": {"id": "x", "text": "T.", "more": {"a": {"b": 1, "b": 1}}}}',
            'the key "b" stands twice in one object',
        ),
        (b'{"document": {"id": "x", "text": "a\tb"}}', "not JSON: Invalid control character"),
        (
            b'{"document": {"id": "x", "text": "Z\xfcrich"}}',
            "not UTF-8: byte 0xfc at offset 35 of the line; save the file as UTF-8",
        ),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"document": {}}', "not JSON: Unexpected UTF-8 BOM"),
        ('{"document": {"id": "x"}}'.encode("utf-16"), "not UTF-8: byte 0xff at offset 0"),
        (b'{"document": {"id": "x", "text": "T.", "n": ' + b"9" * 5000 + b"}}", "4300 digits"),
    ],
)
def test_a_line_that_cannot_be_read_is_rejected(load: Load, line: bytes, reason: str) -> None:
    assert reason in only_line_rejected(load, line)


@pytest.mark.parametrize("depth", [101, 400, 900, 100_000])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
@pytest.mark.parametrize("place", ["document", "claim", "evidence", "line"])
def test_what_is_nested_too_deeply_is_rejected(
    load: Load, depth: int, brackets: str, place: str
) -> None:
    opening = '{"a": ' if brackets == "{}" else "["
    inner = opening * depth + "1" + brackets[1] * depth
    places = {name: inner if name == place else "1" for name in ("document", "claim", "line")}
    evidence = inner if place == "evidence" else '{"quote": "Der Rat"}'
    text = json.dumps(TEXT)
    line = (
        f'{{"document": {{"id": "tief", "source": "tests", "text": {text}, '
        f'"more": {places["document"]}}}, '
        f'"claims": [{{"id": "c", "text": "Ja.", "more": {places["claim"]}, '
        f'"evidence": [{evidence}]}}]'
        f"{', ' + chr(34) + 'more' + chr(34) + ': ' + inner if place == 'line' else ''}}}\n"
    )
    told = load(line.encode(), document("gut"))
    assert told.failure.startswith("1 rejected")
    assert Article.objects.filter(external_id="gut").exists()
    assert not Claim.objects.exists()
    assert load(document("danach")).failure == ""


def test_what_is_nested_as_deep_as_can_be_read_comes_out_again(load: Load) -> None:
    deep: object = 1
    for _ in range(49):
        deep = [{"a": deep}]
    assert load(document("tief", TEXT, claim(more=deep), more=deep)).failure == ""
    line = json.loads(exported())
    assert line["document"]["more"] == line["claims"][0]["more"] == deep


def test_a_line_longer_than_can_be_read_is_rejected_and_passed_over(file: Path) -> None:
    long = b'{"document": {"id": "x", "text": "' + b"a" * LINE_LIMIT_BYTES * 2 + b'"}}\n'
    told = bring(write(file, document("a"), long, document("b")))
    assert told.errors == [
        f"{file}: line 2: longer than {LINE_LIMIT_BYTES} bytes; divide the document"
    ]
    assert sorted(Article.objects.values_list("external_id", flat=True)) == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf%s\n%s\n",
        b"\xef\xbb\xbf\n%s\n%s",
        b"\xef\xbb\xbf\r\n%s\r\n%s",
        b"%s\r\n%s\r\n",
        b"%s\n%s",
        b"\n\n  \n%s\n\t\r\n\n%s\n\n",
        b" \t%s \n   %s  ",
    ],
)
def test_marks_blank_lines_and_line_ends_do_not_matter(file: Path, content: bytes) -> None:
    one, two = (json.dumps(document(name)).encode() for name in ("a", "b"))
    told = bring(write(file, content % (one, two)))
    assert (told.errors, told.failure) == ([], "")
    assert sorted(Article.objects.values_list("external_id", flat=True)) == ["a", "b"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\r\n  \n"])
def test_a_file_without_documents_is_no_error(file: Path, content: bytes) -> None:
    told = bring(write(file, content))
    assert (told.errors, told.failure) == ([], "")
    assert told.summary.startswith("documents: 0 new, 0 changed, 0 same;")
    assert not ImportRun.objects.exists()


def test_lines_are_counted_with_the_blank_ones(load: Load) -> None:
    told = load(b"\n\n", document("a"), b"\nx\n")
    assert [line.split(": ")[1] for line in told.errors] == ["line 5"]


def test_numbers_come_out_in_one_way(load: Load) -> None:
    numbers = b"[1.0, 1e2, -0.0, -0, 0.10, 1E-7, 12345678901234567890, 1.5e300, 5e-324]"
    line = b'{"document": {"id": "x", "source": "t", "text": "T.", "n": ' + numbers + b"}}\n"
    assert load(line).failure == ""
    big = int(1.5e300)
    written = f'"n":[1,100,0,0,0.1,1e-07,12345678901234567890,{big},5e-324]'
    assert written in exported().decode()


def test_what_is_said_of_a_line_is_one_line_that_every_terminal_can_show(load: Load) -> None:
    bad = document("a", TEXT, claim(id="c\n\x1b[31m\u202e1", kind="news"))
    told = load(bad, {"docu\nment": {}}, document("b", TEXT, claim(id="c\0", kind="x")))
    assert len(told.errors) == 3
    assert all(line.isprintable() for line in told.errors)
    assert ImportRun.objects.get().log == told.errors


def test_half_a_surrogate_pair_in_a_name_does_no_harm_to_the_lines_that_follow(
    load: Load,
) -> None:
    bad = [
        b'{"document": {"id": "a", "text": "T."}, "\\ud800\\u0000": 1}\n',
        b'{"document": {"id": "b", "text": "T.", "x": 1, "x\\ud800": 1, "x\\ud800": 2}}\n',
        b'{"document": {"id": "c", "source": "t", "text": "T."}, '
        b'"claims": [{"id": "\\ud800\\u0000", "text": "Ja."}]}\n',
    ]
    many = [document(f"d{n}") for n in range(201)]  # more than one batch
    told = load(*bad, *many)
    assert told.failure.startswith("3 rejected")
    assert Article.objects.count() == 202
