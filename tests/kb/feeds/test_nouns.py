"""Which feeds there are, how they answer, and that pages offer them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, claims
from editorial.actions.claims import Hop
from kb.models import Claim, Tag
from kb.search.index import catch_up_with_all
from tests import html
from tests.kb.feeds.reading import checked, titles
from tests.makers import (
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    """A claim that every feed tells of, and beside it one that only the list knows."""
    make_claim("Eine andere.")
    return make_claim(
        "Die Brücke hält.",
        about=[make_actor("Ada Rot")],
        events=[make_event("Ratssitzung im Mai")],
        tags=["Brücken"],
    )


def feeds(claim: Claim) -> dict[str, str]:
    return {
        "/actors/ada-rot/": "/feeds/actors/ada-rot.atom",
        "/events/ratssitzung-im-mai/": "/feeds/events/ratssitzung-im-mai.atom",
        "/tags/bruecken/": "/feeds/tags/bruecken.atom",
        f"/articles/{claim.article_id}/": f"/feeds/articles/{claim.article_id}.atom",
    }


def test_each_thing_has_a_feed_of_its_own_claims(client: Client, claim: Claim) -> None:
    for page, address in feeds(claim).items():
        feed = checked(client, address)
        assert titles(feed) == ["Die Brücke hält."], address
        assert feed.feed.link == f"http://testserver{page}"
        assert feed.feed.id == f"tag:testserver,2026:{page}"


def test_the_same_claim_is_the_same_entry_in_every_feed(client: Client, claim: Claim) -> None:
    addresses = [*feeds(claim).values(), "/feeds/claims.atom?tag=bruecken"]
    ids = {checked(client, address).entries[0].id for address in addresses}
    assert ids == {f"tag:testserver,{claim.published_at:%Y-%m-%d}:claims/{claim.pk}"}


def test_an_actor_is_followed_in_what_they_say_pass_on_and_are_told_of(client: Client) -> None:
    actor, other = make_actor("Ada Rot"), make_actor()
    make_claim("Gesagt.", speaker=actor, mode="direct")
    make_claim("Über sie.", about=[actor])
    make_claim("Von ihr über sie.", speaker=actor, mode="direct", about=[actor])
    hops = [Hop(actor, "indirect"), Hop(other, "indirect")]
    make_claim("Weitergesagt.", speaker=other, mode="indirect", hops=hops)
    make_claim("Ohne sie.", speaker=other, mode="direct")
    shown = titles(checked(client, "/feeds/actors/ada-rot.atom"))
    assert shown == ["Weitergesagt.", "Von ihr über sie.", "Über sie.", "Gesagt."]


def test_the_list_of_claims_narrowed_has_a_feed_at_the_same_query(client: Client) -> None:
    actor, event, article = make_actor(), make_event(), make_article()
    make_claim("Die gesuchte.", about=[actor], events=[event], tags=["Brücken"], kind="demand")
    make_claim("Von ihr.", speaker=actor, mode="direct")
    make_claim("Dort.", article=article)
    for query, wanted in {
        f"?about={actor.slug}": "Die gesuchte.",
        f"?event={event.slug}": "Die gesuchte.",
        "?tag=bruecken": "Die gesuchte.",
        "?kind=demand": "Die gesuchte.",
        f"?speaker={actor.slug}": "Von ihr.",
        "?mode=direct": "Von ihr.",
        f"?article={article.pk}": "Dort.",
    }.items():
        feed = checked(client, f"/feeds/claims.atom{query}")
        assert titles(feed) == [wanted], query
        assert feed.feed.link == f"http://testserver/claims/{query}"
    assert len(checked(client, "/feeds/claims.atom").entries) == 3


def test_a_search_has_a_feed_at_the_same_query(client: Client) -> None:
    make_claim("Die Brücken wackeln.", kind="report")
    make_claim("Über die Brücke wird entschieden.", kind="demand")
    make_claim("Anderes.")
    catch_up_with_all()
    feed = checked(client, "/feeds/claims.atom?q=Br%C3%BCcke")
    assert titles(feed) == ["Über die Brücke wird entschieden.", "Die Brücken wackeln."]
    assert feed.feed.link == "http://testserver/claims/?q=Br%C3%BCcke"
    narrowed = checked(client, "/feeds/claims.atom?q=Br%C3%BCcke&kind=report")
    assert titles(narrowed) == ["Die Brücken wackeln."]


def test_the_title_says_what_was_chosen(client: Client) -> None:
    make_claim(about=[make_actor("Ada Rot")])
    feed = checked(client, "/feeds/claims.atom?about=ada-rot&lang=de")
    assert feed.feed.title == "Aussagen (Über: Ada Rot) – Belegstelle"


@pytest.mark.parametrize("query", ["about=niemand", "about=%00", "article=x", "kind=x", "tag=x"])
def test_a_choice_that_cannot_be_is_refused_with_its_name(client: Client, query: str) -> None:
    make_claim()
    response = client.get(f"/feeds/claims.atom?{query}")
    assert response.status_code == 400
    lines = response.content.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{query.partition('=')[0]}='")


def test_what_only_a_draft_names_has_no_feed(client: Client) -> None:
    client.force_login(editor())
    actor, event = make_actor(), make_event()
    draft = make_claim(about=[actor], events=[event], tags=["Verdecktes"], status="draft")
    for address in (f"actors/{actor.slug}", f"events/{event.slug}", "tags/verdecktes"):
        assert client.get(f"/feeds/{address}.atom").status_code == 404
    assert client.get(f"/feeds/claims.atom?about={actor.slug}").status_code == 400
    assert client.get(f"/feeds/articles/{draft.article_id}9.atom").status_code == 404


def test_what_was_once_public_is_gone_with_its_reason(client: Client, claim: Claim) -> None:
    client.force_login(editor())
    claims.withdraw(claim=claim, by=publisher(), reason="Die Quelle irrte.")
    articles.seal(article=claim.article, by=publisher(), reason="Auf Verlangen.")
    for address in feeds(claim).values():
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert html.errors(answer.content.decode()) == []
    assert "Auf Verlangen." in answer.content.decode()


def test_what_was_merged_leads_to_the_feed_of_the_other(client: Client) -> None:
    actors, events = (make_actor(), make_actor()), (make_event(), make_event())
    make_claim(about=actors, events=events, tags=["Bruecke", "Brücke"])
    tags = Tag.objects.order_by("pk")
    for noun, (gone, into) in {"actors": actors, "events": events, "tags": tags}.items():
        merge(gone, into)
        answer: Any = client.get(f"/feeds/{noun}/{gone.slug}.atom?lang=en")
        assert answer.status_code == 301
        assert answer.url == f"/feeds/{noun}/{into.slug}.atom?lang=en"
        assert checked(client, answer.url).entries


def test_a_merge_into_what_is_not_public_tells_no_address(client: Client) -> None:
    gone, into = make_actor("Ada Rot"), make_actor("Ada Geheim")
    claim = make_claim(about=[gone])
    merge(gone, into)
    claims.withdraw(claim=claim, by=publisher(), reason="Die Quelle irrte.")
    answer = client.get("/feeds/actors/ada-rot.atom")
    assert answer.status_code == 410
    assert "geheim" not in answer.content.decode().lower()


def test_a_copy_stays_good_until_something_public_changes(client: Client, claim: Claim) -> None:
    for address in [*feeds(claim).values(), "/feeds/claims.atom"]:
        first = client.get(address)
        assert first["Cache-Control"] == "no-cache"
        assert "Cookie" not in first["Vary"]
        assert not first.cookies
        again = {"If-None-Match": first["ETag"]}
        assert client.get(address, headers=again).status_code == 304
        # The other language is another text.
        assert client.get(f"{address}?lang=en", headers=again).status_code == 200
        make_claim()
        assert client.get(address, headers=again).status_code == 200


def test_the_desk_gets_what_everybody_gets(client: Client, claim: Claim) -> None:
    make_claim("Der Entwurf.", status="draft", article=claim.article, tags=["Brücken"])
    public = {address: client.get(address).content for address in feeds(claim).values()}
    client.force_login(editor())
    assert {address: client.get(address).content for address in public} == public


def test_it_is_read_only(client: Client, claim: Claim) -> None:
    for address in [*feeds(claim).values(), "/feeds/claims.atom"]:
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_offers_its_feed_in_its_head_and_in_words(
    client: Client, claim: Claim, language: str
) -> None:
    assert Claim.objects.visible_to(reader()).count() == 2
    known = feeds(claim) | {"/claims/": "/feeds/claims.atom"}
    for page, address in known.items():
        shown = client.get(f"/{language}{page}", follow=True).content.decode()
        wanted = f'href="{address}?lang={language}"'
        assert '<link rel="alternate" type="application/atom+xml" title="' in shown
        assert shown.count(wanted) == 2, page
        assert f'<a {wanted} type="application/atom+xml">' in shown
        assert html.errors(shown) == []
        checked(client, f"{address}?lang={language}")


def test_a_narrowed_list_offers_the_feed_of_what_it_shows(client: Client, claim: Claim) -> None:
    shown = client.get("/de/claims/?tag=bruecken&before=999").content.decode()
    assert shown.count('href="/feeds/claims.atom?tag=bruecken&amp;lang=de"') == 2
    part = client.get("/de/claims/?tag=bruecken", headers={"HX-Request": "true"})
    assert 'href="/feeds/claims.atom?tag=bruecken&amp;lang=de"' in part.content.decode()


def test_a_list_of_nothing_that_can_be_offers_no_feed(client: Client) -> None:
    shown = client.get("/de/claims/?about=niemand").content.decode()
    assert "/feeds/claims.atom" not in shown


@pytest.mark.parametrize("noun", ["actors/ada-rot", "tags/bruecken", "events/ratssitzung-im-mai"])
def test_more_claims_cost_no_more_queries(
    client: Client,
    claim: Claim,
    noun: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"/feeds/{noun}.atom"
    with django_assert_max_num_queries(11) as few:
        client.get(address)
    for _ in range(10):
        named = {"about": claim.about.all(), "events": claim.events.all(), "tags": ["Brücken"]}
        make_claim(**named)
    with django_assert_max_num_queries(len(few)):
        assert len(checked(client, address).entries) == 11
