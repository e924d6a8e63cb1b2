"""Random corruptions by SQL: none is accepted, and each would be without the triggers.

`make test-corruption` runs 10,000 on each database; the suite runs fewer.
"""

import os
from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction

from kb import triggers
from tests.corruption import base, kinds, kinds_people

CORRUPTIONS = int(os.environ.get("CORRUPTIONS", "600"))
SEED = int(os.environ.get("CORRUPTION_SEED", "20251203"))

assert kinds_people.DECISIONS  # its kinds are registered by importing it


class Undone(Exception):
    """Rolls one corruption back."""


def attempt(sql: str, parameters: list[object]) -> str:
    """What the database says: "" if it took the change, else its refusal. Undone either way."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            assert cursor.rowcount > 0, f"touches nothing: {sql} {parameters}"
            _check_foreign_keys(cursor)
            raise Undone
    except Undone:
        return ""
    except DatabaseError as refusal:
        return str(refusal) or repr(refusal)


def _check_foreign_keys(cursor: object) -> None:
    """What a commit would check: a corruption that foreign keys stop proves nothing here."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # type: ignore[attr-defined]
    else:
        connection.check_constraints()


@pytest.mark.django_db
def test_no_corruption_is_accepted_and_each_would_be_without_triggers() -> None:
    base.fill()
    base.write_past_history()
    pick = kinds.Pick(SEED)
    invariants = sorted(kinds.KINDS)
    planned = []
    for number in range(CORRUPTIONS):
        invariant = invariants[number % len(invariants)]
        kind = kinds.KINDS[invariant][number // len(invariants) % len(kinds.KINDS[invariant])]
        planned.append((invariant, kind, *kind(pick)))

    for _invariant, kind, sql, parameters in planned:
        refusal = attempt(sql, parameters)
        assert "INV " in refusal, f"{kind.__name__} was taken: {sql} {parameters} {refusal}"

    triggers.remove(connection)
    for _invariant, kind, sql, parameters in planned:
        refusal = attempt(sql, parameters)
        assert not refusal, f"{kind.__name__} proves nothing: {refusal}: {sql} {parameters}"
    triggers.install(connection)
    assert not triggers.differences(connection)

    tried = Counter(invariant for invariant, *_ in planned)
    print(f"\n{connection.vendor}: {len(planned)} corruptions refused:", dict(tried))
