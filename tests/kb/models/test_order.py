"""What sorts alike in every database."""

import pytest
from django.db import connection

from editorial.actions import actors, curating
from kb.models import Affiliation, Article
from tests.makers import editor, make_actor, make_article

pytestmark = pytest.mark.django_db


def test_articles_without_a_date_come_last() -> None:
    make_article(title="Undatiert", published_on=None)
    make_article(title="Alt", published_on="2019-04-04")
    make_article(title="Neu", published_on="2025-12-03")
    for rows in (Article.objects.newest_first(), Article.objects.all()):
        assert [article.title for article in rows] == ["Neu", "Alt", "Undatiert"]
    assert Article.objects.reverse()[0].title == "Undatiert"


def test_affiliations_without_a_start_come_last() -> None:
    actor, council = make_actor(), make_actor("Rat")
    for role, start in (("ohne", None), ("alt", "2019-01-01"), ("neu", "2024-01-01")):
        actors.affiliate(actor=actor, organisation=council, role=role, start=start, by=editor())
    assert [row.role for row in Affiliation.objects.all()] == ["neu", "alt", "ohne"]


def test_an_index_serves_the_list_of_articles() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = Article.objects.newest_first()[:50].explain()
    assert "kb_article_list" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_sort_key_follows_the_name() -> None:
    actor = make_actor("Zoë Blau")
    assert actor.sort_name == "zoeblau"
    actor.name = "Ada Rot"
    actor.save()
    actor.refresh_from_db()
    assert actor.sort_name == "adarot"
    curating.change(row=actor, by=editor(), name="Ångström")
    actor.refresh_from_db()
    assert actor.sort_name == actor.history.first().sort_name == "angstrom"


def test_a_name_without_letters_has_no_sort_key() -> None:
    actor = make_actor("???")
    assert curating.change(row=actor, by=editor(), name="!!!")
    assert actor.sort_name == ""


def test_a_sort_key_fits_its_column() -> None:
    assert len(make_actor("ß" * 150).sort_name) == 200
