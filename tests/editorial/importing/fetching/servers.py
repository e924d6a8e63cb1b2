"""Loopback servers that answer byte by byte what a test says, and policies that reach them."""

import gzip
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address
from threading import Event, Thread
from typing import Self

import pytest
from django.utils.functional import Promise

from editorial.importing.fetching import PUBLIC, FetchError, Policy, fetch
from editorial.importing.fetching.networks import Address, is_public

HOST = "news.example"
HTML = "text/html; charset=utf-8"
HERE = frozenset({ip_address("127.0.0.1"), ip_address("::1")})
TICK_SECONDS = 0.02

Answer = bytes | Callable[["Server"], Iterable[bytes]]


class Server:
    """Answers each path with the bytes it was given, everything else with 404.

    An answer that is a function is asked for its bytes piece by piece, until the client hangs up
    or the test is over. `requests` holds the heads that came in.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer] | None = None,
        *,
        address: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.answers = dict(answers or {})
        self.requests: list[str] = []
        self.connections = 0
        self.stopped = Event()
        self.tls = tls
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listening = socket.create_server((address, 0), family=family)
        self.port: int = self._listening.getsockname()[1]
        self._threads = [Thread(target=self._listen)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stopped.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(timeout=10)
            assert not thread.is_alive()

    def url(self, path: str = "/", host: str = HOST, scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    def _listen(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(10)
            self._threads.append(Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that refuses what it gets hangs up in the middle: that is what is tested.
        with connection, suppress(OSError):
            if self.tls:
                with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                    self._answer(encrypted)
            else:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (received := connection.recv(65_536)):
                return
            head += received
            if not head.startswith(b"GET "):
                connection.sendall(ok(b"", status="400 Bad Request"))
                return
        self.requests.append(head.decode("ascii"))
        answer = self.answers.get(self.paths()[-1], ok(b"", status="404 Not Found"))
        for piece in [answer] if isinstance(answer, bytes) else answer(self):
            connection.sendall(piece)
            if self.stopped.is_set():
                return
        # Half closed first: an answer must not be lost to the reset that unread bytes cause.
        connection.shutdown(socket.SHUT_WR)


def ok(body: bytes = b"<p>Text", *headers: str, kind: str = HTML, status: str = "200 OK") -> bytes:
    """An answer with its right length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return raw(*head, *([f"Content-Type: {kind}"] if kind else []), body=body)


def raw(*lines: str, body: bytes = b"") -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def gzipped(content: bytes) -> bytes:
    """The same bytes each time: gzip notes the time otherwise."""
    return gzip.compress(content, mtime=0)


def redirect(location: str, status: str = "302 Found") -> bytes:
    return raw(f"HTTP/1.1 {status}", f"Location: {location}", "Content-Length: 0")


def slowly(answer: bytes) -> Callable[[Server], Iterator[bytes]]:
    """One byte a tick, without end: the last one is repeated."""

    def pieces(server: Server) -> Iterator[bytes]:
        for byte in answer:
            yield bytes([byte])
            server.stopped.wait(TICK_SECONDS)
        while not server.stopped.wait(TICK_SECONDS):
            yield answer[-1:]

    return pieces


def silent(start: bytes) -> Callable[[Server], Iterator[bytes]]:
    """`start`, and then nothing more."""

    def pieces(server: Server) -> Iterator[bytes]:
        yield start
        server.stopped.wait(10)

    return pieces


def endless(start: bytes, piece: bytes) -> Callable[[Server], Iterator[bytes]]:
    """`start`, then `piece` as fast as it goes until the client hangs up."""

    def pieces(server: Server) -> Iterator[bytes]:
        yield start
        while not server.stopped.is_set():
            yield piece

    return pieces


def names(**hosts: Sequence[str]) -> Callable[[str], Sequence[str]]:
    """A resolver that knows news.example, on this machine, and `hosts` (_ for a dot)."""
    known = {HOST: ("127.0.0.1",)} | {name.replace("_", "."): ips for name, ips in hosts.items()}

    def resolve(host: str) -> Sequence[str]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return known[host]

    return resolve


def reaching(**limits: object) -> Policy:
    """The product's policy, but for the two loopback addresses on which the test's servers are."""
    changes = {"ports": range(1, 65_536), "resolve": names(), "may_connect": _public_or_here}
    return replace(PUBLIC, **{**changes, "total_seconds": 10.0, **limits})  # type: ignore[arg-type]


def refusal(address: str, policy: Policy) -> FetchError:
    """The error about `address`, which is one line and lazily translated whatever it is about."""
    with pytest.raises(FetchError) as caught:
        fetch(address, policy=policy)
    error = caught.value
    assert isinstance(error.reason, Promise)
    assert str(error).isprintable()
    return error


def _public_or_here(address: Address) -> bool:
    return address in HERE or is_public(address)
