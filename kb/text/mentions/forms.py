"""The forms in which a text may write a name, folded."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.text.mentions.latin import folded
from kb.text.mentions.names import FIRST_NAMES, Name

__all__ = ["Spelling", "spellings"]

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WRITTEN_OUT_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e")
_SHARP_S = re.compile("ss|ß")
_SHARP_S_CHOICES = 3  # so many in a name are varied one by one, more all together
_ADJECTIVE = re.compile(r"(\w{3,})(?:e|er|es|en|em)")
_MAY_DECLINE = re.compile("e[rsnm]? ")
_ENDINGS = ("e", "er", "es", "en", "em")
# The USA form their compounds with two letters: "US-Regierung".
_BEFORE_HYPHEN = {"usa": "us"}


@dataclass(eq=False, slots=True)
class Spelling:
    """A way to write a name: any, or one that counts only with an umlaut or before a hyphen."""

    name: Name
    needs_umlaut: bool = False
    needs_hyphen: bool = False


def spellings(name: Name, is_surname: bool) -> Iterator[tuple[Spelling, Iterable[str]]]:
    """Every form of `name`, folded, by the way it is spelled.

    Genitives, endings of adjectives ("Weisses Haus", "Weissen Hauses"), ß for ss, ä for ae, and both the
    other way round. A surname takes no -es: "Kurzes" is not "Kurz".
    """
    plain = _forms(name, is_surname)
    yield Spelling(name), plain
    if _WRITTEN_OUT_UMLAUT.search(name.folded):
        # With its dots, and with them as a mark that stands alone.
        short = [_WRITTEN_OUT_UMLAUT.sub(dots, form) for form in plain for dots in (r"\1", r"\1 ")]
        yield Spelling(name, needs_umlaut=True), [form for form in short if form not in plain]
    if name.folded in _BEFORE_HYPHEN:
        yield Spelling(name, needs_hyphen=True), [_BEFORE_HYPHEN[name.folded]]


def _forms(name: Name, is_surname: bool) -> set[str]:
    forms: set[str] = set()
    for base in _bases(name):
        forms.update(_inflected(base, name, is_surname))
    if "ss" in name.folded or "ß" in name.folded:
        return {choice for form in forms for choice in _sharp_s(form)}
    return forms


def _bases(name: Name) -> set[str]:
    """As entered ("Donald J. Trump" has two blanks, folded), word by word, written out, decomposed."""
    if name.text.isascii():
        return {name.folded, name.spaced}
    composed = unicodedata.normalize("NFC", name.text).lower()
    written_out = folded(composed.translate(_WRITTEN_OUT)).strip()
    # A mark that stands alone folds to a blank, at the end too.
    decomposed = folded(unicodedata.normalize("NFD", name.text)).lstrip()
    return {name.folded, name.spaced, written_out, decomposed}


def _inflected(base: str, name: Name, is_surname: bool) -> Iterable[str]:
    declined = _declined(base, name)
    is_long = bool(declined) or (len(name.words) == 1 and not is_surname)
    endings = _genitives(base, is_long and not name.words[-1].isupper())
    if len(name.words) == 1:
        return [base, *(base + ending for ending in endings)]
    # A genitive has its adjectives in -en: "des Weissen Hauses".
    heads = (base, *declined[_ENDINGS.index("en") :: len(_ENDINGS)])
    genitives = [head + ending for head in heads for ending in endings]
    return [base, *declined, *genitives, *_head_genitives(base, name)]


def _declined(base: str, name: Name) -> list[str]:
    """With all `_ENDINGS` of its adjectives. One in -er may stay: "Neuen Zürcher Zeitung"."""
    if not _MAY_DECLINE.search(base):
        return []
    declined = []
    parts = base.split(" ")
    places = [place for place, part in enumerate(parts) if part]
    stems = [
        (place, stem)
        for place, word in zip(places[:-1], name.words, strict=False)
        if word[0].isupper() and (stem := _stem(parts[place]))
    ]
    rigid = [(place, stem) for place, stem in stems if not parts[place].endswith("er")]
    # Those that stay come first: what is written into `parts` stays there.
    for chosen in (rigid, stems) if 0 < len(rigid) < len(stems) else (stems,):
        for ending in _ENDINGS if chosen else ():
            for place, stem in chosen:
                parts[place] = stem + ending
            declined.append(" ".join(parts))
    return declined


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    """Of an adjective, without its ending; of any other word ""."""
    found = _ADJECTIVE.fullmatch(word)
    return found[1] if found and word not in FIRST_NAMES else ""


def _genitives(form: str, is_long: bool) -> tuple[str, ...]:
    """-s, and where `is_long` -es behind a consonant."""
    last = form[-1]
    if last.isdigit():
        return ()
    endings = () if last in "sxzß" else ("s",)
    return (*endings, "es") if is_long and last not in "aeiou " else endings


def _head_genitives(base: str, name: Name) -> list[str]:
    """ "Bundesamts für Gesundheit": the genitive of the word before the first small one."""
    if len(name.words) < 3 or name.text.istitle():
        return []
    small = next((place for place, word in enumerate(name.words) if word.islower()), 0)
    parts = base.split(" ")
    if not small or len(parts) != len(name.words):
        return []
    head, tail = " ".join(parts[:small]), " ".join(parts[small:])
    return [f"{head}{ending} {tail}" for ending in _genitives(head, True)]


def _sharp_s(form: str) -> Iterator[str]:
    """With ss and with ß."""
    parts = _SHARP_S.split(form)
    count = len(parts) - 1
    if not count:
        yield form
    elif count > _SHARP_S_CHOICES:
        yield from (form, "ss".join(parts), "ß".join(parts))
    else:
        for choice in itertools.product(("ss", "ß"), repeat=count):
            yield parts[0] + "".join(map("".join, zip(choice, parts[1:], strict=True)))
