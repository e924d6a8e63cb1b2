"""Answers in pieces, and what becomes of a page that is answered so."""

import zlib

from editorial.importing.fetching import fetch
from tests.editorial.importing.fetching.servers import HTML, Answer, Server, raw, reaching, refusal

TEXT = b"<p>Der Rat tagt.</p>" * 50
CHUNKED = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}", "Transfer-Encoding: chunked")
UNTIL_CLOSED = raw("HTTP/1.1 200 OK", f"Content-Type: {HTML}")
CONTINUE = b"HTTP/1.1 100 Continue\r\nX-Padding: 1\r\n\r\n"


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
