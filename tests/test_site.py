"""What holds for every answer, whoever asks."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests import html


def test_healthz_answers_without_a_language(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_answers_carry_the_security_headers(client: Client, db: None) -> None:
    headers = client.get("/admin/login/").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_visitor_gets_no_session_cookie(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert not response.cookies


def test_eight_wrong_passwords_lock_the_door(client: Client, db: None) -> None:
    wrong = {"username": "editor", "password": "guess"}
    codes = [client.post("/admin/login/", wrong).status_code for _ in range(9)]
    assert codes[:7] == [200] * 7
    assert codes[8] == 429


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Die Anmeldung ist vorübergehend gesperrt"), ("en", "Logging in is locked")],
)
def test_the_locked_door_is_a_page_of_the_site(
    client: Client, db: None, language: str, words: str
) -> None:
    wrong = {"username": "editor", "password": "guess"}
    for _ in range(8):
        client.post("/admin/login/", wrong)
    response = client.post("/admin/login/", wrong, headers={"Accept-Language": language})
    shown = response.content.decode()
    assert response.status_code == 429
    assert words in shown
    assert "Belegstelle" in shown
    assert html.errors(shown) == []


def test_the_database_runs_as_proven(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("read committed",)
            return
        proven = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        for pragma, value in proven.items():
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone() == (value,)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing of ours in the environment but what is given."""
    ours = {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DATABASE_URL"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | {"DATABASE_URL": "sqlite://:memory:"} | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"DEBUG": "false"}, "SECRET_KEY and ALLOWED_HOSTS must be set, because DEBUG is"),
        ({"ALLOWED_HOSTS": "a.example"}, "SECRET_KEY must be set, because ALLOWED_HOSTS is"),
        ({"SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS must be set, because SECRET_KEY is"),
    ],
)
def test_production_names_what_is_missing(given: dict[str, str], missing: str) -> None:
    answer = manage("check", **given)
    assert answer.returncode == 1
    assert missing in answer.stderr


def test_an_unknown_database_is_named() -> None:
    answer = manage("check", DATABASE_URL="mysql://root@localhost/kb")
    assert "use postgres://" in answer.stderr
