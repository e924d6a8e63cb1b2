"""Nobody publishes, returns or accepts their own work by SQL either, on whichever database.

A statement does not say who sends it, so a decision in somebody else's name can be forged. To
name another writer does not help: the history says who wrote last, and `verify` that they differ.
"""

import pytest
from django.db.models import F
from django.utils import timezone

from editorial.actions import claims
from editorial.models import Suggestion
from kb.models import Claim, Decision
from kb.verify import verify
from tests.editorial.own_work import BETTER, own, proposed, refused, sql
from tests.makers import editor, make_claim, publisher
from tests.permissions.people import person

pytestmark = pytest.mark.django_db

PUBLISH = "UPDATE kb_claim SET status = 'published', published_at = created_at WHERE id = %s"
RETURN = "UPDATE kb_claim SET status = 'draft' WHERE id = %s"
WRITER = "UPDATE kb_claim SET writer_id = %s WHERE id = %s"
WRITER_AND_STATUS = (
    "UPDATE kb_claim SET status = 'published', published_at = created_at, writer_id = %s"
    " WHERE id = %s"
)
WRITER_VERSION_AND_STATUS = (
    "UPDATE kb_claim SET status = 'published', published_at = created_at, writer_id = %s,"
    " version = version + 1 WHERE id = %s"
)
CORRECT = (
    "UPDATE kb_claim SET status = 'in_review', version = version + 1, text = 'Besser.',"
    " writer_id = %s WHERE id = %s"
)
DECIDE = (
    "INSERT INTO kb_decision (claim_id, claim_version, verb, reason, by_id, at)"
    " VALUES (%s, %s, %s, 'So.', %s, %s)"
)


def decide(claim: Claim, verb: str, version: int = 0) -> None:
    now = timezone.now()
    sql(DECIDE, claim.pk, version or claim.version, verb, publisher().pk, now)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_status_alone_publishes_nothing(status: str) -> None:
    claim = own(status) if status != "withdrawn" else _withdrawn()
    with refused("four-eyes", "claim-status", "claim-keys"):
        sql(PUBLISH, claim.pk)
    with refused("four-eyes", "claim-status", "claim-keys"):
        Claim.objects.filter(pk=claim.pk).update(status="published", published_at=F("created_at"))
    with refused("four-eyes", "claim-status", "claim-keys"):
        claim.status, claim.published_at = "published", timezone.now()
        claim.save()
    with refused("four-eyes", "claim-status", "claim-keys"):
        claim.status, claim.published_at = "published", timezone.now()
        Claim.objects.bulk_update([claim], ["status", "published_at"])


def test_nothing_begins_as_published() -> None:
    claim = own("draft")
    claim.pk, claim.external_id, claim._state.adding = None, "x", True
    claim.status, claim.published_at = "published", timezone.now()
    with refused("claim-begins"):
        Claim.objects.bulk_create([claim])


def test_a_status_alone_returns_nothing() -> None:
    claim = own()
    with refused("claim-status"):
        sql(RETURN, claim.pk)
    with refused("claim-status"):
        Claim.objects.update(status="draft")


def test_what_was_returned_once_is_not_returned_again_by_that_decision() -> None:
    claim = own()
    claims.give_back(claim=claim, by=person("publisher"), reason="Kürzer.")
    with refused("claim-status"):
        sql("UPDATE kb_claim SET status = 'in_review' WHERE id = %s", claim.pk)
    claims.submit(claim=claim, by=publisher())
    with refused("claim-status"):
        sql(RETURN, claim.pk)


@pytest.mark.parametrize("verb", ["published", "returned"])
def test_the_writer_decides_nothing(verb: str) -> None:
    claim = own()
    with refused("own-work"):
        decide(claim, verb)
    with refused("own-work"):
        Decision.objects.create(claim=claim, claim_version=1, verb=verb, by=publisher())
    with refused("own-work"):
        made = Decision(claim=claim, claim_version=1, verb=verb, by=publisher())
        Decision.objects.bulk_create([made])


