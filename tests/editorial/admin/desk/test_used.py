"""What the claims of an article named last, offered again."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from editorial.admin.desk.used import MOST, used
from kb.models import Article
from tests.makers import make_actor, make_article, make_claim, make_event, merge

pytestmark = pytest.mark.django_db


def offered(article: Article) -> list[str]:
    return [take.name for take in used(article, QueryDict("pick=4"))]


def test_events_come_first_then_actors_then_tags_of_each_the_last() -> None:
    article = make_article()
    council, bridge = make_event("Ratssitzung"), make_event("Brückenbau")
    minister, engineer = make_actor("Anna Muster"), make_actor("Bo Beispiel")
    make_claim(article=article, events=[council], about=[engineer, minister], tags=["Bauten"])
    make_claim(article=article, events=[bridge], about=[engineer])
    assert offered(article) == ["Brückenbau", "Ratssitzung", "Bo Beispiel", "Anna Muster", "Bauten"]


def test_what_is_offered_is_taken_by_its_address_without_a_script() -> None:
    article, event = make_article(), make_event()
    make_claim(article=article, events=[event])
    (take,) = used(article, QueryDict("pick=4"))
    assert take.query == f"pick=4&about_events={event.pk}"


def test_no_more_are_offered_than_there_are_digits() -> None:
    article = make_article()
    make_claim(
        article=article,
        events=[make_event() for _ in range(6)],
        about=[make_actor() for _ in range(9)],
        tags=["Bauten", "Rat", "Geld"],
    )
    kinds = [take.data[0][0] for take in used(article, QueryDict())]
    assert len(kinds) == MOST
    assert kinds == ["event"] * 4 + ["about"] * 3 + ["tag"] * 2


def test_nothing_of_other_articles_is_offered_nor_what_was_merged() -> None:
    article = make_article()
    make_claim(article=make_article(), events=[make_event()])
    old, new = make_actor("Alt"), make_actor("Neu")
    make_claim(article=article, about=[old])
    merge(old, into=new)
    assert "Alt" not in offered(article)


def test_more_claims_cost_no_more_queries() -> None:
    article = make_article()
    event, actor = make_event(), make_actor()
    for _ in range(2):
        for _ in range(5):
            make_claim(article=article, events=[event], about=[actor], status="draft")
        with CaptureQueriesContext(connection) as queries:
            assert len(offered(article)) == 2
        assert len(queries) == 3
