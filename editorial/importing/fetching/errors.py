"""Why an address was not fetched: one line that says which rule refused."""

import re
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.client import HTTPException, IncompleteRead

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editorial.importing.errors import quoted

__all__ = ["FetchError", "Rule", "one_line", "refusals"]

# An address whose host is followed by a path: an @ in it is part of a name, not of a login.
_PLAIN = re.compile(r"https?://(?:[^/?#\\@＠﹫%:\[\]]+|\[[0-9a-f:.]+\])(?:[/?#]|$)", re.IGNORECASE)
_LOGIN = re.compile(r"(?:^[a-z]+://)?(?P<login>.*(?:[@＠﹫]|%40))", re.IGNORECASE | re.DOTALL)


class Rule(StrEnum):
    """What refused. The first group is checked before anything is sent."""

    LENGTH = "length"
    CHARACTERS = "characters"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    HOST = "host"
    PORT = "port"
    RESOLVING = "resolving"
    NETWORK = "network"

    LOCATION = "location"
    LOOP = "loop"
    DOWNGRADE = "downgrade"
    REDIRECTS = "redirects"

    ROBOTS = "robots"

    CONNECTION = "connection"
    TLS = "tls"
    TIME = "time"
    PROTOCOL = "protocol"
    HEADERS = "headers"
    STATUS = "status"
    TYPE = "type"
    ENCODING = "encoding"
    SIZE = "size"
    INCOMPLETE = "incomplete"


class FetchError(Exception):
    """An address is not fetched. `str` gives one line, in the language that is active then.

    `reason` is a lazy translation into which `values` are put. `address` is the one that was
    refused, `asked_for` where the way to it began; credentials in them are never shown.
    """

    def __init__(self, rule: Rule, reason: str | Promise, /, **values: object) -> None:
        super().__init__(rule, reason)
        self.rule = rule
        self.reason = reason
        self.values = values
        self.address = ""
        self.asked_for = ""

    def __str__(self) -> str:
        reason = str(self.reason) % self.values
        address, asked_for = _shown(self.address), _shown(self.asked_for)
        if not self.asked_for or asked_for == address:
            return f"{address}: {reason}"
        start = _("%(asked_for)s leads to %(address)s") % {
            "asked_for": asked_for,
            "address": address,
        }
        return f"{start}: {reason}"


@contextmanager
def refusals(address: str) -> Iterator[None]:
    """What goes wrong inside is a FetchError about `address`."""
    try:
        yield
    except Exception as failure:
        refusal = _as_refusal(failure)
        if refusal is None:
            raise
        refusal.address = refusal.address or address
        if refusal is failure:
            raise
        raise refusal from failure


def one_line(text: str) -> str:
    """`text` in quotation marks, shortened, with what a line cannot hold or show escaped."""
    visible = (c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return quoted("".join(visible))


def _as_refusal(failure: Exception) -> FetchError | None:
    """What strangers' servers can cause; None for anything else, which is our own mistake."""
    match failure:
        case FetchError():
            return failure
        case TimeoutError():
            return FetchError(Rule.TIME, _("it did not answer in time."))
        case ssl.SSLCertVerificationError():
            message = _("its certificate is not valid for it: %(detail)s.")
            return FetchError(Rule.TLS, message, detail=one_line(failure.verify_message))
        case ssl.SSLError():
            return FetchError(Rule.TLS, _("no encrypted connection could be made."))
        case OSError():
            return FetchError(Rule.CONNECTION, _("it cannot be reached, or broke off."))
        case IncompleteRead():
            return FetchError(Rule.INCOMPLETE, _("it broke off before its end; try again."))
        case HTTPException():
            return FetchError(Rule.PROTOCOL, _("what it answers is not valid HTTP."))
        case zlib.error():
            return FetchError(Rule.ENCODING, _("what it answers cannot be decompressed."))
    return None


def _shown(address: str) -> str:
    login = _LOGIN.match(address)
    if login and not _PLAIN.match(address):
        address = f"{address[: login.start('login')]}…@{address[login.end('login') :]}"
    return one_line(address)
