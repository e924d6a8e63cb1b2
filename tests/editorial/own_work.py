"""Somebody's own work, and what it is to be refused: nothing comes of it, and for this reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from editorial.actions import claims, suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.errors import explained
from kb.models import Claim, Decision
from kb.verify import verify
from tests.editorial.importing.documents import filebed
from tests.makers import make_claim, publisher
from tests.permissions.people import person

__all__ = ["BETTER", "nothing_decided", "own", "proposed", "refused", "sql"]

BETTER = "Die Brücke sei sicher, sagt sie."


def own(status: str = "in_review", **fields: Any) -> Claim:
    """A claim of the publisher, who may decide on all others."""
    if status == "published":
        claim = make_claim(status="in_review", by=publisher(), **fields)
        return claims.publish(claim=claim, by=person("publisher"))
    return make_claim(status=status, by=publisher(), **fields)


def proposed(claim: Claim, by: User, text: str = BETTER) -> Suggestion:
    wanted = content(claim) | {"text": text}
    return suggestions.suggest(claim=claim, by=by, content=wanted)


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """What is done within it is refused for one of these reasons, and leaves nothing behind."""
    before = filebed.rows()
    with pytest.raises(ValidationError) as refusal, explained(), transaction.atomic():
        yield
    assert refusal.value.error_list[0].code in codes
    assert filebed.rows() == before


@contextmanager
def nothing_decided() -> Iterator[None]:
    """A page may say no in many ways: what counts is that nothing came of it."""
    decisions, states = set(Decision.objects.values_list()), set(standing())
    yield
    assert set(Decision.objects.values_list()) == decisions
    assert set(standing()) == states
    assert not list(verify())


def standing() -> Iterator[tuple[Any, ...]]:
    yield from Claim.objects.values_list("pk", "status", "version", "text", "published_at")
    yield from Suggestion.objects.values_list("state", "decided_by")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
