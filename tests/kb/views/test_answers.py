"""What holds for every public page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from tests import html
from tests.makers import make_claim

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-CH,en;q=0.5", "de"), ("en-GB", "en"), ("fr", "de"), ("", "de")],
)
def test_the_bare_address_leads_to_the_language_asked_for(
    client: Client, asked: str, language: str
) -> None:
    response = client.get("/claims/?kind=demand", headers={"Accept-Language": asked})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/claims/?kind=demand"


def test_a_permalink_leads_to_the_page(client: Client) -> None:
    claim = make_claim()
    response = client.get(claim.permalink, headers={"Accept-Language": "en"}, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(f"/en{claim.permalink}", 302)]


def test_every_page_offers_itself_in_the_other_language(client: Client) -> None:
    shown = client.get("/de/claims/?kind=demand").content.decode()
    assert '<a href="/en/claims/?kind=demand" hreflang="en" lang="en">English</a>' in shown


def test_readers_get_no_cookie(client: Client) -> None:
    claim = make_claim()
    for address in ("/de/", "/de/claims/", f"/de/claims/{claim.pk}/{claim.slug}/"):
        assert not client.get(address).cookies


def test_a_copy_stays_good_until_something_public_changes(client: Client) -> None:
    make_claim()
    first = client.get("/de/claims/")
    assert first["Cache-Control"] == "no-cache"
    again = {"If-None-Match": first["ETag"]}
    assert client.get("/de/claims/", headers=again).status_code == 304
    make_claim()
    assert client.get("/de/claims/", headers=again).status_code == 200


def test_what_is_not_found_says_what_to_do(client: Client) -> None:
    response = client.get("/en/nothing/")
    shown = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing at this address" in shown
    assert html.errors(shown) == []


def test_what_is_not_allowed_or_goes_wrong_says_so(rf: RequestFactory) -> None:
    request = rf.get("/de/")
    request.user = AnonymousUser()
    for answer in (permission_denied(request, PermissionDenied()), server_error(request)):
        assert html.errors(answer.content.decode()) == []
        assert "Belegstelle" in answer.content.decode()


def test_quotes_carry_their_own_language(client: Client) -> None:
    claim = make_claim()
    shown = client.get(f"/en/claims/{claim.pk}/{claim.slug}/").content.decode()
    assert '<html lang="en">' in shown
    assert '<h1 lang="de">' in shown
    assert '<blockquote lang="de"' in shown
