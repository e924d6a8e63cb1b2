"""What may be fetched, and how much of it. No setting and no variable loosens this."""

import socket
import ssl
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache

from editorial.importing.fetching.networks import Address, is_public

__all__ = ["PUBLIC", "Policy"]


def _system_addresses(host: str) -> list[str]:
    """All addresses of a host name, as this machine resolves it; OSError if there are none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def _system_trust() -> ssl.SSLContext:
    """Certificates and host names are verified against the roots that this machine trusts."""
    # Not ssl.create_default_context: that writes session keys wherever SSLKEYLOGFILE says.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_default_certs()
    return context


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may be asked, and for how much. Everything but the tests uses PUBLIC."""

    may_connect: Callable[[Address], bool] = is_public
    ports: Container[int] = frozenset({80, 443})
    resolve: Callable[[str], Sequence[str]] = _system_addresses
    trust: Callable[[], ssl.SSLContext] = _system_trust

    address_characters: int = 1_000  # what an article's address can hold
    redirects: int = 5
    connections: int = 12  # of one fetch: pages, and the robots.txt of each host on the way
    header_bytes: int = 65_536
    body_bytes: int = 8_000_000  # decompressed
    robots_bytes: int = 512_000  # RFC 9309 asks to read that much; the rest is ignored

    total_seconds: float = 20  # for everything: names, all redirects, reading
    robots_seconds: float = 8  # for one robots.txt
    connect_seconds: float = 5  # for one address of a host that has several


PUBLIC = Policy()
