"""Corrections of real text, made by a seeded chance: texts are edited as text and cut into sentences anew."""

import itertools
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kb.text.sentences import split

LONGEST = 45  # sentences of an article
EDITS = 8  # of one correction
SWAPS = {
    "number": "zwei drei vier fünf sechs sieben acht neun zehn Millionen Milliarden".split(),
    "date": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch"
    " Donnerstag Freitag heute gestern morgen".split(),
    "modal": "kann muss soll will darf können müssen sollen wollen dürfen könnte müsste sollte wollte dürfte konnte".split(),
}
MOODS = "ist sei|hat habe|wird werde|war wäre|hatte hätte|kommt komme|geht gehe|gibt gebe|wurde würde|sind seien|macht mache|steht stehe|gab gäbe|ging ginge|liegt liege|bleibt bleibe"
MOOD = dict(pair.split() for pair in MOODS.split("|"))
MOOD |= {there: back for back, there in MOOD.items()}
_PAIR = re.compile(r"[„“\"]([^„“”\"]+)[“”\"]")
_NAME = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ]\w{3,}")


@dataclass
class Correction:
    """What was edited, and where each untouched sentence is now."""

    old: list[str]
    new: list[str]
    kinds: dict[int, str] = field(default_factory=dict)  # touched sentences
    changed: set[int] = field(default_factory=set)  # of those: the meaning too
    true: dict[int, int] = field(default_factory=dict)  # untouched sentences
    edits: int = 0


Edit = Callable[[str, random.Random], str | None]


def _swap(kind: str) -> Edit:
    words = SWAPS[kind]
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")

    def edit(text: str, chance: random.Random) -> str | None:
        found = list(pattern.finditer(text))
        if not found:
            return None
        place = chance.choice(found)
        other = chance.choice([word for word in words if word != place[0]])
        return text[: place.start()] + other + text[place.end() :]

    return edit


def _number(text: str, chance: random.Random) -> str | None:
    digits = [n for n, letter in enumerate(text) if letter in "0123456789"]
    if not digits:
        return _swap("number")(text, chance)
    place = chance.choice(digits)
    other = chance.choice([d for d in "123456789" if d != text[place]])
    return text[:place] + other + text[place + 1 :]


def _date(text: str, chance: random.Random) -> str | None:
    years = list(re.finditer(r"\b(?:1[89]|20)\d\d\b", text))
    if years and chance.random() < 0.5:
        place = chance.choice(years)
        return text[: place.start()] + str(int(place[0]) + 1) + text[place.end() :]
    return _swap("date")(text, chance)


def _negation(text: str, chance: random.Random) -> str | None:
    if re.search(r"\b(?:nicht|kein)", text):
        return re.sub(r"\bnicht |\bk(?=ein)", "", text, count=1)
    words = text.split(" ")
    if len(words) < 4:
        return None
    words.insert(
        chance.randrange(2, len(words)), chance.choice(["nicht", "nie", "kaum", "niemals"])
    )
    return " ".join(words)


def _name(text: str, chance: random.Random) -> str | None:
    found = list(_NAME.finditer(text))
    if not found:
        return None
    place = chance.choice(found)
    other = chance.choice("Merkel Scholz Berlin Paris Russland China Rutte Polen Genf Nato".split())
    return None if other in place[0] else text[: place.start()] + other + text[place.end() :]


def _mood(text: str, chance: random.Random) -> str | None:
    found = [word for word in re.finditer(r"\b[a-zäöü]+\b", text) if word[0] in MOOD]
    if not found:
        return None
    place = chance.choice(found)
    return text[: place.start()] + MOOD[place[0]] + text[place.end() :]


def _quotation(text: str, chance: random.Random) -> str | None:
    if pair := _PAIR.search(text):
        return text[: pair.start()] + pair[1] + text[pair.end() :]
    found = list(re.finditer(r"\b\w{4,}\b", text))
    if not found:
        return None
    place = chance.choice(found)
    return f"{text[: place.start()]}„{place[0]}“{text[place.end() :]}"


