"""Servers that answer too much, too slowly, or something else than they say."""

import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic

import pytest

from editorial.importing.fetching import fetch
from tests.editorial.importing.fetching.servers import (
    HOST,
    HTML,
    Answer,
    Server,
    endless,
    gzipped,
    ok,
    raw,
    reaching,
    redirect,
    refusal,
    silent,
    slowly,
)

TEXT = b"<p>Der Rat tagt.</p>" * 50
CHUNKED = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Transfer-Encoding: chunked")
UNTIL_CLOSED = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}")
CONTINUE = b"HTTP/1.1 100 Continue\r\nX-Padding: 1\r\n\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def body_of(server: Server, answer: Answer, **limits: object) -> bytes:
    server.answers["/"] = answer
    return fetch(server.url(), policy=reaching(**limits)).body


def rule_of(server: Server, answer: Answer, **limits: object) -> str:
    server.answers["/"] = answer
    return refusal(server.url(), reaching(**limits)).rule


def bare(content: bytes) -> bytes:
    """Deflate without zlib's header, as some servers send it."""
    deflating = zlib.compressobj(wbits=-15)
    return deflating.compress(content) + deflating.flush()


def chunks(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


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
    ("encoding", "pack"), [("gzip", gzipped), ("deflate", zlib.compress), ("deflate", bare)]
)
def test_it_refuses_bombs(server: Server, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    content = pack(bytes(50_000_000))
    assert len(content) < 60_000
    answer = ok(content, f"Content-Encoding: {encoding}")
    assert rule_of(server, answer, body_bytes=1_000_000) == "size"


def test_it_refuses_bombs_of_many_parts(server: Server) -> None:
    """Each is small, and there are many; those without any content are endless."""
    parts = gzipped(bytes(20_000)) * 60
    assert rule_of(server, ok(parts, "Content-Encoding: gzip"), body_bytes=1_000_000) == "size"
    start = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Encoding: gzip")
    nothing = endless(start, gzipped(b"") * 500)
    assert rule_of(server, nothing, body_bytes=200_000) == "size"


@pytest.mark.parametrize(
    "answer",
    [
        endless(UNTIL_CLOSED, b"x" * 50_000),
        endless(CHUNKED, b"c350\r\n" + b"x" * 50_000 + b"\r\n"),
        endless(CHUNKED, b"1\r\nx\r\n" * 5_000),
        endless(CHUNKED, b"1;" + b"x" * 50_000 + b"\r\nx\r\n"),
        endless(CHUNKED + b"0\r\n", b"X-Trailer: x\r\n" * 5_000),
        endless(CHUNKED + b"-1\r\n", b"x" * 50_000),
        endless(CHUNKED + b"ffffffffffffffff\r\n", b"x" * 50_000),
        ok(b"x" * 200_001),
        raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Length: 200001"),
        raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", f"Content-Length: {10**30}"),
        endless(
            raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Length: -1"), b"x" * 50_000
        ),
        endless(
            raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Length: x"), b"x" * 50_000
        ),
    ],
)
def test_it_refuses_bodies_that_are_too_large_or_endless(server: Server, answer: Answer) -> None:
    assert rule_of(server, answer, body_bytes=200_000) == "size"


@pytest.mark.parametrize(
    "answer",
    [
        raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Length: 2000", body=TEXT),
        CHUNKED + chunks(TEXT)[:-5],
        CHUNKED + b"fff\r\n" + TEXT,
        CHUNKED + b"zz\r\n" + TEXT,
        CHUNKED + TEXT,
        ok(gzipped(TEXT)[:-9], "Content-Encoding: gzip"),
        ok(zlib.compress(TEXT)[:-5], "Content-Encoding: deflate"),
        ok(bare(TEXT)[:-1], "Content-Encoding: deflate"),
    ],
)
def test_it_refuses_bodies_that_end_too_early(server: Server, answer: Answer) -> None:
    assert rule_of(server, answer) == "incomplete"


def test_it_reads_no_more_than_was_declared(server: Server) -> None:
    answer = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Content-Length: 5", body=TEXT)
    assert body_of(server, answer) == TEXT[:5]


@pytest.mark.parametrize(
    "answer",
    [
        endless(b"HTTP/1.1 200 OK\r\n", b"X-Header: x\r\n" * 5_000),
        endless(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 50_000),
        endless(b"HTTP/1.1 200 ", b"K" * 50_000),
        endless(b"", CONTINUE * 500),
        endless(b"HTTP/1.1 200 OK\r\nX-Folded: x\r\n", b" folded\r\n" * 5_000),
        raw("HTTP/1.1 200 OK", *(f"X-Header-{n}: x" for n in range(200))),
        raw("HTTP/1.1 200 OK", *(f"X-Header-{n}: {'x' * 2_000}" for n in range(90))),
        CONTINUE * 3_000 + ok(TEXT),
        b"x" * 100_000,
    ],
)
def test_it_refuses_headers_without_end(server: Server, answer: Answer) -> None:
    assert rule_of(server, answer) == "headers"


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


# --- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        slowly(b"H"),
        slowly(b"HTTP/1.1 200 OK\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"),
        slowly(CONTINUE * 10),
        silent(b""),
        silent(UNTIL_CLOSED),
        silent(ok(TEXT)[:-1]),
    ],
)
def test_it_does_not_wait_for_slow_servers(server: Server, answer: Answer) -> None:
    started = monotonic()
    assert rule_of(server, answer, total_seconds=0.3) == "time"
    assert monotonic() - started < 2


def test_the_time_is_for_the_whole_body_and_not_for_each_read(server: Server) -> None:
    def drip(server: Server) -> Iterator[bytes]:
        yield UNTIL_CLOSED
        yield from slowly(b"x")(server)

    assert rule_of(server, drip, total_seconds=0.3) == "time"


def test_the_time_is_for_all_redirects_together(server: Server) -> None:
    def hesitate(number: int) -> Answer:
        def pieces(server: Server) -> Iterator[bytes]:
            server.stopped.wait(0.15)
            yield redirect(f"/{number + 1}")

        return pieces

    server.answers |= {f"/{n}": hesitate(n) for n in range(5)}
    assert refusal(server.url("/0"), reaching(total_seconds=0.3)).rule == "time"
    assert len(server.requests) < 5


def test_it_does_not_wait_for_a_connection_that_nobody_takes() -> None:
    """The queue is full: what comes now is dropped, as firewalls drop it."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        assert refusal(address, reaching(connect_seconds=0.1)).rule == "time"
