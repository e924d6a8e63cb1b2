"""What a version of an article says otherwise than the one before it."""

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from kb.models import Article
from kb.views.changes import compared
from tests import html
from tests.makers import TEXT, correct, editor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db


def address(article: Article, number: int = 2) -> str:
    return f"/en/articles/{article.pk}/{article.slug}/v{number}/changes/"


def listed(page: str) -> list[str]:
    return page.partition('<ol class="changes">')[2].partition("</ol>")[0].split("<li>")[1:]


def test_each_change_is_told_in_words_with_both_places(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_article(title="Titel")
    make_claim(article=article)
    text = TEXT.replace("2031", "2035").replace("Der Ingenieur widerspricht ihr. ", "")
    correct(
        article, text.replace("Der Rat tagt", "Vorab dies. Der Rat tagt"), reason="Verschrieben."
    )
    with django_assert_max_num_queries(6):
        shown = client.get(address(article)).content.decode()
    first, second, third = listed(shown)
    place = f"/en/articles/{article.pk}/titel/v"
    assert "New</p>" in first
    assert "<ins>Vorab dies.</ins>" in first
    assert f'href="{place}2/?s=1#s1"' in first
    assert "Removed</p>" in second
    assert "<del>Der Ingenieur widerspricht ihr.</del>" in second
    assert f'href="{place}1/?s=5#s5"' in second
    assert "Reworded" in third
    assert "changed: " in third
    assert "<del>2031</del><ins>2035</ins>" in third
    assert "3 passages differ; 4 of 6 sentences are as they were." in shown
    assert "Verschrieben." in shown
    assert html.errors(shown) == []
    facts = client.get(f"/en/articles/{article.pk}/titel/").content.decode()
    assert f'href="{address(article)}"' in facts


def test_where_not_all_may_be_read_nothing_is_compared(client: Client) -> None:
    for access in (Article.Access.QUOTES, Article.Access.LINK):
        article = make_article(access=access, title="Titel")
        make_claim(article=article)
        correct(article, TEXT.replace("Der Ingenieur", "GEHEIM"))
        shown = client.get(address(article)).content.decode()
        assert "Versions are compared only where everybody may read all" in shown
        assert "GEHEIM" not in shown
        assert "Ingenieur" not in shown
        whole = client.get(f"/en/articles/{article.pk}/titel/v1/?s=4").content.decode()
        assert "/changes/" not in whole
        assert "In version 2:" not in whole
    client.force_login(editor())
    assert "<ins>GEHEIM</ins>" in client.get(address(article)).content.decode()
    articles.seal(article=article, by=publisher(), reason="Vertraulich.")
    assert "<ins>" not in client.get(address(article)).content.decode()
    client.logout()
    assert client.get(address(article)).status_code == 410


def test_there_is_none_for_the_first_version_nor_for_one_to_come(client: Client) -> None:
    article = make_article(title="Titel")
    correct(article, f"{TEXT} Mehr.")
    assert [client.get(address(article, number)).status_code for number in (1, 2, 3)] == [
        404,
        200,
        404,
    ]
    answer = client.get(f"/en/articles/{article.pk}/falsch/v2/changes/")
    assert (answer.status_code, answer["Location"]) == (301, address(article))


def test_sentences_keep_their_order_whatever_became_of_them() -> None:
    def told(old: list[str], new: list[str]) -> list[tuple[str, list[int], list[int]]]:
        with override("en"):
            return [(line.words, line.olds, line.news) for line in compared(old, new, "de").shown]

    one, two = "Der Rat tagt am Montag in Bern.", "Die Brücke wird nächstes Jahr gesperrt."
    three, four = "Der Ingenieur ist dagegen.", "Danke."
    was = [one, two, three, four]
    assert told(was, was) == []
    assert told(was, [one, two, three, "Vielen Dank dafür.", four]) == [("new", [], [4])]
    assert told(was, [three, one, "Die neue Brücke wird nächstes Jahr gesperrt."]) == [
        ("removed", [4], []),  # it stood behind the one that is first now
        ("moved", [1], [2]),
        ("reworded", [2], [3]),
    ]
    assert told([one, two], [f"{one[:-1]}, und: {two}"])[0][1:] == ([1, 2], [1])
