"""What may have changed a sentence's meaning: `changes`.

Words are compared one by one; whatever was taken out, put in or exchanged is looked up in the lists
of the language. It is meant to find too much rather than too little.
"""

import re
from collections.abc import Iterator, Sequence

from kb.text.alignment.fates import Change
from kb.text.alignment.mood import may_be_other_mood
from kb.text.alignment.naming import begins_sentence, renamed
from kb.text.alignment.quoting import MARKS
from kb.text.alignment.sequences import Gap, blocks, gaps
from kb.text.alignment.vocabulary import Vocabulary, vocabulary
from kb.text.alignment.words import words

__all__ = ["changes"]

# In a language whose words are not known any word may be one of these.
_ANY = frozenset([Change.NEGATION, Change.NUMBER, Change.DATE, Change.MODAL])
_AMOUNTS = frozenset("%‰€$£¥°±<>=~×+")
_SIGNS = frozenset("-–−+")
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:er[ns]?)?|\d+[.:/]\d+(?:[.:/]\d+)?")
_DENYING = {
    "de": re.compile(
        r"un(?!d$|s$|ser|ter|ion|iv|i$|garn|gar|gef)\w{3,}|\w{3,}(?<!b)(?<!r)los(?:e[rnms]?|igkeit\w*)?"
    ),
    "en": re.compile(r"un(?!der|i|til|less|cle)\w{3,}|\w+n't|\w{3,}less(?:ly|ness)?"),
    "fr": re.compile(r"n'\w+"),
    "it": re.compile(r"(?!)"),
}
MANY = 2_500  # pairs of exchanged words; more of them are another sentence
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|a|de|dis|mis|miss|nicht|non|anti|gegen|ent|ab)(?=\w{3})")


def changes(old: str, new: str, language: str) -> frozenset[Change]:
    """What may have changed the meaning of the sentence `old`, which became `new`.

    Nothing is changed only where no word and no mark that could matter was. A question mark counts as a
    modal verb: what is asked is not asserted. `language` is a language tag; in languages other than
    German, English, French and Italian any changed word may be nearly anything.
    """
    before, after = words(old), words(new)
    known = vocabulary(language)
    exchanged = gaps(blocks(before, after), len(before), len(after))
    found = [_of_exchange(_Exchange(before, after, gap), known) for gap in exchanged]
    if exchanged and _is_reordered(before, after):
        found += [_kinds(before, place, known) for place in range(len(before))]
    return frozenset().union(*found)


class _Exchange:
    """Words of one wording and what they became: their places in both, without mere capitals."""

    def __init__(self, before: Sequence[str], after: Sequence[str], gap: Gap) -> None:
        self.before, self.after = before, after
        self.removed = list(range(gap.start, gap.end))
        self.added = list(range(gap.other_start, gap.other_end))
        small = {after[n].lower(): n for n in self.added}
        for place in list(self.removed):
            other = small.get(before[place].lower())
            if other in self.added and self._is_only_capital(place, other):
                self.removed.remove(place)
                self.added.remove(other)

    def _is_only_capital(self, place: int, other: int) -> bool:
        """Whether a word is written otherwise because it begins a sentence, or does no longer."""
        word, new = self.before[place], self.after[other]
        begins = begins_sentence(self.before, place), begins_sentence(self.after, other)
        return begins[0] != begins[1] and word[1:] == new[1:]


def _of_exchange(exchange: _Exchange, known: Vocabulary) -> frozenset[Change]:
    before, removed = exchange.before, exchange.removed
    after, added = exchange.after, exchange.added
    found = set().union(
        *(_kinds(before, place, known) for place in removed),
        *(_kinds(after, place, known) for place in added),
    )
    if renamed(before, removed, after, added, known):
        found.add(Change.NAME)
    pairs = [
        (before[a], after[b]) for a in removed for b in added if len(removed) * len(added) < MANY
    ]
    if known.language == "de" and any(may_be_other_mood(*pair) for pair in pairs):
        found.add(Change.KONJUNKTIV)
    if any(_is_opposite(*pair) for pair in pairs):
        found.add(Change.NEGATION)
    return frozenset(found)


def _kinds(words: Sequence[str], place: int, known: Vocabulary) -> frozenset[Change]:
    """What a word says that is taken out of its sentence, or put into it."""
    word = words[place]
    if word in MARKS:
        return frozenset([Change.QUOTATION])
    if not word[0].isalnum():
        return frozenset(_of_mark(words, place, known))
    found = set(_listed(word, known))
    if any(letter.isnumeric() for letter in word) or _ROMAN.fullmatch(word):
        found.add(Change.NUMBER)
        if _YEAR.fullmatch(word) or any(
            Change.DATE in _listed(w, known) for w in _around(words, place)
        ):
            found.add(Change.DATE)
    return frozenset(found)


def _of_mark(words: Sequence[str], place: int, known: Vocabulary) -> Iterator[Change]:
    """What a mark says: "−5", "5 %"; a comma beside a "nicht" says what is denied."""
    mark = words[place]
    if mark == "?":
        yield Change.MODAL
    if mark in _AMOUNTS or (mark in _SIGNS and any(map(_is_number, _around(words, place, 1)))):
        yield Change.NUMBER
    if any(Change.NEGATION in _listed(word, known) for word in _around(words, place, 1)):
        yield Change.NEGATION


def _listed(word: str, known: Vocabulary) -> frozenset[Change]:
    if not known.is_known:
        return _ANY if any(map(str.isalpha, word)) else frozenset()
    small = word.lower()
    found = {
        change
        for change, listed in known.listed.items()
        if any(part in listed for part in (small, *small.split("'")))
    }
    if _DENYING[known.language].fullmatch(small):
        found.add(Change.NEGATION)
    return frozenset(found)


def _around(words: Sequence[str], place: int, distance: int = 2) -> list[str]:
    before = words[max(place - distance, 0) : place]
    return [*before, *words[place + 1 : place + 1 + distance]]


def _is_number(word: str) -> bool:
    return word[0].isnumeric()


def _is_opposite(one: str, other: str) -> bool:
    """Whether one word is the other with a prefix that may deny it: "möglich", "unmöglich"."""
    one, other = one.lower(), other.lower()
    return _PREFIX.sub("", one) == other or _PREFIX.sub("", other) == one


def _is_reordered(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the same words stand in another order: what a "nicht" denies may be something else."""
    old, new = ([word.lower() for word in side if word[0].isalnum()] for side in (before, after))
    return old != new and sorted(old) == sorted(new)