def _typo(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b[a-zäöü]{6,}\b", text))
    if not found:
        return None
    n = chance.choice(found).start() + 2
    return None if text[n] == text[n + 1] else text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def _cut(text: str, chance: random.Random) -> str | None:
    found = re.search(r"(?<=[a-zäöü]{3}), (und|aber|doch|denn) (?=\w+ \w+ \w+)", text)
    return found and f"{text[: found.start()]}. {found[1].capitalize()} {text[found.end() :]}"


MEANING: dict[str, Edit] = {
    "negation": _negation,
    "number": _number,
    "date": _date,
    "name": _name,
    "quotation": _quotation,
    "modal": _swap("modal"),
    "konjunktiv": _mood,
}
HARMLESS: dict[str, Edit] = {"typo": _typo, "split": _cut}
WIDE = ("merge", "swap", "long quotation", "paragraph in", "paragraph out")
KINDS = (*MEANING, *HARMLESS, *WIDE)


def articles(data: Path, seeds: Path) -> list[str]:
    """Real texts, German; the longer ones in parts."""
    texts = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    for name in ("bundestag-speeches-de", "xquad-de"):
        lines = (data / "claims" / f"{name}.jsonl").read_text("utf-8").splitlines()
        texts += [json.loads(line)["document"]["text"] for line in lines]
    news = (data / "sentences" / "ud-pud-de-news.jsonl").read_text("utf-8").splitlines()
    excerpts = [" ".join(json.loads(line)["sentences"]) for line in news]
    texts += ["\n\n".join(excerpts[n : n + 12]) for n in range(0, len(excerpts), 12)]
    parts = []
    for text in texts:
        spans = split(text, "de")
        for n in range(0, len(spans), LONGEST):
            some = spans[n : n + LONGEST]
            parts.append(text[some[0].start : some[-1].end])
    return [part for part in parts if len(split(part, "de")) > 12]


def correction(text: str, other: str, chance: random.Random) -> Correction:
    """A correction of `text` by up to EDITS edits, no two of which touch the same or touching sentences."""
    spans = split(text, "de")
    old = [text[span.start : span.end] for span in spans]
    made = Correction(old, [])
    pieces = list(old)
    between = [text[a.end : b.start] for a, b in itertools.pairwise(spans)] + [""]
    free = set(range(1, len(old) - 4))
    for _ in range(EDITS):
        if not free:
            break
        kind = chance.choice(KINDS)
        places = chance.sample(sorted(free), len(free))  # the first that has what this kind needs
        applied = ((at, _apply(kind, at, pieces, between, made, other, chance)) for at in places)
        at, size = next(((at, size) for at, size in applied if size), (0, 0))
        if size:
            made.edits += 1
            free -= set(range(at - 4, at + size + 1))
    starts, place, parts = [], len(text[: spans[0].start]), [text[: spans[0].start]]
    for piece, gap in zip(pieces, between, strict=True):
        starts.append(place)
        parts += [piece, gap]
        place += len(piece) + len(gap)
    edited = "".join(parts)
    new_spans = split(edited, "de")
    made.new = [edited[span.start : span.end] for span in new_spans]
    number = {(span.start, span.end): n for n, span in enumerate(new_spans)}
    for i, start in enumerate(starts):
        # Where the border itself went elsewhere the sentence is no longer one.
        if i not in made.kinds and (start, start + len(old[i])) in number:
            made.true[i] = number[start, start + len(old[i])]
    return made


def _apply(
    kind: str,
    at: int,
    pieces: list[str],
    between: list[str],
    made: Correction,
    other: str,
    chance: random.Random,
) -> int:
    """Edits `pieces` from `at` on; how many sentences that touches, 0 for none."""
    edit = MEANING.get(kind) or HARMLESS.get(kind)
    size = 1
    if edit:
        edited = edit(pieces[at], chance)
        if not edited or edited == pieces[at]:
            return 0
        pieces[at] = edited
    elif kind == "merge":
        if not pieces[at].endswith(".") or "\n" in between[at] or len(pieces[at + 1]) < 20:
            return 0
        pieces[at], between[at], size = pieces[at][:-1], ", und ", 2
        pieces[at + 1] = pieces[at + 1][0].lower() + pieces[at + 1][1:]
    elif kind == "swap":
        if "\n" in between[at] or pieces[at] == pieces[at + 1]:
            return 0
        pieces[at], pieces[at + 1], size = pieces[at + 1], pieces[at], 2
    elif kind == "long quotation":
        if any(re.search('[„“”»«"‚‘]', piece) for piece in pieces):
            return 0
        pieces[at], pieces[at + 2], size = "„" + pieces[at], pieces[at + 2] + "“", 3
    elif kind == "paragraph in":
        if any(
            sentence in other for sentence in made.old
        ):  # then what was edited would still be there
            return 0
        between[at] += other + between[at] if "\n" in between[at] else "\n\n" + other + "\n\n"
        return 1  # which touches no sentence
    else:
        size = 2
        for n in (at, at + 1):
            pieces[n] = between[n] = ""
    made.kinds.update(dict.fromkeys(range(at, at + size), kind))
    if kind in MEANING or kind == "long quotation":
        made.changed.update(range(at, at + size))
    return size
