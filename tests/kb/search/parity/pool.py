"""The words that random edits and questions are made of: speeches, and strings that spoil things."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from unicodedata import normalize

from kb.search.analysis import forms, tokens
from kb.text.sentences import split

__all__ = ["Pool"]


@dataclass(frozen=True)
class Pool:
    """Reference data, in the order of its files: the same for every run."""

    sentences: tuple[str, ...]
    naughty: tuple[str, ...]

    @classmethod
    def read(cls, data: Path) -> "Pool":
        lines = (data / "claims" / "bundestag-speeches-de.jsonl").read_text("utf-8").splitlines()
        speeches = [json.loads(line)["document"]["text"] for line in lines]
        naughty = json.loads((data / "badinput" / "blns.json").read_text("utf-8"))
        return cls(
            tuple(text[s.start : s.end] for text in speeches for s in split(text, "de")),
            tuple(text.replace("\0", "") for text in naughty if text.strip("\0 ")),
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        found = {token.word for text in self.sentences for token in tokens(text)}
        return tuple(sorted(word for word in found if len(word) > 3 and word.isalpha()))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if word[0].isupper())

    @cached_property
    def relatives(self) -> tuple[tuple[str, ...], ...]:
        """Words of one lemma, more than one each."""
        families: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            for term in sorted(forms(word, "de").own):
                families[term].append(word)
        return tuple(tuple(found) for _, found in sorted(families.items()) if len(found) > 1)

    @cached_property
    def compounds(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if forms(word, "de").parts)

    def text(self, chance: Random, sentences: int = 1) -> str:
        """Sentences that follow each other, sometimes in a spelling that few expect."""
        at = chance.randrange(len(self.sentences) - sentences)
        said = " ".join(self.sentences[at : at + sentences])
        way = chance.random()
        if way < 0.05:
            return f"{said} {chance.choice(self.naughty)}"
        if way < 0.10:
            return normalize("NFD", said)
        if way < 0.15:
            return said.replace("ung", "\u00adung").replace("ß", "ss")
        return said.upper() if way < 0.17 else said

    def name(self, chance: Random) -> str:
        return " ".join(chance.choice(self.names) for _ in range(chance.choice((1, 2, 2))))
