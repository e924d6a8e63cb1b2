"""No public address tells a secret, whatever it is asked for: each with everything there is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from kb.models import Actor, Article, Claim, Event, Tag
from tests.permissions.addresses import addresses
from tests.secrets import ONCE_WORDED, SECRETS, WITHDRAWN, hide, show_in_public

pytestmark = pytest.mark.django_db

TOLD = re.compile("|".join((*SECRETS, WITHDRAWN, ONCE_WORDED)), re.IGNORECASE)
NOUNS = {"claims": Claim, "actors": Actor, "events": Event, "articles": Article, "tags": Tag}
FIELD = re.compile("<[a-z]+:([a-z]+)>")
QUERIES = ("", "?s=2", "?asof=2020-01-01", "?asof=2026-01-01&to=2026-02-01")


def test_no_public_address_tells_a_secret(client: Client) -> None:
    show_in_public()
    hide()
    answers = {address: client.get(address) for address in every_public_address()}
    told = {address: _told(answer) - _words(address) for address, answer in answers.items()}
    assert {address: words for address, words in told.items() if words} == {}
    statuses = {answer.status_code for answer in answers.values()}
    assert statuses == {200, 301, 302, 400, 403, 404, 410}


def _told(answer: Any) -> set[str]:
    return _words(f"{answer.content.decode()} {answer.get('Location', '')}")


def _words(text: str) -> set[str]:
    return {word.lower() for word in TOLD.findall(text)}


def every_public_address() -> Iterator[str]:
    for pattern in addresses():
        if pattern.startswith("admin/"):
            continue
        if not FIELD.search(pattern):
            yield f"/{pattern}"
        noun = next((noun for noun in NOUNS if f"{noun}/" in pattern), "")
        for thing in NOUNS[noun]._default_manager.order_by("pk") if noun else ():
            path = FIELD.sub(lambda field, thing=thing: _value(thing, field[1]), pattern)
            yield from (f"/{path}{query}" for query in (QUERIES if path[:3] == "de/" else ("",)))
        if "<slug:section>" in pattern:
            yield from (f"/sitemap-{section}-1.xml" for section in NOUNS)


def _value(thing: Any, field: str) -> str:
    if field == "number":
        return str(thing.versions.count())
    return str(getattr(thing, field))
