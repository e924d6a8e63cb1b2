"""How well the speech cues find what others say: `python -m bench speech DOCUMENTS.jsonl`.

DOCUMENTS holds texts with the statements reported in them: `{"document": {"text", "split", …},
"claims": [{"speaker", "evidence": [{"start", "end"}]}]}` a line, offsets in code points. A cue is held
against the statements by what it takes for said and whom it takes for the speaker; the data knows no
modes. Prints the figures and writes them to `bench/speech.md`.
"""

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.commands import ROOT
from editorial.importing.errors import Place
from editorial.importing.seeds.texts import parse_text
from editorial.suggestions import speech
from editorial.suggestions.cues import Cue
from kb.text.folding import fold
from kb.text.sentences import split
from kb.text.spans import find_quote, to_pieces

RESULTS = ROOT / "bench" / "speech.md"
SEEDS = ROOT / "seeds"
ENOUGH = 0.5  # of the words of what is said, shared, make a hit
# Who says it is the author; a cue for that would tell an editor nothing.
OWN = frozenset("ich wir mich mir uns man mein meine meiner meines unser unserer unsere".split())

_WORD = re.compile(r"\w+")


class Statement(NamedTuple):
    """What the data says is reported: the words' places in the text, and who is named for it."""

    words: frozenset[int]
    speaker: str

    @property
    def is_own(self) -> bool:
        return not OWN.isdisjoint(fold(self.speaker).split())


class Placed(NamedTuple):
    """A sentence as the desk has it."""

    position: int
    paragraph: int
    start: int
    end: int
    text: str


class Ratio(NamedTuple):
    hits: int
    total: int

    def __str__(self) -> str:
        return f"{self.hits / self.total:.2f} ({self.hits}/{self.total})" if self.total else "–"


Figures = dict[str, Ratio]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--misses", action="store_true", help="print the cues that are wrong")
    arguments = parser.parse_args()
    documents = [json.loads(line) for line in arguments.documents.open(encoding="utf-8")]
    parts = {"all": documents}
    for document in documents:
        parts.setdefault(document["document"]["split"], []).append(document)
    table = readable({name: measured(part) for name, part in parts.items()}, parts)
    print(table)
    arguments.results.write_text(table, encoding="utf-8")
    if arguments.misses:
        print_misses(documents)
    return 0


def measured(documents: Iterable[dict[str, Any]]) -> Figures:
    """Precision and recall of spans and speakers, and precision by kind of cue."""
    found: Counter[str] = Counter()
    for document in documents:
        text, statements = document["document"]["text"], list(_statements(document))
        cues = [cue for cue in speech.cues(text, document["document"]["lang"]) if cue.mode]
        found += _precision(text, cues, statements) + _recall(text, cues, statements)
    return {
        name.removesuffix(" of"): Ratio(found[name.removesuffix(" of")], found[name])
        for name in sorted(found)
        if name.endswith(" of")
    }


def _statements(document: dict[str, Any]) -> Iterator[Statement]:
    text = document["document"]["text"]
    for claim in document["claims"]:
        pieces = ((one["start"], one["end"]) for one in claim["evidence"])
        places = frozenset(word for piece in pieces for word in _words(text, *piece))
        yield Statement(places, claim["speaker"] or "")


def _words(text: str, start: int, end: int) -> frozenset[int]:
    """Where the words of `[start, end)` begin."""
    return frozenset(word.start() for word in _WORD.finditer(text, start, end))


def _precision(text: str, cues: list[Cue], statements: list[Statement]) -> Counter[str]:
    found: Counter[str] = Counter()
    reported = frozenset(word for one in statements for word in one.words)
    taken = frozenset(word for cue in cues if cue.said for word in _words(text, *cue.said))
    found["precision, words of"] = len(taken)
    found["precision, words"] = len(taken & reported)
    others = frozenset(word for one in statements if not one.is_own for word in one.words)
    found["recall, words, others’ of"] = len(others)
    found["recall, words, others’"] = len(taken & others)
    for cue in cues:
        said = _words(text, *cue.said) if cue.said else frozenset()
        hit = [one for one in statements if _is_hit(said, one.words)]
        if said:
            found["precision, spans of"] += 1
            found["precision, spans"] += bool(hit)
            found[f"precision, {cue.kind} of"] += 1
            found[f"precision, {cue.kind}"] += bool(hit)
        if said and cue.speaker:
            named = text[cue.speaker.start : cue.speaker.end]
            found["precision, speakers of"] += 1
            found["precision, speakers"] += any(_same(named, one.speaker) for one in hit)
    return found


def _recall(text: str, cues: list[Cue], statements: list[Statement]) -> Counter[str]:
    found: Counter[str] = Counter()
    said = [(_words(text, *cue.said), cue) for cue in cues if cue.said]
    for one in statements:
        hits = [cue for words, cue in said if _is_hit(words, one.words)]
        names = [text[slice(*cue.speaker)] for cue in hits if cue.speaker]
        kind = "the speaker’s own" if one.is_own else "others’"
        found[f"recall, spans, {kind} of"] += 1
        found[f"recall, spans, {kind}"] += bool(hits)
        if one.speaker and not one.is_own:
            found["recall, speakers, others’ of"] += 1
            found["recall, speakers, others’"] += any(_same(name, one.speaker) for name in names)
    return found


