"""What a robots.txt asks of programs, after RFC 9309.

urllib.robotparser is older than that: it takes the first rule that fits instead of the longest,
knows no * and no $ in paths, and ends a group at an empty line.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["Robots"]

_LINE = re.compile(r"[ \t]*(?P<key>[a-z-]+)[ \t]*:[ \t]*(?P<value>[^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"\*|[a-z_-]+", re.IGNORECASE)
_ENCODED = re.compile("%[0-9a-f]{2}", re.IGNORECASE)
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_SAFE = "%:/?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one robots.txt that are for us: pairs of a pattern and whether it allows."""

    rules: tuple[tuple[str, bool], ...] = ()

    @classmethod
    def read(cls, content: bytes, product: str) -> "Robots":
        """The rules for `product`, else those for everybody. Whatever is not understood is skipped."""
        groups: dict[str, list[tuple[str, bool]]] = {}
        names: set[str] = set()  # of the group that is read, those that concern us
        is_open = True  # whether another user-agent line joins the group
        for line in content.decode("utf-8-sig", errors="replace").replace("\r", "\n").split("\n"):
            found = _LINE.match(line)
            key, value = (found["key"].lower(), found["value"].strip()) if found else ("", "")
            if key == "user-agent":
                names = names if is_open else set()
                is_open = True
                token = _TOKEN.match(value)
                if token and token[0].lower() in {"*", product.lower()}:
                    names.add(token[0].lower())
                    groups.setdefault(token[0].lower(), [])
            elif key in {"allow", "disallow"}:
                is_open = False
                for name in names if value else ():
                    groups[name].append((_spelled(value), key == "allow"))
        return cls(tuple(groups.get(product.lower(), groups.get("*", []))))

    def allow(self, path: str) -> bool:
        """Whether `path`, percent-encoded and with its query, may be fetched.

        The longest pattern that fits decides, and of two that are as long the one that allows.
        """
        path = _spelled(path).replace("*", "%2A").replace("$", "%24")
        fitting = ((len(pattern), allows) for pattern, allows in self.rules if _fits(pattern, path))
        return max(fitting, default=(0, True))[1]


def _fits(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says: * is anything, $ at its end the end.

    Each part is looked for behind the one before: a regular expression would try all ways.
    """
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return path == first if is_whole else True
    last = rest.pop() if is_whole else ""
    position = len(first)
    for part in rest:
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(path) - len(last) >= position and path.endswith(last)


def _spelled(path: str) -> str:
    """One spelling of each path: %7E and ~ are the same, %2F and / are not."""
    return _ENCODED.sub(_decoded, quote(path, safe=_SAFE))


def _decoded(encoded: re.Match[str]) -> str:
    character = chr(int(encoded[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else encoded[0].upper()
