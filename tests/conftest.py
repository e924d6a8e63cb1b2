"""What every test stands on: the database under it, and the triggers around a flush."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker

from kb import triggers

# How long an example takes tells more of the machine's other work than of ours.
hypothesis.register_profile("belegstelle", deadline=None)
hypothesis.load_profile("belegstelle")

BROWSER = Path(__file__).parent / "browser"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave tests/browser out unless it is asked for: it fills the database it works on."""
    asked_for = any(BROWSER.name in argument for argument in config.args)
    return True if collection_path == BROWSER and not asked_for else None


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """One test database for each process; on SQLite it is a file.

    Django's default, one database in memory shared by all threads, knows neither WAL nor waiting for
    a lock: what passes there can fail in the newsroom.
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(file)
    with django_db_blocker.unblock():
        created = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(created, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def language_of_no_other_test() -> None:
    """A page in English leaves English behind in its thread; each test begins with none chosen."""
    translation.deactivate()


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
