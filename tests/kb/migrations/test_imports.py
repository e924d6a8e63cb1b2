"""What was there before there were fingerprints gets them, as if it came now."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from editorial.actions import articles
from kb.models import Fingerprint, NearDuplicate
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

migration = import_module("kb.migrations.0002_imports")

WORDS = [f"Wort{number}" for number in range(120)]


def test_articles_of_before_are_fingerprinted_and_linked() -> None:
    for text in (WORDS[:70], WORDS[:90], WORDS[20:90], WORDS[60:], WORDS[:70], WORDS[10:80]):
        made = makers.make_article(" ".join(text))
    articles.seal(article=made, by=makers.publisher(), reason="Verfügung")
    before = rows()
    assert len(before[1]) > 4
    Fingerprint.objects.all().delete()
    NearDuplicate.objects.all().delete()
    migration.fingerprint_what_is_there(apps, connection.schema_editor())
    assert rows() == before
    assert list(verify()) == []


def rows() -> tuple[list[object], list[object]]:
    links = NearDuplicate.objects.order_by("article_id", "other_id")
    return (
        list(Fingerprint.objects.order_by("pk").values()),
        list(links.values_list("article_id", "other_id", "likeness")),
    )
