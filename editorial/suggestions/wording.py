"""The word lists of a language (`lists/*.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

__all__ = ["apart", "words"]

LISTS = Path(__file__).parent / "lists"


@cache
def _lists(language: str) -> dict[str, str]:
    return tomllib.loads((LISTS / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def words(language: str, *names: str) -> frozenset[str]:
    """All words of the lists `names`."""
    return frozenset(word for name in names for word in _lists(language)[name].split())


@cache
def apart(language: str, *names: str) -> dict[str, frozenset[str]]:
    """Of the lists `names`, which hold "lehnt_ab": what may follow each first word."""
    pairs = [word.split("_") for word in words(language, *names)]
    return {first: frozenset(b for a, b in pairs if a == first) for first, _ in pairs}
