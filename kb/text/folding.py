"""Text brought to fewer characters: for comparing, for addresses, for sorting."""

import re
import unicodedata

SLUG_CHARS = 60

# German letters as German writes them out where it must.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Letters that carry their stroke in themselves; Unicode does not take them apart.
_STROKES = str.maketrans("øłđħŧı", "oldhti")
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss"})


def fold(text: str) -> str:
    """`text` for comparing, one character for each of its own: offsets stay what they were.

    Lower case, diacritics off; ß stays ß; all but letters and digits becomes a blank, a combining
    mark that stands alone ("e" + U+0301) too.
    """
    return text.translate(_FOLDED)


def slug(text: str, max_length: int = SLUG_CHARS) -> str:
    """An address part of a-z, 0-9 and single hyphens: at least one character, at most `max_length`.

    ä, ö, ü, ß become ae, oe, ue, ss; other diacritics go. What is too long is cut at a word where
    there is one. Where nothing is left ("Київ"), the slug is "x".
    """
    if max_length < 1:
        raise ValueError(f"a slug has at least 1 character, not {max_length}")
    lowered = unicodedata.normalize("NFC", text.lower()).translate(_WRITTEN_OUT)
    words = re.sub(r"[^a-z0-9]+", "-", latin(lowered)).strip("-")
    if len(words) > max_length:
        words = words[: max_length + 1].rpartition("-")[0] or words[:max_length]
    return words or "x"


def sort_key(name: str) -> str:
    """A key of a-z and 0-9 alone: every database and locale sorts those alike.

    ä sorts as a and ß as ss, as in German dictionaries (DIN 5007-1), letter by letter without
    regard to spaces; other scripts follow Latin in the order of their code points. Different
    names may share a key: order by it and something else.
    """
    words = latin(name.lower()).casefold()
    letters = (c if c.isascii() else f"zzz{ord(c):06x}" for c in words if c.isalnum())
    return "".join(letters)


def latin(lowered: str) -> str:
    """Diacritics off, strokes off, ligatures apart."""
    parts = unicodedata.normalize("NFKD", lowered)
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return bare.translate(_STROKES).translate(_LIGATURES)


def _folded(code: int) -> str:
    lowered = chr(code).lower().translate(_STROKES)
    parts = unicodedata.normalize("NFD", lowered).translate(_STROKES)  # ǿ is ø with an accent
    # Hangul comes apart into letters, not into a letter and its marks: it stays whole.
    base = parts[0] if all(map(unicodedata.combining, parts[1:])) else lowered
    return base if base.isalnum() else " "


class _Folded(dict[int, str]):
    """A table for str.translate that learns each character once."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _folded(code))


_FOLDED = _Folded()
