"""Addresses of pages: which of them lead to the same page."""

from urllib.parse import SplitResult, parse_qsl, urlsplit

__all__ = ["plain", "spellings"]

# What newsletters, networks and advertisements hang on an address; it never chooses the page.
TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid"}
TRACKING_BEGINNINGS = ("utm_", "wt_", "at_")

_PORTS = {"http": 80, "https": 443}


def plain(url: str) -> str:
    """`url` without what does not choose the page.

    Scheme and host in lower case, the scheme's own port, the fragment and parameters for tracking
    off, no bare host without its slash. What is no address of a page stays as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not parts.hostname:
        return url
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port not in (None, _PORTS[parts.scheme]):
        host = f"{host}:{port}"
    return SplitResult(parts.scheme, host, parts.path or "/", _query(parts.query), "").geturl()


def spellings(url: str) -> set[str]:
    """The ways in which the address of the page at `url` may be written down; none of an empty one.

    As it stands, plain, over http and https.
    """
    if not url:
        return set()
    address = plain(url)
    scheme, colon, rest = address.partition("://")
    both = {f"{each}{colon}{rest}" for each in _PORTS} if scheme in _PORTS and colon else set()
    return {url, address} | both


def _query(query: str) -> str:
    kept = (part for part in query.split("&") if part and not _is_tracking(part))
    return "&".join(kept)


def _is_tracking(parameter: str) -> bool:
    name = parse_qsl(parameter, keep_blank_values=True)[0][0].lower()
    return name in TRACKING or name.startswith(TRACKING_BEGINNINGS)
