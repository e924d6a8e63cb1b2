"""German verbs whose mood, tense or form changed: "kommt" → "komme", "gab" → "gäbe", "macht" → "machte"."""

import re

__all__ = ["may_be_other_mood"]

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_ENDING = re.compile(r"(?:est|et|te|tet|ten|e|t)$")
_UNSAID = re.compile(r"[aeiouy]|(?<!^)h|(.)(?=\1)")
# Of adjectives and nouns too; these tell no mood by themselves.
_DECLINED = re.compile(r"(?:en|er|es|em)$")


def may_be_other_mood(one: str, other: str) -> bool:
    """Whether two different words may be forms of one German verb, of which one is a subjunctive.

    They share their consonants, but for the ending, and one ends in -e, -te, -en or has an umlaut
    that the other lacks. Adjectives look so too ("gut", "gute"): better one too many.
    """
    one, other = one.lower(), other.lower()
    if one == other or not (one.isalpha() and other.isalpha()) or one[0] != other[0]:
        return False
    if _skeletons(one).isdisjoint(_skeletons(other)):
        return False
    return (
        _has_umlaut(one) != _has_umlaut(other)
        or _ends_in_e(one) != _ends_in_e(other)
        or (one.endswith(("te", "ten")) != other.endswith(("te", "ten")))
    )


def _skeletons(word: str) -> set[str]:
    """The word's consonants, with its ending and without: "gibt" and "gebe" are "gb"."""
    bare = word.translate(_FOLDED)
    forms = {bare, _ENDING.sub("", bare), re.sub("en$", "", bare), re.sub("n$", "", bare)}
    return {_UNSAID.sub("", form) for form in forms if form}


def _has_umlaut(word: str) -> bool:
    return word.translate(_FOLDED) != word.replace("ß", "ss")


def _ends_in_e(word: str) -> bool:
    return word.endswith("e")
