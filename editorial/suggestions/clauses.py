"""A sentence's clauses, as far as punctuation tells."""

import re
from typing import NamedTuple

from editorial.suggestions.quotations import MASK

__all__ = ["Clause", "clauses"]

_BORDER = re.compile(
    rf"\s*(?:[,:;–—()]|{MASK}+|(?<=\s)-(?=\s))(?:\s|[,:;–—()…!?.]|{MASK}|-(?=\s))*"
)
# "öffentlich – wenn auch unterschiedlich – bei": what is put in between parts no clause.
_INSERTED = re.compile(r"\s[–—-]\s[^–—:;()]{1,200}?\s[–—-](?=[\s,])|\s\([^()]{1,200}\)(?=[\s,])")


class Clause(NamedTuple):
    """What stands between two borders; `before` and `after` are the borders, "" at the edges."""

    start: int
    end: int
    before: str
    after: str

    def follows_quotation(self) -> bool:
        return MASK in self.before

    def opens_quotation(self) -> bool:
        return MASK in self.after


def clauses(sentence: str) -> tuple[str, list[Clause]]:
    """`sentence` with insertions blanked, character by character, and its clauses in order."""
    text = _INSERTED.sub(lambda found: " " * len(found[0]), sentence)
    found: list[Clause] = []
    start, before = 0, ""
    for border in _BORDER.finditer(text):
        if text[start : border.start()].strip():
            found.append(Clause(start, border.start(), before, border[0]))
            before = border[0]
        else:
            before += border[0]
        start = border.end()
    end = len(text.rstrip(" \t\n.!?…"))
    if start < end:
        found.append(Clause(start, end, before, ""))
    return text, found
