"""Reading an address: what it asks for, or why it is not asked."""

import encodings.idna
import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from editorial.importing.fetching.errors import FetchError, Rule, one_line
from editorial.importing.fetching.networks import Address
from editorial.importing.fetching.policy import Policy

__all__ = ["Target", "check_characters", "target_of"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST_CHARACTERS = 253
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>.*))?", re.DOTALL)
_DOTS = re.compile("[.。．｡]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH_SAFE = "%/:@!$&'()*+,;=~[]"


@dataclass(frozen=True, slots=True)
class Target:
    """One address, spelled one way. `host` is an ASCII name in lower case or an IP address."""

    scheme: str
    host: str | Address
    port: int
    path: str  # with its query, percent-encoded, ASCII

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if isinstance(self.host, IPv6Address) else str(self.host)
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def address(self) -> str:
        return self.origin + self.path


def target_of(address: str, policy: Policy) -> Target:
    """What `address` asks for; FetchError if it is not one that is fetched.

    A fragment is dropped. Whether the host's IP addresses are public is not known here.
    """
    _need_length(address, policy)
    check_characters(address)
    try:
        parts = urlsplit(address)
    except ValueError as error:  # brackets that do not close, characters that fold to / or @
        raise _no_host() from error
    if parts.scheme not in _DEFAULT_PORTS:
        message = _("only addresses that begin with https:// or http:// are fetched.")
        raise FetchError(Rule.SCHEME, message)
    if "@" in parts.netloc:
        message = _("it holds a user name or password; remove everything before the @.")
        raise FetchError(Rule.CREDENTIALS, message)
    host, port = _host_and_port(parts.netloc, parts.scheme, policy)
    path = quote(parts.path, safe=_PATH_SAFE) or "/"
    query = f"?{quote(parts.query, safe=_PATH_SAFE + '?')}" if parts.query else ""
    target = Target(parts.scheme, host, port, path + query)
    _need_length(target.address, policy)  # percent-encoded it is longer than it was written
    return target


def _need_length(address: str, policy: Policy) -> None:
    if len(address) > policy.address_characters:
        message = _("the address is longer than %(limit)d characters.")
        raise FetchError(Rule.LENGTH, message, limit=policy.address_characters)


def check_characters(address: str) -> None:
    """Refuses what is invisible, ends a line, or is a slash to some programs only."""
    wrong = next((c for c in address if not c.isprintable() or c == "\\"), None)
    if wrong is not None:
        message = _("it holds the character U+%(code)s, which no address may; percent-encode it.")
        raise FetchError(Rule.CHARACTERS, message, code=f"{ord(wrong):04X}")


def _host_and_port(authority: str, scheme: str, policy: Policy) -> tuple[str | Address, int]:
    found = _AUTHORITY.fullmatch(authority)
    if not found or not found["host"]:
        raise _no_host()
    written = found["port"] or str(_DEFAULT_PORTS[scheme])
    if not re.fullmatch("[0-9]{1,5}", written) or int(written) not in policy.ports:
        raise FetchError(Rule.PORT, _("only the ports 80 and 443 are asked; remove the port."))
    return _host(found["host"]), int(written)


def _host(written: str) -> str | Address:
    try:
        if written.startswith("["):
            if "%" in written:
                raise _no_host()
            return IPv6Address(written[1:-1])
        host = _in_ascii(written).removesuffix(".")
        labels = host.split(".")
        if _NUMBER.fullmatch(labels[-1]):
            # 127.1, 0x7f000001 and 017700000001 are loopback to resolvers: four decimals or nothing.
            return IPv4Address(host)
    except (AddressValueError, UnicodeError) as error:
        raise _no_host() from error
    if len(host) > _HOST_CHARACTERS or not all(_LABEL.fullmatch(label) for label in labels):
        raise _no_host()
    if len(labels) < 2:
        message = _("%(host)s is a name for this network only; use the full name of the site.")
        raise FetchError(Rule.HOST, message, host=one_line(host))
    return host


def _in_ascii(host: str) -> str:
    return ".".join(_label_in_ascii(label) for label in _DOTS.split(host))


def _label_in_ascii(label: str) -> str:
    """RFC 3490, but ß and ς stay themselves, as in RFC 5891: straße.de is not strasse.de."""
    pieces = re.split("([ßς])", label.replace("ẞ", "ß"))
    folded = "".join(p if p in {"ß", "ς"} else encodings.idna.nameprep(p) for p in pieces)
    if folded.isascii():
        return folded.lower()
    if _DOTS.search(folded):  # ⒈ folds to a digit with a dot
        raise UnicodeError(label)
    return "xn--" + folded.encode("punycode").decode("ascii")


def _no_host() -> FetchError:
    message = _("its host cannot be read; write a name like www.example.org.")
    return FetchError(Rule.HOST, message)
