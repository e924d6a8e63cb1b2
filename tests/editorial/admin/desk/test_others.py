"""Somebody else's open desk on the same article is told; looking alone writes nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.actions import presence
from editorial.models import Presence
from kb.models import Article
from tests.editorial.admin.pages import as_
from tests.makers import editor, make_article, publisher

pytestmark = pytest.mark.django_db


def desk(article: Article) -> str:
    return reverse("admin:kb_article_desk", args=(article.pk,))


def here(person: User, article: Article, shown: str = "") -> Any:
    return as_(person).post(
        desk(article), {"_here": "1", "shown": shown}, headers={"HX-Request": "true"}
    )


def test_the_page_says_who_has_the_desk_open() -> None:
    article = make_article()
    somebody = User.objects.create_user("ina", first_name="Ina", last_name="Keller")
    presence.note(article=article, person=somebody)
    presence.note(article=article, person=editor())
    assert "Ina Keller has this desk open." in as_(editor()).get(desk(article)).content.decode()
    presence.note(article=article, person=publisher())
    shown = as_(editor()).get(desk(article)).content.decode()
    assert "Ina Keller and publisher have this desk open." in shown


def test_looking_writes_nothing() -> None:
    article = make_article()
    as_(editor()).get(desk(article))
    assert not Presence.objects.exists()


def test_an_open_page_says_so_and_hears_who_came_and_who_left() -> None:
    article = make_article()
    assert here(editor(), article).status_code == 204
    answer = here(publisher(), article)
    assert answer.status_code == 200
    assert "editor has this desk open." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    shown = str(editor().pk)
    assert here(publisher(), article, shown).status_code == 204
    Presence.objects.filter(person=editor()).delete()
    gone = here(publisher(), article, shown)
    assert (gone.status_code, "has this desk open" in gone.content.decode()) == (200, False)


def test_whoever_sends_anything_is_seen_without_scripts() -> None:
    article = make_article()
    data = {"version": "1", "pick": ["5"], "reason": "Leer.", "_close": "1"}
    assert as_(editor()).post(desk(article), data).status_code == 302
    assert Presence.objects.get().person == editor()


def test_what_is_refused_notes_nobody() -> None:
    article = make_article()
    assert as_(editor()).post(desk(article), {"version": "7", "_close": "1"}).status_code == 422
    assert not Presence.objects.exists()


def test_nobody_is_noted_who_may_not_see_the_desk() -> None:
    article = make_article()
    stranger = User.objects.create_user("stranger", is_staff=True)
    assert here(stranger, article).status_code == 403
    assert not Presence.objects.exists()


def test_ten_more_people_cost_no_more_queries() -> None:
    article, client = make_article(), as_(publisher())
    costs = []
    for round_ in range(2):
        for n in range(10):
            person = User.objects.create_user(f"person {round_} {n}")
            presence.note(article=article, person=person)
        client.get(desk(article))
        with CaptureQueriesContext(connection) as queries:
            client.get(desk(article))
        costs.append(len(queries))
    assert costs[0] == costs[1]
