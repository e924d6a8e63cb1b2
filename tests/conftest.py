"""What every test stands on: the database under it, and the triggers around a flush."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from kb import triggers


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite test in a file, a fresh one for each process.

    Django's default, one database in memory shared by all threads, knows neither WAL nor waiting for
    a lock: what passes there can fail in the newsroom.
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        test_settings = database.settings_dict["TEST"]
        test_settings["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def flush_without_triggers() -> Iterator[None]:
    """A TransactionTestCase empties all tables afterwards, which the triggers exist to refuse.

    Only this takes them away, and puts them back whatever happens.
    """
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        aliases = case._databases_names(include_mirrors=False)
        for alias in aliases:
            triggers.remove(connections[alias])
        try:
            flush(case)
        finally:
            for alias in aliases:
                triggers.install(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Reference data that lies beside some checkouts; a test that needs it is skipped elsewhere."""
    path = settings.BASE_DIR.parent / "shared" / "data"
    if not path.is_dir():
        pytest.skip("no reference data beside this checkout")
    return path
