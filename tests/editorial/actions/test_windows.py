from typing import Any

import pytest
from django.db import IntegrityError, transaction

from editorial.actions import accounts
from editorial.actions.windows import reopened
from kb.models import Claim, Decision, Evidence
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def published(number: int) -> list[int]:
    return [makers.make_claim(status="published").pk for _ in range(number)]


def reopen(claims: list[int]) -> None:
    with transaction.atomic(), reopened(claims, by=makers.editor(), reason="Nur so"):
        pass


def drop_supports(claims: list[int]) -> None:
    Evidence.objects.filter(claim__in=claims).update(state="dropped")


def test_it_keeps_the_writer_and_names_who_did_it_and_why() -> None:
    (pk,) = published(1)
    writer = Claim.objects.get(pk=pk).writer
    with transaction.atomic(), reopened([pk], by=makers.publisher(), reason="Artikel berichtigt"):
        assert Claim.objects.get(pk=pk).status == "in_review"
    claim = Claim.objects.get(pk=pk)
    assert (claim.status, claim.version, claim.writer) == ("published", 2, writer)
    decision = Decision.objects.filter(claim=claim).first()
    assert decision is not None
    assert (decision.verb, decision.claim_version) == ("corrected", 2)
    assert (decision.by, decision.reason) == (accounts.keeper(), "Artikel berichtigt")
    row = claim.history.first()
    assert (row.history_user, row.history_change_reason, row.version) == (
        makers.publisher(),
        "Artikel berichtigt",
        2,
    )
    assert list(verify()) == []


def test_a_claim_left_without_support_is_refused_and_all_is_as_before() -> None:
    claims = published(2)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        reopened(claims, by=makers.editor(), reason="Nichts bleibt"),
    ):
        drop_supports(claims[:1])
    assert set(Claim.objects.values_list("status", "version")) == {("published", 1)}


def test_many_claims_take_as_many_statements_as_one(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    one, many = published(1), published(12)
    accounts.keeper()
    with django_assert_max_num_queries(12) as counted:
        reopen(one)
    with django_assert_num_queries(len(counted)):
        reopen(many)
