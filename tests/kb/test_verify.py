"""verify finds what got past the triggers."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection, transaction

from kb import triggers
from kb.models import Claim
from kb.verify import Finding, verify
from tests.corruption import base, kinds, kinds_people

assert kinds_people.DECISIONS  # its kinds are registered by importing it

# Rewriting a record that nothing else repeats leaves no trace (docs/decisions/0003).
WITHOUT_TRACE = {
    "change_a_reason",
    "blame_somebody_else",
    "let_readers_look_back_after_all",
    "delete_a_person",
    "delete_an_original",
    "rewrite_history",
    "turn_the_revision_back",
    "let_the_revision_leap",
    "take_the_id_of_what_is_to_come",
    "take_away_what_was_never_recorded",
}


@pytest.fixture
def filled(db: None) -> None:
    base.fill()


def test_a_base_made_by_the_product_verifies(filled: None) -> None:
    assert list(verify()) == []
    call_command("verify", verbosity=0)


def test_it_names_a_trigger_that_is_missing(filled: None) -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON kb_decision"
        cursor.execute(f"DROP TRIGGER kb_decision_no_update{on}")
    assert [finding.text for finding in verify()] == ["trigger kb_decision_no_update is missing"]
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify", verbosity=0)


def test_it_finds_what_got_past_the_triggers(filled: None) -> None:
    base.write_past_history()
    triggers.remove(connection)
    before = set(verify())
    missed = {
        kind.__name__
        for kind_list in kinds.KINDS.values()
        for kind in kind_list
        if not _findings_after(*kind(kinds.Pick(1))) - before
    }
    assert missed <= WITHOUT_TRACE


def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_looked_at(filled: None) -> None:
    triggers.remove(connection)
    no_date = "UPDATE kb_claim SET published_at = '2026-13-45 00:00:00' WHERE id = %s"
    claim = Claim.objects.published()[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kb_articleversion SET sha256 = 'x'")
        if connection.vendor == "postgresql":
            # It takes no such value from anybody, triggers or not.
            with pytest.raises(DataError), transaction.atomic():
                cursor.execute(no_date, [claim.pk])
        else:
            cursor.execute(no_date, [claim.pk])
    triggers.install(connection)
    findings = list(verify())
    assert "the text does not match its SHA-256" in {finding.text for finding in findings}
    is_unreadable = "unreadable" in {finding.rule for finding in findings}
    assert is_unreadable == (connection.vendor == "sqlite")


def _findings_after(sql: str, parameters: list[object]) -> set[Finding]:
    """What verify finds after the statement, which is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        findings = set(verify())
        transaction.set_rollback(True)
    return findings
