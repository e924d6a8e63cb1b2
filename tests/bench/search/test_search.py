"""The benchmark of search from end to end, at a tiny size."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bench.bases import Base, fresh_bases
from bench.commands import CommandFailed
from bench.search.__main__ import load, write_documents
from bench.search.documents import lines
from bench.search.mix import KINDS, mix
from bench.search.report import is_kept, readable
from bench.search.turns import measured

CLAIMS, EACH = 60, 2


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("search")
    write_documents(home, [CLAIMS // 2, CLAIMS], EACH)
    return home


@pytest.fixture(scope="module")
def base(home: Path) -> Iterator[Base]:
    with fresh_bases(connection.vendor, home) as fresh:
        base = fresh("search")
        load(base, home / f"{CLAIMS}.jsonl")
        yield base


def test_both_ways_show_the_same_and_are_measured(base: Base, home: Path) -> None:
    sizes = {CLAIMS // 2: base, CLAIMS: base}
    both = measured(sizes, home / "questions.json", home / "plans.txt")
    assert list(both) == [str(size) for size in sizes]
    found = both[str(CLAIMS)]
    assert found["questions"] == EACH * len(KINDS)
    assert list(found["clock"]["p50_by_kind"]) == list(KINDS)
    for figures in (found["clock"], found["processors"]):
        for share in ("p50", "p95"):
            assert all(milliseconds > 0 for milliseconds in figures[share].values())
    plans = (home / "plans.txt").read_text(encoding="utf-8")
    assert [line for line in plans.splitlines() if line.startswith("--- two words: ")]
    assert base.counts()["kb_claim"] == CLAIMS


def test_a_question_that_cannot_be_asked_is_told(base: Base, home: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.json"
    questions.write_text('[["phrase", "Wort", "colour", "blue"]]', encoding="utf-8")
    with pytest.raises(CommandFailed, match="colour"):
        measured({CLAIMS: base}, questions, tmp_path / "plans.txt")


def test_a_smaller_base_is_the_beginning_of_a_larger_one(home: Path) -> None:
    whole = (home / f"{CLAIMS}.jsonl").read_text(encoding="utf-8")
    part = (home / f"{CLAIMS // 2}.jsonl").read_text(encoding="utf-8")
    assert whole.startswith(part)
    assert len(part.splitlines()) == len(whole.splitlines()) // 2


def test_the_same_questions_are_asked_each_time() -> None:
    entries = [json.loads(line) for line in lines(CLAIMS)]
    assert mix(entries, EACH) == mix(entries, EACH)
    assert {question.kind for question in mix(entries, EACH)} == set(KINDS)


def results(
    *, ours: float, later: float, page: float = 50.0, sizes: Sequence[int] = (10, 100)
) -> dict[str, Any]:
    def measure(p50: float, page: float) -> dict[str, Any]:
        ways = {"ours": ours, "by_hand": 10.0, "page": page}
        shares = {"p50": ways | {"ours": p50}, "p95": ways}
        return shares | {"p50_by_kind": {"phrase": ways}}

    def sized(p50: float, page: float) -> dict[str, Any]:
        return {"questions": 8, "clock": measure(p50, page), "processors": measure(p50, page)}

    machine = {"cores": 2, "load_average": 0.1, "system": "Linux", "python": "3", "django": "5"}
    return {
        "machine": machine,
        "claims": [*sizes],
        "sqlite": {"version": "3", "10": sized(4.0, 50.0), "100": sized(later, page)},
    }


@pytest.mark.parametrize(
    ("ours", "later", "missed"), [(15.0, 6.0, 0), (15.1, 6.0, 2), (15.0, 6.1, 1), (99.0, 9.0, 3)]
)
def test_a_missed_promise_is_said(ours: float, later: float, missed: int) -> None:
    told = readable(results(ours=ours, later=later))
    by_clock = told.partition("## In milliseconds of processor time")[0]
    assert by_clock.count("MISSED") == missed
    assert is_kept(results(ours=ours, later=later)) == (missed == 0)


def test_the_page_may_not_grow_more_either() -> None:
    assert is_kept(results(ours=15.0, later=6.0, page=75.0))
    assert not is_kept(results(ours=15.0, later=6.0, page=75.1))


def test_one_size_does_not_grow() -> None:
    told = results(ours=15.0, later=9.0, sizes=[10])
    assert is_kept(told)
    assert "MISSED" not in readable(told)
