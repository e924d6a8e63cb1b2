"""A name as an editor entered it, and the forms in which a text may write it."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kb.text.folding import fold

FIRST_NAMES = frozenset(
    fold(name)
    for line in Path(__file__).with_name("first_names.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)
_WORD = re.compile(r"[^\W_]+")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WRITTEN_OUT_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e")
_SHARP_S = re.compile("ss|ß")
_SHARP_S_CHOICES = 3  # so many in a name are varied one by one, more all together
_ADJECTIVE = re.compile(r"(\w{3,})(?:e|er|es|en|em)")
_ENDINGS = ("e", "er", "es", "en", "em")
# The USA form their compounds with two letters: "US-Regierung".
_BEFORE_HYPHEN = {"usa": "us"}


@dataclass(eq=False)
class Name:
    """One name and all who bear it, in the order they came in."""

    text: str
    keys: tuple[Any, ...] = ()
    words: tuple[str, ...] = field(init=False)  # composed (NFC), as written
    folded: str = field(init=False)  # its words folded, one blank between

    def __post_init__(self) -> None:
        composed = unicodedata.normalize("NFC", self.text)
        self.words = tuple(_WORD.findall(composed))
        self.folded = " ".join(fold(composed).split())

    @cached_property
    def umlauts(self) -> str:
        return umlauts(self.text)


class Form(NamedTuple):
    """A way to write a name, folded. Some count only with an umlaut or before a hyphen."""

    folded: str
    needs_umlaut: bool = False
    needs_hyphen: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, composed."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text)))


def umlauts(text: str) -> str:
    """The vowels of `text` that have an umlaut or are written out as one, in the way they are."""
    composed = unicodedata.normalize("NFC", text).lower()
    short = composed.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    return "".join(c for c in short if c in "äöü")


def forms(name: Name, is_surname: bool) -> Iterator[Form]:
    """Every form of `name`, folded; one may come twice.

    Genitives, endings of adjectives ("Weisses Haus", "Weissen Hauses"), ss for ß, ae for ä, and both the
    other way round. A surname takes no -es: "Kurzes" is not "Kurz".
    """
    for base in _bases(name):
        for inflected in _inflected(base, name, is_surname):
            for form in _sharp_s(inflected):
                yield Form(form)
                if _WRITTEN_OUT_UMLAUT.search(form):
                    yield Form(_WRITTEN_OUT_UMLAUT.sub(r"\1", form), needs_umlaut=True)
    if name.folded in _BEFORE_HYPHEN:
        yield Form(_BEFORE_HYPHEN[name.folded], needs_hyphen=True)


def _bases(name: Name) -> Iterable[str]:
    """As entered ("Donald J. Trump" has two blanks, folded), word by word, written out, decomposed."""
    bases = {name.folded: None, fold(name.text).strip(): None}
    if not name.text.isascii():
        composed = unicodedata.normalize("NFC", name.text)
        bases[fold(composed).strip()] = None
        bases[fold(composed.lower().translate(_WRITTEN_OUT)).strip()] = None
        # A mark that stands alone folds to a blank, at the end too.
        bases[fold(unicodedata.normalize("NFD", name.text)).lstrip()] = None
    return bases


def _inflected(base: str, name: Name, is_surname: bool) -> Iterator[str]:
    declined = list(_declined(base, name))
    last = name.words[-1]
    is_long = len(declined) > 1 or (len(name.words) == 1 and not is_surname)
    for form in declined:
        yield form
        for ending in _genitives(form, is_long and not last.isupper()):
            yield form + ending
    yield from _head_genitives(base, name)


def _declined(base: str, name: Name) -> Iterator[str]:
    """With every ending its adjectives may have. One in -er may stay: "Neuen Zürcher Zeitung"."""
    yield base
    parts = base.split(" ")
    words = [place for place, part in enumerate(parts) if part]
    if len(words) != len(name.words) or len(words) < 2:
        return
    stems = {
        place: found[1]
        for place, word in zip(words[:-1], name.words, strict=False)
        if word[0].isupper()
        and (found := _ADJECTIVE.fullmatch(parts[place]))
        and parts[place] not in FIRST_NAMES
    }
    rigid = {place: stem for place, stem in stems.items() if not parts[place].endswith("er")}
    for chosen in (stems, rigid) if 0 < len(rigid) < len(stems) else (stems,):
        for ending in _ENDINGS if chosen else ():
            yield " ".join(
                chosen[i] + ending if i in chosen else part for i, part in enumerate(parts)
            )


def _genitives(form: str, is_long: bool) -> Iterator[str]:
    """-s, and where `is_long` -es behind a consonant."""
    last = form[-1]
    if last.isdigit():
        return
    if last not in "sxzß":
        yield "s"
    if is_long and last not in "aeiou ":
        yield "es"


def _head_genitives(base: str, name: Name) -> Iterator[str]:
    """ "Bundesamts für Gesundheit": the genitive of the word before the first small one."""
    small = next((i for i, word in enumerate(name.words) if word.islower()), 0)
    parts = base.split(" ")
    if small and len(parts) == len(name.words):
        head, tail = " ".join(parts[:small]), " ".join(parts[small:])
        yield from (f"{head}{ending} {tail}" for ending in _genitives(head, True))


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