def _is_hit(said: frozenset[int], statement: frozenset[int]) -> bool:
    """Whether one holds at least half of the other's words."""
    shared = len(said & statement)
    return shared > 0 and shared >= ENOUGH * min(len(said), len(statement))


def _same(named: str, speaker: str) -> bool:
    """Whether one name holds the other: "Rutte" and "Generalsekretär Rutte"."""
    one, other = set(fold(named).split()), set(fold(speaker).split())
    return bool(one and other) and (one <= other or other <= one)


def seeds() -> Iterator[tuple[str, Counter[str]]]:
    """How the modes of the seeds' claims stand beside those proposed for their first passage."""
    for path in sorted(SEEDS.glob("*.toml")):
        knowledge = tomllib.loads(path.read_text(encoding="utf-8"))
        _, text = parse_text(path.with_suffix(".txt").read_bytes().decode(), Place(path.name))
        language = knowledge["article"]["language"]
        sentences = [
            Placed(position, span.paragraph, span.start, span.end, text[span.start : span.end])
            for position, span in enumerate(split(text, language), 1)
        ]
        yield path.stem, Counter(_judged(knowledge["claim"], text, sentences, language))


def _judged(
    claims: list[dict[str, Any]], text: str, sentences: list[Placed], language: str
) -> Iterator[str]:
    right: dict[tuple[int, ...], set[str]] = {}
    for claim in claims:
        right.setdefault(_picked(claim, text, sentences), set()).add(claim["mode"])
    for claim in claims:
        picked = _picked(claim, text, sentences)
        mode = speech.propose(sentences, picked, language).mode
        if mode is None:
            yield "none, and right" if claim["mode"] == "author" else "none, though somebody speaks"
        elif mode == claim["mode"]:
            yield "right"
        else:
            yield "wrong, but right for another claim of it" if mode in right[picked] else "wrong"


def _picked(claim: dict[str, Any], text: str, sentences: list[Placed]) -> tuple[int, ...]:
    quote = next(one["quote"] for one in claim["evidence"] if one["stance"] == "supports")
    passage = find_quote(quote, text)[0]
    return tuple(piece.sentence + 1 for piece in to_pieces(*passage, sentences))


def readable(figures: dict[str, Figures], parts: dict[str, list[dict[str, Any]]]) -> str:
    names = list(dict.fromkeys(name for one in figures.values() for name in one))
    heads = [f"{part} ({len(parts[part])} texts)" for part in figures]
    lines = [INTRODUCTION, f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for name in names:
        cells = " | ".join(str(one.get(name, Ratio(0, 0))) for one in figures.values())
        lines.append(f"| {name} | {cells} |")
    lines += ["", *SEED_HEADING]
    for stem, counts in seeds():
        lines.append(f"| {stem} | {' | '.join(str(counts[verdict]) for verdict in VERDICTS)} |")
    return "\n".join(lines) + "\n"


def print_misses(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        text, statements = document["document"]["text"], list(_statements(document))
        for cue in speech.cues(text, document["document"]["lang"]):
            said = _words(text, *cue.said) if cue.mode and cue.said else frozenset()
            if said and not any(_is_hit(said, one.words) for one in statements):
                around = text[max(cue.start - 80, 0) : cue.end + 80]
                print(f"{document['document']['split']} {cue.kind} {cue.words!r}: …{around}…")


INTRODUCTION = """# Speech cues, measured

Written by `python -m bench speech DOCUMENTS.jsonl`; how the cues work: `editorial/suggestions/speech.py`.

Held against 21 speeches in the German Bundestag with the statements that people marked as reported. They
marked thoughts, feelings, votes and mere topics too ("lehnt den Antrag ab", "weiß das"), and what the
speaker says of himself; an editor needs none of the latter. Hence the low recall, which is meant: a cue is
shown where somebody else likely speaks. The rules were improved on the part "dev"; of "trial",
which is small, one mistake was mended too.

- spans: what a cue takes for said, and a marked statement, share at least half of the words of one of them.
- words: of the words taken for said, those that are marked at all.
- speakers: the span is one and the same person is named for it (one name holds the other).
- others': statements of anybody but the speaker ("ich", "wir", "man").
"""
VERDICTS = (
    "right",
    "wrong, but right for another claim of it",
    "wrong",
    "none, and right",
    "none, though somebody speaks",
)
SEED_HEADING = [
    "Modes proposed for the claims of the seeds, from the sentences of their first passage. One sentence can",
    "carry a claim of the one who speaks and one of the author who says so: both get the same proposal.",
    "Without a proposal the form stays with the author's own voice, which is right where he speaks.",
    "",
    f"| | {' | '.join(VERDICTS)} |",
    "|---" * (len(VERDICTS) + 1) + "|",
]

if __name__ == "__main__":
    sys.exit(main())
