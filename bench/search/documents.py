"""The base that is searched: articles with claims in the form that `import_jsonl` reads.

Claims with the same number are the same at every size, so a smaller base is the beginning of a
larger one. Actors, events and tags follow Zipf's law, too.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from bench.growing import Dice, grow
from bench.search.vocabulary import Ranked, adjuncts, nouns

__all__ = ["CLAIMS_EACH", "actors", "claim_text", "events", "lines", "tags"]

CLAIMS_EACH = 10  # of an article
SENTENCES = 15
ACTORS, EVENTS, TAGS = 1500, 200, 120
FIRST_DAY, DAYS = date(2012, 1, 1), 5000
KINDS = Ranked(("report", "assessment", "demand", "prediction", "promise"))
MODES = Ranked(("indirect", "direct", "reported", "author", "free_indirect"))
STANCES = ("supports", "supports", "supports", "supports", "disputes", "context")

# N a noun, A a verb, adjective or adverb, each in any of its forms.
PATTERNS = (
    "Die N A den N der N.",
    "Der N von N hat die A N A.",
    "N und N sollen nach Angaben der N A werden.",
    "Eine A N ist für den N ein A N.",
    "Die A N aus N A mit der N, weil N A.",
    "Ohne N gibt es keine N, und der N A das A N.",
    "Wer die N A, muss auch über den N A.",
    "Das N wird bis zum N A und A.",
    "In der N A der N die A N des N.",
    "Gegen das N A sich ein A N aus N.",
    "Nach der N A die N A, dass N und N A sind.",
    "Seit dem N A die N um N.",
)
_SLOT = re.compile(r"\b[NA]\b")


def claim_text(number: int) -> str:
    return _sentence(Dice("search", "claim", number))


def _sentence(dice: Dice) -> str:
    def word(match: re.Match[str]) -> str:
        lexeme = (nouns() if match[0] == "N" else adjuncts()).draw(dice)
        return dice.one(lexeme.forms)

    text = _SLOT.sub(word, dice.one(PATTERNS))
    return text[0].upper() + text[1:]


@cache
def actors() -> Ranked[str]:
    """People and organisations by their names."""
    grown = (grow(Dice("search", "actor", n), "de", "person") for n in range(ACTORS * 2))
    organisations = (grow(Dice("search", "office", n), "de", "about") for n in range(200))
    names = list(dict.fromkeys([*organisations, *grown]))[:ACTORS]
    return Ranked(sorted(names, key=lambda name: Dice("search", "rank", name).below(1 << 40)))


@cache
def events() -> Ranked[str]:
    grown = (grow(Dice("search", "event", n), "de", "event") for n in range(EVENTS * 2))
    return Ranked(list(dict.fromkeys(grown))[:EVENTS])


@cache
def tags() -> Ranked[str]:
    return Ranked([lexeme.lemma for lexeme in nouns().entries[:TAGS]])


def lines(claims: int) -> Iterator[str]:
    """So many claims, one article a line."""
    for begin in range(0, claims, CLAIMS_EACH):
        numbers = range(begin, min(begin + CLAIMS_EACH, claims))
        yield json.dumps(_entry(begin // CLAIMS_EACH, numbers), ensure_ascii=False)


def _entry(number: int, claims: range) -> dict[str, Any]:
    dice = Dice("search", "article", number)
    said = [_sentence(dice) for _ in range(SENTENCES)]
    ends = list(accumulate(len(sentence) + 1 for sentence in said))
    spans = [(end - len(text) - 1, end - 1) for text, end in zip(said, ends, strict=True)]
    document = {
        "id": f"search-{number}",
        "source": "bench",
        "lang": "de",
        "text": " ".join(said),
        "title": f"{_sentence(dice)[:-1]} ({number})",
        "date": _day(dice),
        "kind": dice.one(("news", "news", "commentary", "interview", "speech")),
        "author": actors().draw(dice),
        "sentences": [list(span) for span in spans],
    }
    return {"document": document, "claims": [_claim(claim, spans) for claim in claims]}


def _claim(number: int, spans: list[tuple[int, int]]) -> dict[str, Any]:
    text = claim_text(number)
    dice = Dice("search", "facts", number)
    rests_on = dice.several(spans, 2 if dice.chance(0.3) else 1)
    entry: dict[str, Any] = {
        "id": f"c{number}",
        "text": text,
        "kind": KINDS.draw(dice),
        "about": _several(dice, actors(), dice.below(3)),
        "tags": _several(dice, tags(), dice.below(4)),
        "evidence": [
            {"start": start, "end": end, "stance": dice.one(STANCES) if place else "supports"}
            for place, (start, end) in enumerate(rests_on)
        ],
    }
    if (mode := MODES.draw(dice)) != "author":
        entry |= {"mode": mode, "speaker": actors().draw(dice)}
    if dice.chance(0.2):
        entry["events"] = [events().draw(dice)]
    if dice.chance(0.3):
        entry["said_on"] = _day(dice)
    return entry


def _several(dice: Dice, ranked: Ranked[str], count: int) -> list[str]:
    return list(dict.fromkeys(ranked.draw(dice) for _ in range(count)))


def _day(dice: Dice) -> str:
    return (FIRST_DAY + timedelta(days=dice.below(DAYS))).isoformat()
