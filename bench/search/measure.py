"""Asks the base of DATABASE_URL: `python -m bench search.measure QUESTIONS PLANS`.

QUESTIONS are those of bench/search/mix.py as JSON; the plans of the statements written by hand go
to PLANS. Once our own functions and those statements are seen to show the same, it says so in a
line, and then answers each number of a question that it reads with how long our functions, the
statement and the page took (bench/search/turns.py).
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from bench.search.by_hand import Statement, statement
from bench.search.clock import Clock
from bench.search.mix import KINDS, Question
from kb.models import Actor, Article, Claim, Event, Tag
from kb.search.asking import ask
from kb.search.facets import FACETS, FACTS, facets, with_facts
from kb.search.found import LIMIT, search
from kb.views.results import listed

PAGE = 25
READER = AnonymousUser()
MODELS: dict[str, tuple[Any, str]] = {
    "speaker": (Actor, "name"),
    "about": (Actor, "name"),
    "event": (Event, "title"),
    "tag": (Tag, "name"),
    "article": (Article, "external_id"),
}


class Answer(NamedTuple):
    """What both ways have to agree on."""

    is_full: bool
    ids: Sequence[int]
    counts: dict[str, list[tuple[str, int]]]


class Differs(Exception):
    """Two ways to the same page show different ones."""


class Case(NamedTuple):
    question: Question
    chosen: Any  # an id, or a word
    statement: Statement
    address: str


def main() -> int:
    questions, plans = (Path(name) for name in sys.argv[1:])
    asked = json.loads(questions.read_text(encoding="utf-8"))
    cases = [_case(Question(*each)) for each in asked]
    for case in cases:
        _compare(case)
    plans.write_text(_plans(cases), encoding="utf-8")
    print("They show the same.", flush=True)
    _answer_all(cases)
    return 0


# --- The three ways ------------------------------------------------------------------------------


def ours(question: Question, chosen: Any) -> tuple[Any, dict[str, Any], list[Claim]]:
    """What is found, its facets and the rows of the first page, by the functions of the product."""
    claims = with_facts(_narrowed(question.facet, chosen), READER)
    found = search(claims, ask(question.q), READER, FACTS)
    shares = facets(found, READER)
    return found, shares, listed(found.ids[:PAGE], READER)


def _narrowed(facet: str, chosen: Any) -> QuerySet[Claim]:
    claims = Claim.objects.visible_to(READER)
    ways: dict[str, Callable[[], QuerySet[Claim]]] = {
        "": lambda: claims,
        "speaker": lambda: claims.spoken_by(chosen),
        "about": lambda: claims.about(chosen),
        "event": lambda: claims.naming(chosen),
        "tag": lambda: claims.tagged(chosen),
        "stance": lambda: claims.with_passages(chosen, READER),
        "year": lambda: claims.of_year(chosen, READER),
    }
    return ways[facet]() if facet in ways else claims.filter(**{facet: chosen})


def page(client: Client, address: str) -> None:
    if client.get(address).status_code != 200:
        raise Differs(f"{address} is no page")


# --- Comparing -----------------------------------------------------------------------------------


def _case(question: Question) -> Case:
    chosen: Any = question.value
    value: Any = chosen
    if question.facet in MODELS:
        model, name = MODELS[question.facet]
        row = model.objects.filter(**{name: question.value}).order_by("pk")[0]
        chosen, value = row.pk, row.pk if question.facet == "article" else row.slug
    if question.facet == "year":
        chosen = int(chosen)
    by_hand = statement(ask(question.q), question.facet, chosen)
    asked = {"q": question.q} if question.q else {}
    query = urlencode(asked | ({question.facet: value} if question.facet else {}))
    return Case(question, chosen, by_hand, f"{reverse('claims')}?{query}")


def _compare(case: Case) -> None:
    found, shares, _ = ours(case.question, case.chosen)
    counts = {
        name: [(share.value, share.count) for share in shares.get(name, [])] for name in FACETS
    }
    one = Answer(found.is_full, list(found.ids[: PAGE + 1]), counts)
    other = _shown(case.statement.rows())
    if one != other or found.is_some:
        raise Differs(f"{case.question}:\n  ours {one}\n  by hand {other}")


def _shown(rows: Sequence[Sequence[Any]]) -> Answer:
    """What the statement shows; its columns are named in the SQL."""
    number, ids = 0, []
    counts: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for part, n, pk, word, value, *_ in rows:
        if part == "found":
            number = n
        elif part == "row":
            ids.append(pk)
        else:
            named = str(pk) if part == "year" else str(value) if word is None else word
            counts[part].append((named, n))
    return Answer(number > LIMIT, ids, counts)


# --- Measuring -----------------------------------------------------------------------------------


def _answer_all(cases: Sequence[Case]) -> None:
    """To each number of a case, read as a line, a line with the moments of each way as JSON."""
    client, clock = Client(SERVER_NAME="localhost"), Clock()
    for turn, line in enumerate(sys.stdin):
        case = cases[int(line)]
        ways: dict[str, Callable[[], Any]] = {
            "ours": partial(ours, case.question, case.chosen),
            "by_hand": case.statement.rows,
            "page": partial(page, client, case.address),
        }
        # In one order and the other: what comes first pays for cold caches.
        order = sorted(ways, reverse=bool(turn // len(cases) % 2))
        print(json.dumps({name: clock.timed(ways[name]) for name in order}), flush=True)


def _plans(cases: Sequence[Case]) -> str:
    """The plan of the first statement of each kind."""
    first = {case.question.kind: case for case in reversed(cases)}
    told = []
    for kind in KINDS:
        question = first[kind].question
        asked = " ".join(
            filter(None, (question.q, f"{question.facet}={question.value}" * bool(question.facet)))
        )
        told += [f"--- {kind}: {asked}", *first[kind].statement.plan(), ""]
    return "\n".join(told)


if __name__ == "__main__":
    sys.exit(main())
