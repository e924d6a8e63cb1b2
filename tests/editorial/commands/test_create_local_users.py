from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout(tmp_path: Path, settings: Settings) -> Path:
    """An empty directory in the place of the checkout; PostgreSQL knows no local users."""
    if connection.vendor != "sqlite":
        pytest.skip("local users are for SQLite only")
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_it_makes_an_editor_and_a_publisher_once(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_local_users")
    first = capsys.readouterr().out
    call_command("create_local_users")
    assert capsys.readouterr().out == first
    for line in first.splitlines():
        role, password = line.split()
        user = User.objects.get(username=role)
        assert user.check_password(password)
        assert user.is_staff
        assert not user.is_superuser
        assert [group.name for group in user.groups.all()] == [role]
    assert (checkout / ".local-logins").stat().st_mode & 0o777 == 0o600


def test_it_leaves_a_password_that_someone_chose(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.create_user("editor", password="mine")
    call_command("create_local_users")
    assert "(chosen by you)" in capsys.readouterr().out
    assert User.objects.get(username="editor").check_password("mine")


def test_it_refuses_a_server(settings: Settings) -> None:
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="local SQLite database only"):
        call_command("create_local_users")
    assert not User.objects.exists()
