import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import claims
from tests import html
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db


def test_it_lists_the_claims_of_a_tag(client: Client) -> None:
    make_claim("Die Brücke hält.", tags=["Brücken"])
    make_claim("Anderes.", tags=["Strassen"])
    make_claim("Der Entwurf.", tags=["Brücken"], status="draft")
    shown = client.get("/de/tags/bruecken/").content.decode()
    assert "Die Brücke hält." in shown
    assert "Anderes." not in shown
    assert "Der Entwurf." not in shown
    assert html.errors(shown) == []


def test_a_tag_of_drafts_is_not_found(client: Client) -> None:
    make_claim(tags=["Brücken"], status="draft")
    assert client.get("/de/tags/bruecken/").status_code == 404


def test_a_tag_that_was_once_public_is_gone(client: Client) -> None:
    make_claim(tags=["Brücken"], status="withdrawn")
    assert client.get("/de/tags/bruecken/").status_code == 410


def test_a_tag_of_a_time_before_publication_is_not_found(client: Client) -> None:
    claim = make_claim(tags=["Brücken"], status="draft")
    claim.tag_links.get().delete()
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    assert client.get("/de/tags/bruecken/").status_code == 404


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/de/tags/bruecken/").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_claim(tags=["Brücken"])
    with django_assert_max_num_queries(12) as few:
        client.get("/de/tags/bruecken/")
    for _ in range(10):
        make_claim(tags=["Brücken"])
    with django_assert_max_num_queries(len(few)):
        client.get("/de/tags/bruecken/")
