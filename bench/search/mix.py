"""What is asked: a fixed mix of questions, the same at every size, drawn from the claims there are."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from bench.growing import Dice
from bench.search.vocabulary import adjuncts, nouns
from kb.search.analysis import fold
from kb.search.stop_words import STOP_WORDS

__all__ = ["KINDS", "Question", "mix"]

COMMON = 40  # so many words are frequent
RARE = 2  # a rare word stands so often in the smallest base at most


class Question(NamedTuple):
    """What is typed, and what is chosen beside it: the value as a document names it."""

    kind: str
    q: str
    facet: str = ""
    value: str = ""


class Asker:
    """Draws questions from the claims of the smallest base."""

    def __init__(self, entries: Sequence[dict[str, Any]]) -> None:
        self.claims = [
            {"document": entry["document"]} | claim
            for entry in entries
            for claim in entry["claims"]
        ]
        self.counts = Counter(word for claim in self.claims for word in set(words(claim["text"])))
        self.common = [word for word, _ in self.counts.most_common(COMMON)]
        lexemes = [*adjuncts().entries, *nouns().entries]
        self.lexemes = {form: lexeme for lexeme in lexemes for form in lexeme.forms}

    def frequent(self, dice: Dice) -> Question:
        return Question("frequent word", dice.one(self.common))

    def rare(self, dice: Dice) -> Question:
        return Question("rare word", self._word(dice, lambda word: self.counts[word] <= RARE))

    def two(self, dice: Dice) -> Question:
        return Question(
            "two words", " ".join(dice.several(words(dice.one(self.claims)["text"]), 2))
        )

    def inflected(self, dice: Dice) -> Question:
        word = self._word(dice, lambda word: len(self._others(word)) > 0)
        return Question("another form", dice.one(self._others(word)))

    def phrase(self, dice: Dice) -> Question:
        said = re.findall(r"\w+", dice.one(self.claims)["text"])
        at = dice.below(len(said) - 2)
        return Question("phrase", f'"{" ".join(said[at : at + 2 + dice.below(2)])}"')

    def narrowed(self, dice: Dice) -> Question:
        claim = dice.one(self.claims)
        word = max(words(claim["text"]), key=lambda word: (self.counts[word], word))
        return Question("word and facet", word, *_facet(dice, claim))

    def actor(self, dice: Dice) -> Question:
        claim = self._claim(dice, lambda claim: "speaker" in claim)
        more = f" {words(claim['text'])[0]}" if dice.chance(0.5) else ""
        return Question("actor:", f'actor:"{claim["speaker"]}"{more}')

    def facet_alone(self, dice: Dice) -> Question:
        return Question("facet alone", "", *_facet(dice, dice.one(self.claims)))

    def _claim(self, dice: Dice, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        return next(claim for claim in _endless(dice, self.claims) if fits(claim))

    def _word(self, dice: Dice, fits: Callable[[str], bool]) -> str:
        said = (dice.one(words(claim["text"])) for claim in _endless(dice, self.claims))
        return next(word for word in said if fits(word))

    def _others(self, word: str) -> list[str]:
        """Other forms of a word."""
        lexeme = self.lexemes.get(word)
        return [form for form in lexeme.forms if form != word] if lexeme else []


ASKING = {
    "frequent word": Asker.frequent,
    "rare word": Asker.rare,
    "two words": Asker.two,
    "another form": Asker.inflected,
    "phrase": Asker.phrase,
    "word and facet": Asker.narrowed,
    "actor:": Asker.actor,
    "facet alone": Asker.facet_alone,
}
KINDS = tuple(ASKING)


def mix(entries: Sequence[dict[str, Any]], each: int) -> list[Question]:
    """So many questions of each kind, in turns."""
    asker = Asker(entries)
    asking = ASKING.values()
    return [ask(asker, Dice("question", ask.__name__, n)) for n in range(each) for ask in asking]


def words(text: str) -> list[str]:
    """The words of a claim that tell something."""
    found = re.findall(r"\w{4,}", text)
    return [word for word in found if fold(word) not in STOP_WORDS]


def _endless(dice: Dice, claims: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    while True:
        yield dice.one(claims)


def _facet(dice: Dice, claim: dict[str, Any]) -> tuple[str, str]:
    """A facet of this claim with its value."""
    offered = {
        "speaker": claim.get("speaker", ""),
        "about": dice.one(claim["about"] or [""]),
        "event": claim.get("events", [""])[0],
        "tag": dice.one(claim["tags"] or [""]),
        "kind": claim["kind"],
        "mode": claim.get("mode", "author"),
        "stance": claim["evidence"][0]["stance"],
        "article": claim["document"]["id"],
        "year": claim.get("said_on", claim["document"]["date"])[:4],
    }
    return dice.one([(name, value) for name, value in offered.items() if value])
