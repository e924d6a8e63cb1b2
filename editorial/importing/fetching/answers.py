"""One request and its answer, read within limits.

http.client reads HTTP, from a connection of our own: it and urllib3 resolve names and time each
read by themselves.
"""

import re
import socket
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, IncompleteRead, LineTooLong
from typing import Self, cast
from urllib.parse import urljoin

from django.utils.translation import gettext_lazy as _

from editorial.importing.fetching.connections import Wire
from editorial.importing.fetching.errors import FetchError, Rule, one_line
from editorial.importing.fetching.targets import Target, check_characters

__all__ = ["PRODUCT", "REDIRECTS", "Answer"]

PRODUCT = "Belegstelle"  # by this name a robots.txt addresses us
_USER_AGENT = f"{PRODUCT} (editorial knowledge base; one article, asked for by an editor)"
_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.9, text/plain;q=0.8"

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE_BYTES = 16_384
_TYPE_CHARACTERS = 100  # what is kept of an original's type
# Text, HTML, XML and JSON in all their names: feeds and ninjs are among them. A zip is uploaded.
_TYPES = re.compile(
    r"(?:text/(?:plain|html|xml|json)|application/(?:xml|json|[\w.-]+\+(?:xml|json)))[ \t]*(?:;.*)?",
    re.IGNORECASE | re.ASCII,
)
_INFLATING = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's wbits
_RAW_DEFLATE = -15


class Answer:
    """What a server answers to one GET: its head at once, its body when it is asked for."""

    def __init__(self, target: Target, wire: Wire, header_bytes: int) -> None:
        self._target = target
        self._wire = wire
        self._request(header_bytes)
        self.status = self._response.status
        self._headers = self._response.headers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._response.close()
        self._wire.close()

    def location(self) -> str:
        """Where a redirect leads: an address, not checked but for its characters."""
        found = set(self._headers.get_all("Location", []))
        if len(found) != 1:
            raise FetchError(Rule.LOCATION, _("it redirects without saying where."))
        location = _as_utf8(found.pop().strip(" \t"))
        check_characters(location)  # before urljoin, which drops line ends and tabs
        try:
            return urljoin(self._target.address, location)
        except ValueError as error:
            message = _("it redirects to what is no address: %(location)s.")
            raise FetchError(Rule.LOCATION, message, location=one_line(location)) from error

    def content_type(self) -> str:
        """The declared type, with its parameters; FetchError if it is none that can be read."""
        declared = str(self._headers.get("Content-Type", "")).strip()
        readable = declared.isprintable() and len(declared) <= _TYPE_CHARACTERS
        if not readable or not _TYPES.fullmatch(declared):
            message = _("it is declared as %(type)s; text, HTML, XML, feeds and JSON are read.")
            raise FetchError(Rule.TYPE, message, type=one_line(declared))
        return declared

    def check_status(self) -> None:
        if self.status != HTTPStatus.OK:
            message = _("the server answers with the status %(status)d, not with a page.")
            raise FetchError(Rule.STATUS, message, status=self.status)

    def body(self, most: int) -> bytes:
        """The decompressed body; FetchError if that has more than `most` bytes."""
        too_large = _too_large(most)
        if (self._response.length or 0) > most:
            raise too_large
        body = self.beginning(most + 1)
        if len(body) > most:
            raise too_large
        return body

    def beginning(self, most: int) -> bytes:
        """The first bytes of the decompressed body, at most `most`; the rest is not read."""
        body = bytearray()
        # Twice: a body in small chunks carries as much again in chunk sizes.
        self._wire.allow(2 * most + _PIECE_BYTES, _too_large(most))
        for piece in self._decoded():
            body += piece
            if len(body) >= most:
                break
        return bytes(body[:most])

    def _request(self, header_bytes: int) -> None:
        message = _("its headers are more than 100, or longer than %(limit)d bytes.")
        too_long = FetchError(Rule.HEADERS, message, limit=header_bytes)
        self._wire.allow(header_bytes, too_long)
        # http.client calls makefile and nothing else.
        self._response = HTTPResponse(cast(socket.socket, self._wire), method="GET")
        try:
            self._wire.send(_request_text(self._target).encode("ascii"))
            self._response.begin()
        except BaseException as error:
            self.__exit__()
            if isinstance(error, LineTooLong) or type(error) is HTTPException:  # over 100 of them
                raise too_long from error
            raise

    def _decoded(self) -> Iterator[bytes]:
        transfer = self._all("Transfer-Encoding")
        if transfer.lower() not in {"", "chunked"}:  # as http.client compares, which unpacks this
            raise _unknown_encoding(transfer)
        encoding = self._all("Content-Encoding").strip().lower()
        if encoding in {"", "identity"}:
            return self._pieces()
        if encoding not in _INFLATING:
            raise _unknown_encoding(encoding)
        return _inflated(self._pieces(), _INFLATING[encoding])

    def _pieces(self) -> Iterator[bytes]:
        while piece := self._response.read(_PIECE_BYTES):
            yield piece
        if self._response.length:  # http.client does not say so
            raise IncompleteRead(b"", self._response.length)

    def _all(self, name: str) -> str:
        return ", ".join(self._headers.get_all(name, []))


def _request_text(target: Target) -> str:
    """No cookies, no login, no proxy: the same for everybody who asks."""
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"User-Agent: {_USER_AGENT}",
        f"Accept: {_ACCEPT}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
    )
    return "\r\n".join(lines) + "\r\n\r\n"


def _inflated(pieces: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """Decompresses piece by piece, never more than a piece at once; zlib.error if it is none."""
    inflater = None
    for piece in pieces:
        while piece:
            if inflater is None or inflater.eof:  # gzip may hold several members
                inflater = zlib.decompressobj(_RAW_DEFLATE if _is_raw(piece, wbits) else wbits)
            yield inflater.decompress(piece, _PIECE_BYTES)
            while not inflater.eof and not inflater.unconsumed_tail:
                if not (more := inflater.decompress(b"", _PIECE_BYTES)):
                    break
                yield more
            piece = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    if inflater is not None and not inflater.eof:
        raise IncompleteRead(b"")


def _is_raw(piece: bytes, wbits: int) -> bool:
    """Some servers mean the bare algorithm by "deflate", without zlib's header (RFC 9110, 8.4.1.2)."""
    return wbits == _INFLATING["deflate"] and piece[0] & 0x0F != 8


def _as_utf8(header: str) -> str:
    """Headers are read as Latin-1; many servers send addresses in UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _too_large(limit: int) -> FetchError:
    message = _("it is larger than %(limit)d bytes.")
    return FetchError(Rule.SIZE, message, limit=limit)


def _unknown_encoding(encoding: str) -> FetchError:
    message = _("it is encoded as %(encoding)s, which was not asked for.")
    return FetchError(Rule.ENCODING, message, encoding=one_line(encoding))
