"""Folding of names: for addresses, for sorting, for matching."""

import re
import unicodedata

__all__ = ["slug", "sort_key"]

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _ascii(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().translate(_GERMAN)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def slug(text: str, max_length: int = 60) -> str:
    words = re.findall(r"[a-z0-9]+", _ascii(text))
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > max_length:
            break
        out = f"{out}-{word}" if out else word[:max_length]
    return out or "x"


def sort_key(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", _ascii(name)))
