"""Words into the terms that they are found by, alike for every database.

A word has terms of its own: its folded form, and the folded lemma of each way to spell it
("gingen" → gingen, gehen; "Grössen" → grossen, grosse). A German closed compound has those
of its parts beside, marked, because they count for less ("Aussenministertreffen" →
·aussenminister, ·treffen). Lemmas are simplemma's, loaded on first use, one language at a time;
umlauts are folded only behind the lemma, which needs them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

import simplemma

from kb.text.folding import latin

__all__ = ["PART", "Forms", "Token", "folded_words", "forms", "terms_of", "tokens"]

LEMMAS = ("de", "en", "fr", "it")
PART = "·"  # before the term of a part; no term holds it
BETWEEN = "|"  # between two texts of one thing: no phrase crosses it
MAX_LETTERS = 60  # of a term; what is longer is nobody's word

# Letters and digits, with the marks that stand on them apart, and soft hyphens in between.
_WORD = re.compile("[^\\W_][\\w\u0300-\u036f\u00ad]*(?<!_)")
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # between the parts of a compound
_MIN_PART, _MIN_HEAD = 3, 4  # letters
# Nouns of three letters that end compounds. The dictionary has many more ("Ern", "Ion"), which do not.
_SHORT_HEADS = frozenset(
    """akt amt arm art bad bau ehe eid eis gas gut hof hut kuh lob mal mut not ohr ort rad rat ruf see
    tag tal tat tee tod ton tor typ uhr weg zug""".split()
)
_VOWELS = frozenset("aeiouyäöü")


class Token(NamedTuple):
    """A word and where it stands: code points, end exclusive."""

    start: int
    end: int
    word: str


class Forms(NamedTuple):
    """The terms of a word: its folded form, all of its own, and those of its parts."""

    folded: str
    own: frozenset[str]
    parts: frozenset[str]


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`; hyphens part them."""
    for match in _WORD.finditer(text):
        for piece in re.finditer(r"[^_]+", match[0]):
            yield Token(match.start() + piece.start(), match.start() + piece.end(), piece[0])


def folded_words(texts: Iterable[str]) -> str:
    """The words of `texts` as they stand, folded, each between blanks."""
    pieces = (" ".join(filter(None, (fold(t.word) for t in tokens(text)))) for text in texts)
    return f" {f' {BETWEEN} '.join(pieces)} "


def terms_of(text: str, language: str) -> Iterator[str]:
    """All terms of all words of `text`."""
    for token in tokens(text):
        known = forms(token.word, language)
        yield from known.own
        for part in known.parts:
            yield PART + part


def fold(word: str) -> str:
    """Lower case, without marks, ß as ss; letters and digits only, perhaps none."""
    if word.isascii() and word.isalnum():
        return word.lower()[:MAX_LETTERS]  # most words: a third of the time
    # Compatibility first: what "𝐁" stands for is a capital that is to be lowered too.
    lowered = normalize("NFKC", word).lower()
    return "".join(c for c in latin(lowered) if c.isalnum())[:MAX_LETTERS]


@lru_cache(maxsize=100_000)
def forms(word: str, language: str) -> Forms:
    """The terms of one word in a text of `language`; of a language without lemmas the folded form."""
    folded = fold(word)
    code = language[:2].lower()
    word = normalize("NFKC", word.replace("\u00ad", ""))
    if not folded or code not in LEMMAS or len(word) > MAX_LETTERS or not word.isalpha():
        return Forms(folded, frozenset({folded} - {""}), frozenset())
    own = {folded, *(fold(lemma) for lemma in _lemmas(word, code))}
    parts: set[str] = set()
    if code == "de":
        splits = list(_splits(word.lower())) if _may_be_compound(word) else []
        parts = {fold(_lemma(part, code)) for split in splits for part in split}
        if splits:
            head = _lemma(splits[0].head, code)
            own.add(fold(word[: -len(splits[0].head)]) + fold(head))
        elif word[0].isupper() and word.endswith("s") and not simplemma.is_known(word, lang=code):
            own.add(fold(word[:-1]))  # the genitive of a name: "Ruttes"
    return Forms(folded, frozenset(own - {""}), frozenset(parts - own - {""}))


def _lemmas(word: str, code: str) -> Iterator[str]:
    """The lemma of each way in which `word` may be meant."""
    for spelling in _spellings(word) if code == "de" else (word,):
        yield _lemma(spelling, code)


def _spellings(word: str) -> Iterator[str]:
    """As it stands, and with ß and umlauts where others write without: "Grösse", "Groesse"."""
    found = [word]
    for plain, letter in (("ss", "ß"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        if plain in word:
            found += [spelling.replace(plain, letter) for spelling in found]
    yield word
    yield from (other for other in found[1:] if simplemma.is_known(other, lang="de"))


def _lemma(word: str, code: str) -> str:
    return simplemma.lemmatize(word, lang=code)


class _Split(NamedTuple):
    """Two known nouns that a compound is made of."""

    stem: str
    head: str


def _splits(lowered: str) -> Iterator[_Split]:
    """Every way to part a word, the longest head first."""
    last = len(lowered) - (3 if lowered[-3:] in _SHORT_HEADS else _MIN_HEAD)
    for at in range(_MIN_PART, last + 1):
        if _VOWELS.isdisjoint(lowered[:at]):
            continue  # "sch" is in the dictionary
        if (head := _known_noun(lowered[at:])) and (stem := _known_stem(lowered[:at])):
            yield _Split(stem, head)


def _known_stem(part: str) -> str | None:
    for link in _LINKS:
        stem = part[: len(part) - len(link)]
        if part.endswith(link) and len(stem) >= _MIN_PART and (noun := _known_noun(stem)):
            return noun
    return None


@lru_cache(maxsize=100_000)
def _known_noun(part: str) -> str | None:
    """`part` as the noun that the dictionary has, in its spelling."""
    for spelling in _spellings(part.capitalize()):
        if _is_noun(spelling):
            return spelling
    return None


def _may_be_compound(word: str) -> bool:
    """Long enough, and nothing that the dictionary has as a verb or the like."""
    if len(word) < 2 * _MIN_PART:
        return False
    return not simplemma.is_known(word, lang="de") or _lemma(word, "de")[0].isupper()


def _is_noun(word: str) -> bool:
    """Whether its lemma is written with a capital: the dictionary takes others in any case."""
    return simplemma.is_known(word, lang="de") and _lemma(word, "de")[0].isupper()
