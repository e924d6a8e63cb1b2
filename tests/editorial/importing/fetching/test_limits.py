"""Servers that answer too much, or too slowly."""

import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic

import pytest

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


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


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
        started = monotonic()
        assert refusal(address, reaching(connect_seconds=0.1)).rule == "time"
        assert monotonic() - started < 5  # and not the ten seconds of the whole fetch