@pytest.mark.parametrize("verb", ["corrected", "withdrawn", "published", "returned"])
@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_no_decision_of_the_writers_own_lets_a_claim_or_its_words_through(
    status: str, verb: str
) -> None:
    """A withdrawal is nobody's approval: whoever wrote may withdraw, and no more."""
    claim = own(status)
    before = Claim.objects.values().get(pk=claim.pk)
    codes = ("own-work", "decision-fits", "four-eyes", "claim-status", "claim-keys")
    for version in (claim.version, claim.version + 1):
        for step, values in ((PUBLISH, ()), (CORRECT, (publisher().pk,)), (RETURN, ())):
            with refused(*codes):
                decide(claim, verb, version)
                sql(step, *values, claim.pk)
                assert Claim.objects.values().get(pk=claim.pk) != before
                sql(PUBLISH, claim.pk)


def test_a_decision_is_not_turned_into_another() -> None:
    claim = own("published")
    for change in ({"by": editor()}, {"claim_version": 2}, {"claim": own()}):
        with refused("frozen"):
            Decision.objects.filter(claim=claim).update(**change)
    with refused("frozen"):
        Decision.objects.all()._raw_delete("default")
    with refused("frozen"):
        sql("UPDATE kb_decision SET by_id = %s WHERE claim_id = %s", editor().pk, claim.pk)


def test_a_writer_is_not_replaced_without_a_new_version() -> None:
    claim = own()
    with refused("claim-version"):
        sql(WRITER, editor().pk, claim.pk)
    with refused("claim-version"):
        Claim.objects.update(writer=editor())


def test_a_writer_is_not_replaced_in_the_statement_that_publishes() -> None:
    claim = own()
    with refused("claim-version", "four-eyes"):
        sql(WRITER_AND_STATUS, editor().pk, claim.pk)
    with refused("claim-status", "four-eyes"):
        sql(WRITER_VERSION_AND_STATUS, editor().pk, claim.pk)
    with refused("claim-status", "four-eyes"):
        Claim.objects.update(
            writer=editor(),
            version=F("version") + 1,
            status="published",
            published_at=F("created_at"),
        )


def test_a_public_claim_gets_no_other_writer_without_a_correction() -> None:
    claim = own("published")
    with refused("claim-version"):
        sql(WRITER, editor().pk, claim.pk)
    with refused("four-eyes", "claim-keys"):
        sql(WRITER_VERSION_AND_STATUS, editor().pk, claim.pk)
    with refused("claim-status"):
        sql(CORRECT, editor().pk, claim.pk)


def test_people_do_not_take_each_others_place() -> None:
    claim, free = own(), 10**6
    with refused("frozen"):
        sql("UPDATE auth_user SET id = %s WHERE id = %s", free, claim.writer_id)
    with refused("person-kept"):
        sql("DELETE FROM auth_user WHERE id = %s", claim.writer_id)


def test_to_name_another_writer_does_not_help_and_leaves_a_trace() -> None:
    """Who wrote last is on record, whatever the claim says."""
    claim = own()
    sql(WRITER.replace("SET", "SET version = version + 1,"), editor().pk, claim.pk)
    assert "writer_id" in " ".join(finding.text for finding in verify())
    claim.refresh_from_db()
    with refused("own-work"):
        claims.publish(claim=claim, by=publisher())
    assert Claim.objects.get().status == Claim.Status.IN_REVIEW


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_a_suggestion_is_not_decided_on_by_its_author(state: str) -> None:
    suggestion = proposed(make_claim(), publisher())
    now = timezone.now()
    statement = (
        "UPDATE editorial_suggestion SET state = %s, decided_by_id = by_id, decided_at = %s,"
        " reason = 'So.' WHERE id = %s"
    )
    with refused("integrity"):
        sql(statement, state, now, suggestion.pk)
    decided = {"state": state, "reason": "So.", "decided_at": now}
    with refused("integrity"):
        Suggestion.objects.update(decided_by=F("by"), **decided)
    with refused("integrity"):
        Suggestion.objects.update(decided_by=None, **decided)
    with refused("suggestion-begins", "key"):
        Suggestion.objects.create(
            claim=suggestion.claim,
            claim_version=1,
            content={},
            by=publisher(),
            decided_by=publisher(),
            **decided,
        )


def test_a_suggestion_that_only_says_it_was_accepted_changes_no_claim() -> None:
    claim = make_claim()
    proposed(claim, publisher())
    decided = {"state": "accepted", "reason": "So.", "decided_at": timezone.now()}
    Suggestion.objects.update(decided_by=editor(), **decided)
    claim.refresh_from_db()
    assert (claim.version, claim.text == BETTER) == (1, False)
    assert not list(verify())


def _withdrawn() -> Claim:
    return claims.withdraw(claim=own("published"), by=publisher(), reason="Zurück.")
