"""The triggers are where they should be, also after SQLite rebuilt a table."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from kb import triggers
from kb.checks import triggers_in_place, triggers_in_place_for_deployment
from kb.errors import REFUSALS
from kb.models import Claim
from kb.sql import patterns
from tests import makers

MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("kb", "{before}")]
    operations = [
        migrations.AlterField("claim", "language", models.CharField(max_length=13)),
        migrations.AlterField("article", "byline", models.CharField(max_length=301, blank=True)),
    ]
"""


def test_all_triggers_are_in_place(db: None) -> None:
    assert triggers.differences(connection) == []
    assert triggers_in_place(["default"]) == []
    # one trigger at least for every table that is watched
    watched = {model._meta.db_table for model in patterns.watched()}
    texts = [sql for (kind, _), sql in triggers.expected(connection.vendor).items()]
    assert all(any(f" ON {table}" in sql for sql in texts) for table in watched)


@pytest.mark.django_db(transaction=True)
def test_they_are_in_place_after_a_table_was_rebuilt(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration that makes SQLite rebuild two guarded tables, and back again."""
    makers.make_claim()
    ours = Path(settings.BASE_DIR) / "kb" / "migrations"
    last = sorted(path.stem for path in ours.glob("0*.py"))[-1]
    package = tmp_path / "rebuilding"
    package.mkdir()
    (package / "__init__.py").write_text(f"__path__.append({str(ours)!r})\n")
    (package / "9999_rebuild.py").write_text(MIGRATION.format(before=last))
    monkeypatch.syspath_prepend(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(settings, "MIGRATION_MODULES", {"kb": "rebuilding"})
        call_command("migrate", "kb", verbosity=0)
        assert triggers.differences(connection) == []
        assert Claim.objects.published().count() == 1
        call_command("migrate", "kb", last, verbosity=0)
    assert triggers.differences(connection) == []


def test_missing_triggers_are_a_warning_and_an_error_for_deployment(db: None) -> None:
    with connection.cursor() as cursor:
        for name in ("kb_original_no_update", "kb_original_no_delete"):
            on = "" if connection.vendor == "sqlite" else " ON kb_original"
            cursor.execute(f"DROP TRIGGER {name}{on}")
    warnings = triggers_in_place(["default"])
    assert [warning.id for warning in warnings] == ["kb.W001", "kb.W001"]
    assert not any(warning.is_serious() for warning in warnings), "it would block migrate"
    errors = triggers_in_place_for_deployment(["default"])
    assert [error.id for error in errors] == ["kb.E001", "kb.E001"]
    assert errors[0].msg == "trigger kb_original_no_delete is missing"
    triggers.install(connection)
    assert triggers.differences(connection) == []


def test_an_altered_trigger_is_reported(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER kb_decision_own_work")
            cursor.execute(
                "CREATE TRIGGER kb_decision_own_work BEFORE INSERT ON kb_decision"
                " WHEN FALSE BEGIN SELECT RAISE(ABORT, 'INV own-work'); END"
            )
            altered = "trigger kb_decision_own_work was altered"
        else:
            cursor.execute("ALTER TABLE kb_decision DISABLE TRIGGER kb_decision_no_update")
            altered = "trigger kb_decision_no_update was altered"
    assert triggers.differences(connection) == [altered]


def test_every_code_has_its_words() -> None:
    """kb/errors.py explains each refusal, and none that does not exist."""
    for vendor, pattern in (
        ("sqlite", r"INV ([a-z-]+)'"),
        ("postgresql", r"kb_(?:refuse|frozen)\('([a-z-]+)'\)"),
    ):
        used = set(re.findall(pattern, "\n".join(triggers.expected(vendor).values())))
        assert used <= REFUSALS.keys()
        missing = REFUSALS.keys() - used
        assert missing <= ({"isolation"} if vendor == "sqlite" else {"key", "value"})


def test_a_temporary_table_does_not_answer_for_ours(db: None) -> None:
    """PostgreSQL looks into pg_temp first, unless a function says otherwise."""
    claim = makers.make_claim(status="in_review")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kb_decision AS SELECT * FROM kb_decision")
        schema = "temp" if connection.vendor == "sqlite" else "pg_temp"
        cursor.execute(
            f"INSERT INTO {schema}.kb_decision (id, claim_id, claim_version, verb, reason, by_id)"
            " VALUES (9, %s, 1, 'published', '', %s)",
            [claim.pk, makers.publisher().pk],
        )
        with pytest.raises(IntegrityError, match="four-eyes"), transaction.atomic():
            cursor.execute(
                "UPDATE kb_claim SET status = 'published', published_at = created_at WHERE id = %s",
                [claim.pk],
            )
        cursor.execute(f"DROP TABLE {schema}.kb_decision")
