"""The fate of each old sentence: `align`.

1. Sentences of equal text are paired (pairing.py). Such a pair is identical or moved only if both stand within
   as many open quotations where they begin and end, and if it is sure which of several is meant.
2. What stands between the same neighbours is compared word by word: split and merged (cutting.py).
3. What is left is looked for among all new sentences that are left: reworded, else removed.
"""

from collections.abc import Iterator, Sequence

from kb.text.alignment.cutting import Cut, cut_anew
from kb.text.alignment.fates import Change, Fate, Verdict
from kb.text.alignment.meaning import changes
from kb.text.alignment.pairing import certain, in_order, pairs
from kb.text.alignment.quoting import Position, Quotations
from kb.text.alignment.rewording import counterparts, likeness
from kb.text.alignment.words import WORD, words

__all__ = ["align"]

_NOTHING: frozenset[Change] = frozenset()
_REMOVED = Fate(Verdict.REMOVED, (), 0.0, _NOTHING)


def align(old: Sequence[str], new: Sequence[str], language: str) -> list[Fate]:
    """The fate of each sentence of `old`, in order, given the sentences of the corrected text.

    Identical and moved are only sentences whose text is equal to the code point, that stand within
    the same quotation and say there what they said before; these may be carried over unseen. One new
    sentence is the place of several old ones only where these were merged or cut anew.
    `language` is a language tag; its first subtag decides.
    """
    correction = _Correction(old, new, language)
    fates = correction.equal()
    fates.update(correction.cut_anew(fates))
    fates.update(correction.reworded(fates))
    return [fates.get(i, _REMOVED) for i in range(len(old))]


class _Correction:
    """Two versions of a text, and what was found out about them so far."""

    def __init__(self, old: Sequence[str], new: Sequence[str], language: str) -> None:
        self.old, self.new, self.language = old, new, language
        self.quoted = Quotations(old)
        self.new_quoted = Quotations(new)
        self.pairs = pairs(old, new)
        self.places_of_words: dict[int, list[tuple[int, int]]] = {}
        self.near: dict[int, set[int]] = {}  # new sentences that share words and neighbours

    def equal(self) -> dict[int, Fate]:
        """The fates of the sentences whose text is there as it was."""
        ordered = in_order(self.pairs)
        sure = certain(self.old, self.new, self.pairs)
        fates = {}
        for i, j in self.pairs.items():
            same = Verdict.IDENTICAL if i in ordered else Verdict.MOVED
            changed = self._requoted(i, (j, 0), (j + 1, 0))
            verdict = same if i in sure and not changed else Verdict.REWORDED
            fates[i] = Fate(verdict, (j,), 1.0, changed)
        return fates

    def cut_anew(self, fates: dict[int, Fate]) -> dict[int, Fate]:
        """The fates of the sentences that were split or merged."""
        taken = {j for fate in fates.values() for j in fate.places}
        found = {}
        for olds, news in self._gaps(taken):
            if len(olds) == len(news) == 1:
                self.near[olds[0]] = {news[0]}
                continue
            wording = [words(self.new[j]) for j in news]
            cuts, near = cut_anew([words(self.old[i]) for i in olds], wording)
            self.near.update({olds[a]: {news[b] for b in bs} for a, bs in near.items()})
            for a, cut in cuts.items():
                if news[cut.places[-1]] - news[cut.places[0]] == len(cut.places) - 1:
                    found[olds[a]] = self._cut(olds[a], cut, news)
        return found

    def reworded(self, fates: dict[int, Fate]) -> dict[int, Fate]:
        """The fates of the sentences that are there in other words."""
        taken = {j for fate in fates.values() for j in fate.places}
        left = {i: words(text) for i, text in enumerate(self.old) if i not in fates}
        free = {j: words(text) for j, text in enumerate(self.new) if j not in taken}
        found = {}
        for i, (j, alike) in counterparts(left, free, self.near).items():
            changed = changes(self.old[i], self.new[j], self.language) | self._requoted(
                i, (j, 0), (j + 1, 0)
            )
            found[i] = Fate(Verdict.REWORDED, (j,), alike, changed)
        return found

    def _gaps(self, taken: set[int]) -> Iterator[tuple[list[int], list[int]]]:
        """The old and new sentences without a pair that stand between the same neighbours."""
        i = j = 0
        ordered = in_order(self.pairs)
        for end, other_end in [*ordered.items(), (len(self.old), len(self.new))]:
            olds = [n for n in range(i, end) if n not in self.pairs]
            news = [n for n in range(j, other_end) if n not in taken]
            if olds and news:
                yield olds, news
            i, j = end + 1, other_end + 1

    def _cut(self, i: int, cut: Cut, news: list[int]) -> Fate:
        places = tuple(news[place] for place in cut.places)
        start = places[0], self._words_at(places[0])[cut.start][0]
        end = places[-1], self._words_at(places[-1])[cut.end - 1][1]
        passage = self._passage(start, end)
        changed = changes(self.old[i], passage, self.language) | self._requoted(i, start, end)
        alike = likeness(words(self.old[i].lower()), words(passage.lower()))
        return Fate(Verdict.SPLIT if cut.is_split else Verdict.MERGED, places, alike, changed)

    def _passage(self, start: Position, end: Position) -> str:
        if start[0] == end[0]:
            return self.new[start[0]][start[1] : end[1]]
        whole = self.new[start[0] + 1 : end[0]]
        return " ".join([self.new[start[0]][start[1] :], *whole, self.new[end[0]][: end[1]]])

    def _words_at(self, j: int) -> list[tuple[int, int]]:
        """Where the words of a new sentence stand in it; found once, since many may be merged into it."""
        if j not in self.places_of_words:
            self.places_of_words[j] = [found.span() for found in WORD.finditer(self.new[j])]
        return self.places_of_words[j]

    def _requoted(self, i: int, start: Position, end: Position) -> frozenset[Change]:
        """Whether the sentence, now from `start` to `end`, stands within fewer or more quotations."""
        was = self.quoted.open_at(i), self.quoted.open_at(i + 1)
        now = self.new_quoted.open_at(*start), self.new_quoted.open_at(*end)
        return _NOTHING if was == now else frozenset([Change.QUOTATION])
