"""What the desk's own tables hold against anybody, by SQL too: editorial/sql."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from editorial.actions import claims, comments, suggestions
from editorial.models import Comment, Suggestion
from kb import triggers
from kb.models import Claim, Decision
from tests import makers
from tests.editorial.own_work import refused, sql

pytestmark = pytest.mark.django_db


def proposed() -> Suggestion:
    claim = makers.make_claim()
    return suggestions.suggest(claim=claim, by=makers.editor(), content={"text": "Genauer."})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("claim_id", "(SELECT MAX(id) FROM kb_claim)"),
        ("claim_version", "7"),
        ("base", "'{}'"),
        ("content", """'{"text": "Untergeschoben."}'"""),
        ("note", "'Anders'"),
        ("by_id", "(SELECT MAX(id) FROM auth_user)"),
        ("created_at", "'2020-01-01 00:00:00'"),
        ("id", "id + 1000"),
    ],
)
def test_what_was_proposed_and_by_whom_stays(column: str, value: str) -> None:
    suggestion = proposed()
    makers.make_claim()
    makers.publisher()
    with refused("suggestion-frozen"):
        sql(f"UPDATE editorial_suggestion SET {column} = {value} WHERE id = %s", suggestion.pk)


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_what_was_decided_stays_decided(verb: str) -> None:
    suggestion = proposed()
    getattr(suggestions, verb)(suggestion=suggestion, by=makers.publisher(), reason="Geprüft.")
    for state in Suggestion.State.values:
        with refused("suggestion-frozen"):
            sql("UPDATE editorial_suggestion SET state = %s WHERE id = %s", state, suggestion.pk)


def test_a_suggestion_is_never_deleted() -> None:
    suggestion = proposed()
    with refused("frozen"):
        sql("DELETE FROM editorial_suggestion WHERE id = %s", suggestion.pk)
    with refused("frozen"):
        suggestion.delete()


def test_no_other_takes_the_place_of_a_suggestion() -> None:
    suggestion = proposed()
    names = [field.column for field in Suggestion._meta.concrete_fields]
    taken = ", ".join("'Anders'" if name == "note" else name for name in names)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with refused("key", "integrity"):
        sql(
            f"{verb} INTO editorial_suggestion ({', '.join(names)})"
            f" SELECT {taken} FROM editorial_suggestion WHERE id = %s",
            suggestion.pk,
        )
    assert Suggestion.objects.get().note == ""


def test_a_suggestion_is_not_born_decided() -> None:
    decided = {"state": "accepted", "decided_by": makers.publisher(), "reason": "So."}
    with refused("suggestion-begins"):
        Suggestion.objects.create(
            claim=makers.make_claim(),
            claim_version=1,
            content={"text": "Genauer."},
            by=makers.editor(),
            decided_at=timezone.now(),
            **decided,
        )


def test_a_comment_stays_as_it_is_and_goes_with_its_draft() -> None:
    claim = makers.make_claim(status="draft")
    comment = comments.add(claim=claim, by=makers.editor(), text="Wer sagt das?")
    with refused("frozen"):
        sql("UPDATE editorial_comment SET text = 'Nichts' WHERE id = %s", comment.pk)
    claim.delete()
    assert not Comment.objects.exists()


def test_a_comment_on_what_was_public_is_kept() -> None:
    comment = comments.add(claim=makers.make_claim(), by=makers.editor(), text="Wer sagt das?")
    with refused("frozen"):
        sql("DELETE FROM editorial_comment WHERE id = %s", comment.pk)


def test_nothing_that_anybody_sees_is_no_text_of_a_claim() -> None:
    claim = makers.make_claim("\u200b\u2060", status="draft")
    with refused("claim-text"):
        claims.submit(claim=claim, by=claim.writer)
    Claim.objects.filter(pk=claim.pk).update(status="in_review")
    Decision.objects.create(claim=claim, claim_version=1, verb="published", by=makers.publisher())
    with refused("claim-text"):
        Claim.objects.filter(pk=claim.pk).update(status="published", published_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_rules_of_one_app_stand_without_the_tables_of_the_other() -> None:
    call_command("migrate", "editorial", "zero", verbosity=0)
    try:
        assert triggers.differences(connection) == []
        with connection.cursor() as cursor:
            triggers.install(connection)
            assert "editorial_suggestion" not in connection.introspection.table_names(cursor)
        assert triggers.differences(connection) == []
    finally:
        call_command("migrate", verbosity=0)
    assert triggers.differences(connection) == []
