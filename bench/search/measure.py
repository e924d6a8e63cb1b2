"""Measures searches on the base of DATABASE_URL: `python -m bench search.measure QUESTIONS PLANS`.

QUESTIONS are those of bench/search/mix.py as JSON; the plans of the statements written by hand go
to PLANS. Prints the figures as JSON. Our own functions, the statement and the page are taken in
turns, question by question, so that what disturbs one disturbs all; of each the median of several
rounds counts, after one that does not.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from bench.search.by_hand import Statement, statement
from bench.search.clock import Clock, Moment
from bench.search.mix import KINDS, Question
from kb.models import Actor, Article, Claim, Event, Tag
from kb.search.asking import ask
from kb.search.facets import FACETS, FACTS, facets, with_facts
from kb.search.found import LIMIT, search
from kb.views.results import listed

ROUNDS = 3
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
    print(json.dumps(_measured(cases)))
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
    other = _answer(case.statement.rows())
    if one != other or found.is_some:
        raise Differs(f"{case.question}:\n  ours {one}\n  by hand {other}")


def _answer(rows: Sequence[Sequence[Any]]) -> Answer:
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


def _measured(cases: Sequence[Case]) -> dict[str, Any]:
    """Milliseconds by the clock, and those that processors worked: the latter tell of no neighbours."""
    client, clock = Client(SERVER_NAME="localhost"), Clock()
    taken: list[dict[str, list[Moment]]] = [{} for _ in cases]
    for number in range(ROUNDS + 1):
        for case, its in zip(cases, taken, strict=True):
            ways: dict[str, Callable[[], Any]] = {
                "ours": partial(ours, case.question, case.chosen),
                "by_hand": case.statement.rows,
                "page": partial(page, client, case.address),
            }
            for name in sorted(ways, reverse=bool(number % 2)):
                spent = clock.timed(ways[name])
                if number:
                    its.setdefault(name, []).append(spent)
    kinds = [case.question.kind for case in cases]
    return {
        "questions": len(cases),
        "clock": _figures(
            [{n: median(m.clock for m in all_) for n, all_ in its.items()} for its in taken], kinds
        ),
        "processors": _figures(
            [{n: median(m.processors for m in all_) for n, all_ in its.items()} for its in taken],
            kinds,
        ),
    }


def _figures(taken: Sequence[dict[str, float]], kinds: Sequence[str]) -> dict[str, Any]:
    ways = {name: [its[name] for its in taken] for name in taken[0]}
    return {
        "p50": {name: _quantile(all_, 0.5) for name, all_ in ways.items()},
        "p95": {name: _quantile(all_, 0.95) for name, all_ in ways.items()},
        "p50_by_kind": {
            kind: {
                name: _quantile([m for m, its in zip(all_, kinds, strict=True) if its == kind], 0.5)
                for name, all_ in ways.items()
            }
            for kind in KINDS
        },
    }


def _quantile(figures: Sequence[float], share: float) -> float:
    return round(sorted(figures)[ceil(share * len(figures)) - 1], 2)


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
