"""A sentence's words, for comparing."""

import re
import unicodedata
from functools import cache

__all__ = ["WORD", "plain", "tokens", "words"]

# What shows nothing of itself but may stand within a word: combining marks, soft hyphens and the like.
_UNSEEN = "\xad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[\w\u0300-\u036f{_UNSEEN}]"
_APOSTROPHE = "['’]"
# A number with its points, a word with its apostrophes, marks that are typed as two, or any one mark.
WORD = re.compile(
    rf"\d+(?:[.,:'’]\d+)+(?!{_LETTER})|{_LETTER}+(?:{_APOSTROPHE}{_LETTER}+)*|,,|``|''|\S"
)
_TOKEN = re.compile(rf"\s+|{WORD.pattern}")
_DROPPED = re.compile(f"[{_UNSEEN}]")


def tokens(text: str) -> list[str]:
    """All of `text`: words, numbers, single marks, and the white space between them."""
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The tokens of `text` that are not white space, each brought to a plain form."""
    return [plain(word) for word in WORD.findall(text)]


def plain(word: str) -> str:
    """`word` without what nobody sees: in composed characters, with straight apostrophes inside it."""
    return word if word.isascii() else _plain(word)


@cache
def _plain(word: str) -> str:
    bare = _DROPPED.sub("", unicodedata.normalize("NFC", word)) or word
    return bare if len(bare) == 1 else bare.replace("’", "'")
