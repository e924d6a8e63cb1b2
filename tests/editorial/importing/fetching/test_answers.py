"""Servers that answer well, and those that answer something else than they say."""

import zlib
from collections.abc import Iterator

import pytest

from editorial.importing.fetching import fetch
from tests.editorial.importing.fetching.answering import (
    CHUNKED,
    CONTINUE,
    TEXT,
    UNTIL_CLOSED,
    bare,
    body_of,
    chunks,
    rule_of,
)
from tests.editorial.importing.fetching.servers import (
    HTML,
    Server,
    gzipped,
    ok,
    raw,
    reaching,
    refusal,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


# --- What is understood -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("identity", TEXT),
        ("gzip", gzipped(TEXT)),
        ("GZIP", gzipped(TEXT)),
        ("x-gzip", gzipped(TEXT)),
        ("gzip", gzipped(TEXT[:500]) + gzipped(TEXT[500:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare(TEXT)),
    ],
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_it_decompresses(server: Server, encoding: str, content: bytes, is_chunked: bool) -> None:
    head = f"Content-Encoding: {encoding}"
    answer = ok(content, head)
    if is_chunked:  # byte by byte: members and headers end in the middle of nothing
        start = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", head, "Transfer-Encoding: chunked")
        answer = start + chunks(*(content[n : n + 1] for n in range(len(content))))
    assert body_of(server, answer) == TEXT


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 99_999, b"x" * 100_000])
def test_it_keeps_every_byte_up_to_the_limit(server: Server, body: bytes) -> None:
    assert body_of(server, ok(body), body_bytes=100_000) == body
    assert body_of(server, CHUNKED + chunks(*([body] if body else [])), body_bytes=100_000) == body
    assert body_of(server, UNTIL_CLOSED + body, body_bytes=100_000) == body
    packed = ok(gzipped(body), "Content-Encoding: gzip")
    assert body_of(server, packed, body_bytes=100_000) == body


@pytest.mark.parametrize("size", range(16_384, 16_640, 8))
def test_it_keeps_what_the_decompressor_still_holds(server: Server, size: int) -> None:
    """All of it was fed, and more came out than one piece takes."""
    assert body_of(server, ok(bare(bytes(size)), "Content-Encoding: deflate")) == bytes(size)


def test_it_reads_past_a_few_interim_answers(server: Server) -> None:
    assert body_of(server, CONTINUE * 3 + ok(TEXT)) == TEXT


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "TEXT/HTML;charset=ISO-8859-1",
        "text/plain; charset=utf-8",
        "text/xml",
        "application/xml",
        "application/xhtml+xml; charset=utf-8",
        "application/rss+xml",
        "application/atom+xml;type=feed",
        "application/json",
        "application/feed+json",
        "application/vnd.iptc.ninjs+json ; version=2",
    ],
)
def test_it_reads_text_and_says_its_type_as_declared(server: Server, kind: str) -> None:
    server.answers["/"] = ok(TEXT, kind=kind)
    assert fetch(server.url(), policy=reaching()).content_type == kind


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "html",
        "text/",
        "text/html/x",
        "text/htmlx",
        "text/css",
        "text/javascript",
        "application/pdf",
        "application/zip",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "image/svg+xml",
        "image/png",
        "video/mp4",
        "multipart/mixed; boundary=x",
        "text/html\x00",
        "text/html; charset=\x1b[31m",
        "text/html; x=" + "y" * 100,
    ],
)
def test_it_refuses_other_types(server: Server, kind: str) -> None:
    assert rule_of(server, ok(TEXT, kind=kind)) == "type"


@pytest.mark.parametrize(
    "status",
    "201 Created,202 Accepted,204 No,206 Part,300 Choices,304 Same,305 Proxy,400 Bad,401 Who,403 No,"
    "404 No,407 Who,410 Gone,418 Tea,429 Many,451 Law,500 Error,503 Later,599 ?,999 ?,103 Hints,"
    "101 Switching".split(","),
)
def test_it_refuses_what_is_no_page(server: Server, status: str) -> None:
    server.answers["/"] = ok(TEXT, "Location: /other", status=status)
    error = refusal(server.url(), reaching())
    assert error.rule == "status"
    assert status.partition(" ")[0] in str(error)
    assert status.partition(" ")[2] + "." not in str(error)


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Encoding: br",),
        ("Content-Encoding: zstd",),
        ("Content-Encoding: compress",),
        ("Content-Encoding: gzip, gzip",),
        ("Content-Encoding: gzip", "Content-Encoding: gzip"),
        ("Content-Encoding: gzip",),
        ("Content-Encoding: deflate",),
        ("Transfer-Encoding: gzip",),
        ("Transfer-Encoding: gzip, chunked",),
        ("Transfer-Encoding: chunked, chunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: xchunked",),
    ],
)
def test_it_refuses_other_encodings_and_false_ones(
    server: Server, headers: tuple[str, ...]
) -> None:
    assert rule_of(server, ok(TEXT, *headers)) == "encoding"


def test_it_refuses_what_follows_compressed_content(server: Server) -> None:
    content = gzipped(TEXT) + b"and more"
    assert rule_of(server, ok(content, "Content-Encoding: gzip")) == "encoding"


@pytest.mark.parametrize(
    "answer",
    [
        b"<p>HTTP/0.9 knew no headers</p>",
        b"\r\n\r\n",
        b"HTTP\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/3 200 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n",
        b"-ERR unknown command\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00\x00\x12\x04\x00\x00\x00\x00\x00",
        bytes(range(256)),
    ],
)
def test_it_refuses_what_is_not_http_and_does_not_repeat_it(server: Server, answer: bytes) -> None:
    server.answers["/"] = answer
    error = refusal(server.url(), reaching())
    assert error.rule == "protocol"
    assert "SSH" not in str(error)


def test_it_says_when_nothing_is_answered(server: Server) -> None:
    assert rule_of(server, b"") == "connection"


def test_it_says_when_nobody_listens(server: Server) -> None:
    with Server() as gone:
        address = gone.url()
    assert refusal(address, reaching()).rule == "connection"
