import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, make_event, whole

pytestmark = pytest.mark.django_db


def disputed_claim(text: str = "", **fields: object):
    article = make_article()
    four, five = (article.current_version.sentences.get(position=n) for n in (4, 5))
    return make_claim(
        text, article=article, passages=[whole(four), whole(five, "disputes")], **fields
    )


def test_the_newest_dispute_leads_with_both_sides(client: Client) -> None:
    disputed_claim("Umstritten ist die Brücke.")
    make_claim("Unbestritten.")
    shown = client.get("/de/").content.decode()
    lead = shown[shown.index('class="lead"') : shown.index('class="columns"')]
    assert "Umstritten ist die Brücke." in lead
    assert "„<mark>Die Brücke sei sicher, sagte die Ministerin.</mark>“" in lead
    assert "„<mark>Der Ingenieur widerspricht ihr.</mark>“" in lead
    assert html.errors(shown) == []


def test_quotes_carry_the_language_of_their_article(client: Client) -> None:
    german = make_article()
    english = make_article("Bridges. The bridge is safe, she said. It is not.", language="en")
    four = german.current_version.sentences.get(position=4)
    last = english.current_version.sentences.last()
    make_claim(article=german, passages=[whole(four), whole(last, "disputes")])
    shown = client.get("/de/").content.decode()
    quote = shown[: shown.index(f"“<mark>{last.text}</mark>”")]
    assert quote.rpartition("<blockquote")[2].startswith(' lang="en"')


def test_nothing_hidden_is_on_it(client: Client) -> None:
    disputed_claim(
        "Der Entwurf.",
        status="draft",
        events=[make_event("Geheimtreffen")],
        about=[make_actor("Geheimrätin")],
    )
    shown = client.get("/de/").content.decode()
    for hidden in ("Der Entwurf.", "Geheimtreffen", "Geheimrätin"):
        assert hidden not in shown


def test_an_empty_base_says_what_comes_next(client: Client) -> None:
    shown = client.get("/de/").content.decode()
    assert "Hier ist noch nichts veröffentlicht." in shown
    assert html.errors(shown) == []


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/de/").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    disputed_claim()
    with django_assert_max_num_queries(12) as few:
        client.get("/de/")
    for _ in range(10):
        disputed_claim(events=[make_event()], about=[make_actor()])
    with django_assert_max_num_queries(len(few)):
        client.get("/de/")


def test_at_the_desk_too_a_page_takes_a_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor())
    claim = disputed_claim(events=[make_event()], about=[make_actor()])
    things = {claim: 14, claim.article: 8, claim.speaker: 18, claim.events.get(): 10}
    for thing, most in things.items():
        with django_assert_max_num_queries(most):
            assert client.get("/de" + thing.get_absolute_url()[3:]).status_code == 200
