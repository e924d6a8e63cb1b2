"""The application as a server calls it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from kb.wsgi import application
from tests.makers import make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_connections() -> Iterator[None]:
    """A request ends with its connections; these are the test's own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def answer(path: str, content_type: str) -> tuple[str, bytes]:
    environ: dict[str, Any] = RequestFactory().get(path).environ
    statuses: list[str] = []
    body = application(
        environ | {"CONTENT_TYPE": content_type, "SERVER_NAME": "localhost"},
        lambda status, _headers: statuses.append(status),
    )
    return statuses[0], b"".join(body)


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "unicode_escape", "utf-16", '"nope"'])
@pytest.mark.parametrize("path", ["/de/search/", "/de/claims/", "/feeds/claims.atom"])
def test_addresses_are_read_as_utf_8_whatever_a_request_says(path: str, charset: str) -> None:
    make_claim("Die Brücke hält.")
    status, body = answer(f"{path}?q=br%C3%BCcke%5Cud800", f"text/plain; charset={charset}")
    assert status == "200 OK"
    assert "brücke\\ud800".encode() in body


def test_a_type_without_a_charset_stays_what_it_is() -> None:
    assert answer("/de/claims/", "text/plain; boundary=x")[0] == "200 OK"
