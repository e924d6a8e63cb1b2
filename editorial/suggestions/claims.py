"""Claims that are there already: those nearly like the one being typed, and those with certain words.

A stopgap until full text search: on both databases alike, by a pattern that folds case and
diacritics letter by letter, among the article's own claims and the newest of all others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from kb.models import Article, Claim
from kb.text.folding import fold

__all__ = ["Known", "search", "similar"]

NEWEST_CLAIMS = 20_000  # among so many of all articles; reading all of a million takes seconds
CANDIDATES = 200
MOST_WORDS = 8  # more of them find nothing else
LONGEST_WORD_CHARS = 60
TELLING_WORDS = 4  # so many words of a text, the longest, say what is worth comparing with it
# Of the seeds' claims no two are as like; the same ones worded otherwise mostly are (0.6 to 0.9).
NEARLY_THE_SAME = 0.6
STEM_LETTERS = 6  # "Rüstung" and "Rüstungen" are the same word
SHORTEST_STEM_LETTERS = 3

# Letters that fold to a plain one, as patterns have them: case by case, because databases differ in what
# they hold for a capital Ü.
_ALIKE = {
    "a": "aAäÄàÀáÁâÂãÃåÅ",
    "c": "cCçÇčČćĆ",
    "e": "eEéÉèÈêÊëËěĚęĘ",
    "i": "iIíÍìÌîÎïÏ",
    "n": "nNñÑńŃňŇ",
    "o": "oOöÖóÓòÒôÔõÕøØ",
    "s": "sSšŠśŚşŞ",
    "u": "uUüÜúÚùÙûÛ",
    "y": "yYýÝÿ",
    "z": "zZžŽźŹżŻ",
}
_PARTS = re.compile("ss|ß|[aou]e|.")


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that may be meant. `likeness`: the share of its words that it has in common, 0.0 to 1.0."""

    claim: int
    text: str
    status: str
    speaker: str
    article: int
    article_title: str
    is_of_article: bool
    likeness: float

    @property
    def status_label(self) -> str:
        return str(Claim.Status(self.status).label)


def similar(text: str, *, article: Article, limit: int = 5) -> list[Known]:
    """The claims whose text is nearly `text`, the likest first, the article's own before others.

    Drafts count, withdrawn claims do not. Three queries, none for a text without words.
    """
    wanted = _stems(text)
    if not wanted:
        return []
    longest = sorted(set(fold(text).split()), key=lambda word: (-len(word), word))[:TELLING_WORDS]
    pattern = "|".join(_pattern(word[:STEM_LETTERS]) for word in longest)
    found = [_known(row, article, wanted) for row in _candidates(article, [pattern])]
    near = [known for known in found if known.likeness >= NEARLY_THE_SAME]
    return sorted(near, key=lambda known: (-known.likeness, not known.is_of_article, -known.claim))[
        :limit
    ]


def search(words: str, *, article: Article, limit: int = 20) -> list[Known]:
    """The claims whose text holds all of `words`, the article's own first, then the newest.

    Case and diacritics count for nothing, ß is ss, ue may mean ü; a word may stand within another. Without words: the
    article's own newest. Drafts count, withdrawn claims do not. Three queries.
    """
    wanted = [word[:LONGEST_WORD_CHARS] for word in fold(words).split()[:MOST_WORDS]]
    rows = _candidates(article, [_pattern(word) for word in wanted])
    found = [_known(row, article, _stems(words)) for row in rows]
    own = [known for known in found if known.is_of_article]
    others = [known for known in found if not known.is_of_article] if wanted else []
    return [*own, *others][:limit]


def _candidates(article: Article, patterns: Iterable[str]) -> list[dict[str, Any]]:
    """The newest claims that all patterns fit: of the article, and of those newest of all."""
    claims = Claim.objects.exclude(status=Claim.Status.WITHDRAWN).newest_first()
    for pattern in patterns:
        claims = claims.filter(text__regex=pattern)
    newest = Claim.objects.aggregate(pk=Max("pk"))["pk"] or 0
    others = claims.exclude(article=article).filter(pk__gt=newest - NEWEST_CLAIMS)
    return [*_rows(claims.filter(article=article)), *_rows(others)]


def _rows(claims: QuerySet[Claim]) -> Sequence[dict[str, Any]]:
    names = ("pk", "text", "status", "speaker__name", "article", "article__title")
    return list(claims.values(*names)[:CANDIDATES])


def _known(row: dict[str, Any], article: Article, wanted: frozenset[str]) -> Known:
    return Known(
        claim=row["pk"],
        text=row["text"],
        status=row["status"],
        speaker=row["speaker__name"],
        article=row["article"],
        article_title=row["article__title"],
        is_of_article=row["article"] == article.pk,
        likeness=_likeness(wanted, _stems(row["text"])),
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the words of both that they have in common (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _stems(text: str) -> frozenset[str]:
    """The words of `text`, folded and without their endings; short ones say little."""
    words = fold(text).replace("ß", "ss").split()
    return frozenset(
        word[:STEM_LETTERS]
        for word in words
        if len(word) >= SHORTEST_STEM_LETTERS or word.isdigit()
    )


def _pattern(folded: str) -> str:
    """A regular expression for a folded word that both databases read alike."""
    return "".join(_part(found[0]) for found in _PARTS.finditer(folded))


def _part(letters: str) -> str:
    if letters in ("ss", "ß"):
        return "([sS][sS]|ß|ẞ)"
    if len(letters) == 2:  # "ue", which may be typed for ü
        first, e = (f"[{_ALIKE[letter]}]" for letter in letters)
        return f"({first}{e}|{first})"
    return f"[{_ALIKE.get(letters, letters + letters.upper())}]"
