"""The same random edits, then the same random questions, on whatever database is set.

What is printed, a line each, must not depend on it.
"""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from django.core.management import call_command

from kb.models import Unindexed
from kb.search.analysis import fold
from kb.search.asking import ask
from kb.search.found import TERMS, search
from kb.search.index import catch_up_with_all, note_all
from kb.search.words import beginning_with, like
from tests.kb.search.parity.edits import Base, begin, edit
from tests.kb.search.parity.pool import Pool
from tests.kb.search.parity.questions import Questions
from tests.makers import editor, reader

__all__ = ["main"]


def main(data: Path, edits: int, questions: int) -> None:
    call_command("migrate", verbosity=0)
    pool = Pool.read(data)
    base = Base(Random(6), pool)
    begin(base)
    started = monotonic()
    for _ in range(edits):
        edit(base)
    print(json.dumps(sorted(base.went_through.items())))
    for line in kept():
        print(line)
    note(f"{edits} edits in {monotonic() - started:.0f} s")
    started = monotonic()
    asking = Questions(Random(7), pool)
    numbers = Numbers()
    for number in range(questions):
        print(answered(number, *asking.ask(), numbers))
    note(f"{questions} questions in {monotonic() - started:.0f} s")


def note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Numbers:
    """Things by the order in which they came: databases give different ids."""

    def __init__(self) -> None:
        self.models = [*TERMS]
        self.of: dict[Any, dict[int, int]] = {}
        for model in self.models:
            ids = model._default_manager.order_by("pk").values_list("pk", flat=True)
            self.of[model] = {pk: number for number, pk in enumerate(ids, start=1)}


def kept() -> Iterator[str]:
    """Digests of all terms: as they were kept up with the edits, and made anew."""
    catch_up_with_all()
    assert not Unindexed.objects.exists()
    for way in ("kept", "anew"):
        if way == "anew":
            note_all()
            catch_up_with_all()
        numbers = Numbers()
        for model, terms in TERMS.items():
            rows = terms._default_manager.order_by("pk").values_list("pk", "folded", "terms")
            lines = [f"{numbers.of[model][pk]} {folded} {its}" for pk, folded, its in rows]
            digest = sha256("\n".join(lines).encode()).hexdigest()
            yield f"{way} {model.__name__} {len(lines)} {digest}"


def answered(number: int, kind: str, typed: str, numbers: Numbers) -> str:
    asked = ask(typed)
    user = editor() if number % 3 == 0 else reader()
    found = {}
    for model in numbers.models:
        answer = search(model._default_manager.visible_to(user), asked, user)
        ids = [numbers.of[model][pk] for pk in answer.ids]
        found[model.__name__] = [answer.is_full, answer.is_some, ids]
    words = [word.folded for word in asked.words] or [fold(typed)]
    proposed = [[like(word), beginning_with(word)] for word in words]
    return json.dumps([number, kind, typed, found, proposed])
