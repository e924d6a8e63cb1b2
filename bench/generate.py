"""Writes news-like documents with claims as JSON Lines: `python -m bench.generate --documents 20000`.

The same seed gives the same bytes on every Python. All of them can be imported whole, unless
`--bad` spoils a share of them; what then should be rejected is written to stderr as JSON. Twenty
thousand hold about 300,000 sentences and 40,000 claims. One is made at a time: memory stays flat.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.bodies import SOURCES, Body, body_of, source_and_id
from bench.growing import Dice, grow, named
from bench.passages import foreign_evidence, own_evidence
from bench.spoiling import spoil

__all__ = ["Plan", "document", "lines"]

CLAIM_COUNTS = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4, 5, 6)  # 2 on average
MODES = ("direct", "indirect", "free_indirect", "reported")
CLAIM_KINDS = ("report", "assessment", "prediction", "demand", "promise")
RELATIONS = ("contradicts", "supports", "restates", "revises", "qualifies")
DOCUMENT_KINDS = ("news", "commentary", "interview", "speech", "press_release", "other")
FIRST_DAY = date(2001, 1, 1)
DAYS = 9000


@dataclass(frozen=True)
class Plan:
    """What is asked for: so many documents, and which share of them is spoiled."""

    documents: int
    seed: int = 1
    bad: float = 0.0

    def is_bad(self, number: int) -> bool:
        return Dice(self.seed, "bad", number).chance(self.bad)

    def claim_count(self, number: int) -> int:
        return Dice(self.seed, "claims", number).one(CLAIM_COUNTS)

    def other(self, dice: Dice, number: int, fits: Callable[[int], bool]) -> int | None:
        """Another document to point at, anywhere in the file; None where none was found."""
        for _ in range(20):
            other = dice.below(self.documents)
            if other != number and not self.is_bad(other) and fits(other):
                return other
        return None


def lines(plan: Plan, spoiled: Counter[str] | None = None) -> Iterator[str]:
    """One document each, without line end; counts in `spoiled` in which way one was spoiled."""
    for number in range(plan.documents):
        entry = document(plan, number)
        if plan.is_bad(number):
            way = spoil(Dice(plan.seed, "spoiled", number), entry)
            if spoiled is not None:
                spoiled[way] += 1
        is_escaped = Dice(plan.seed, "escaped", number).chance(0.1)
        yield json.dumps(entry, ensure_ascii=is_escaped)


def document(plan: Plan, number: int) -> dict[str, Any]:
    body = body_of(plan.seed, number)
    count = plan.claim_count(number)
    entry: dict[str, Any] = {"document": _document(plan, body)}
    if count or number % 2:
        entry["claims"] = [_claim(plan, body, place) for place in range(count)]
    return entry


def _document(plan: Plan, body: Body) -> dict[str, Any]:
    dice = Dice(plan.seed, "document", body.number)
    source, identity = source_and_id(plan.seed, body.number)
    entry: dict[str, Any] = {"id": identity, "text": body.text}
    if source != SOURCES[0] or dice.chance(0.5):
        entry["source"] = source
    if body.language != "de" or dice.chance(0.9):
        entry["lang"] = body.language
    if body.listed:
        entry["sentences"] = [_listed(body, place) for place in body.listed]
    if body.no_claim:
        entry["no_claim"] = [
            {"sentence_index": body.listed.index(place), "reason": _reason(dice, body)}
            for place in body.no_claim
        ]
    return entry | _described(dice, body)


def _reason(dice: Dice, body: Body) -> str:
    return grow(dice, body.language, "no_claim")


def _listed(body: Body, place: int) -> list[int | str]:
    start, end, role = body.spans[place]
    return [start, end, role] if role == "heading" else [start, end]


def _described(dice: Dice, body: Body) -> dict[str, Any]:
    """What a document may say about itself; each with its own chance, sometimes as null."""
    described = (
        ("title", 0.85, grow(dice, body.language, "heading")),
        ("date", 0.85, _day(dice)),
        ("url", 0.7, f"https://news.example/{body.language}/{body.model}"),
        ("kind", 0.7, dice.one(DOCUMENT_KINDS)),
        ("author", 0.5, named(dice, body.language, "person", 1)[0]),
        ("license", 0.3, dice.one(("CC BY 4.0", "CC BY-SA 4.0", "© bench"))),
        ("access", 0.4, dice.one(("full", "quotes", "link"))),
        ("section", 0.2, grow(dice, body.language, "tag")),
        ("agency", 0.05, {"name": "bench", "desks": [3, 1, {"ü": True}], "share": 0.25}),
    )
    entry: dict[str, Any] = {key: value for key, share, value in described if dice.chance(share)}
    if dice.chance(0.05):
        entry.setdefault("license", None)
    return entry


def _day(dice: Dice) -> str:
    return (FIRST_DAY + timedelta(days=dice.below(DAYS))).isoformat()


# --- Claims --------------------------------------------------------------------------------------


def _claim_id(place: int) -> str:
    return f"c{place + 1}"


def _claim(plan: Plan, body: Body, place: int) -> dict[str, Any]:
    dice = Dice(plan.seed, "claim", body.number, place)
    language = body.language
    entry: dict[str, Any] = {"id": _claim_id(place), "text": grow(dice, language, "claim")}
    entry |= _speech(dice, language)
    entry["evidence"] = own_evidence(dice, body)
    described: tuple[tuple[str, float, Any], ...] = (
        ("kind", 0.6, dice.one(CLAIM_KINDS)),
        ("about", 0.5, named(dice, language, "about", 1 + dice.below(3))),
        ("events", 0.05, named(dice, language, "event", 1)),
        ("tags", 0.5, named(dice, language, "tag", 1 + dice.below(3))),
        ("said_on", 0.3, _day(dice)),
        ("label", 0.2, dice.one(("report", "assessment", "Meinung"))),
        ("confidence", 0.1, (1 + dice.below(99)) / 100),
        ("annotator", 0.05, {"name": "Łukasz", "rounds": [1, 2], "agreed": False}),
    )
    entry |= {key: value for key, share, value in described if dice.chance(share)}
    _link(plan, dice, body, entry)
    return entry


def _speech(dice: Dice, language: str) -> dict[str, Any]:
    """Who says it and how: the author, a speaker, or one passed on by another."""
    if dice.chance(0.3):
        return {"mode": "author"} if dice.chance(0.3) else {}
    slot = dice.one(("person", "person", "person", "about", "pronoun"))
    speaker = named(dice, language, slot, 1)[0]
    if dice.chance(0.2):
        return {"speaker": speaker}
    said = {"speaker": speaker, "mode": dice.one(MODES)}
    if dice.chance(0.85):
        return said
    # A chain names nobody twice.
    passer = next(n for n in named(dice, language, "pronoun", 2) if n != speaker)
    chain = [
        {"actor": passer, "mode": dice.one(MODES)},
        {"actor": speaker, "mode": said["mode"]},
    ]
    return said | {"attribution": chain}


def _link(plan: Plan, dice: Dice, body: Body, entry: dict[str, Any]) -> None:
    """Some claims rest on other documents too, or stand in relation to their claims."""
    if dice.chance(0.06):
        other = plan.other(dice, body.number, lambda n: bool(body_of(plan.seed, n).free))
        if other is not None:
            passages = body_of(plan.seed, other)
            source, identity = source_and_id(plan.seed, other)
            entry["evidence"].append(foreign_evidence(dice, passages, source, identity))
    if dice.chance(0.06):
        other = plan.other(dice, body.number, lambda n: plan.claim_count(n) > 0)
        if other is not None:
            source, identity = source_and_id(plan.seed, other)
            key = _claim_id(dice.below(plan.claim_count(other)))
            named_claim = {"source": source, "document": identity, "id": key}
            entry["relations"] = [{"claim": named_claim, "kind": dice.one(RELATIONS)}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=float, default=0.0, metavar="SHARE")
    arguments = parser.parse_args()
    plan = Plan(arguments.documents, arguments.seed, arguments.bad)
    spoiled: Counter[str] = Counter()
    for line in lines(plan, spoiled):
        sys.stdout.buffer.write(f"{line}\n".encode())
    if plan.bad:
        expected = {"documents": spoiled.total(), "ways": dict(sorted(spoiled.items()))}
        print(json.dumps(expected), file=sys.stderr)


if __name__ == "__main__":
    main()
