"""All pairs of claims that contradict each other, for everybody to read."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, labels
from kb.models import Actor, Claim
from kb.views.pairs import contradictions_of
from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db

PAGE = "/en/contradictions/"


def shown(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{PAGE}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def said(text: str, by: Actor, on: str = "2025-05-01", **fields: Any) -> Claim:
    return make_claim(text, speaker=by, mode="indirect", said_on=on, **fields)


def against(subject: Claim, other: Claim, note: str = "") -> Any:
    return labels.relate(subject=subject, object=other, kind="contradicts", note=note, by=editor())


def pairs(page: str) -> list[str]:
    return page.partition('<ul class="pairs">')[2].split('<li class="pair"')[1:]


def test_both_sides_stand_beside_each_other_with_who_when_and_where(client: Client) -> None:
    anna, berta = make_actor("Anna Rot"), make_actor("Berta Blau")
    one = said("Die Brücke hält.", anna, "2024-05-01")
    other = said("Sie hält nicht.", berta, article=make_article(title="Rat tagt"))
    against(other, one, "Beide reden von der neuen.")
    page = shown(client)
    (pair,) = pairs(page)
    assert "<strong>Dispute</strong>" in pair
    sides = pair.split('<div class="pair-side">')[1:]
    for side, claim, day in zip(sides, (one, other), ("1 May 2024", "1 May 2025"), strict=True):
        article = claim.article
        assert claim.text in side
        assert claim.speaker.name in side
        assert day in side
        assert "Die Brücke sei sicher, sagte die Ministerin." in side
        assert f'href="/en/articles/{article.pk}/{article.slug}/v1/?s=4#s4"' in side
    assert "Beide reden von der neuen." in pair
    assert "earlier" not in pair
    assert html.errors(page) == []


def test_a_type_and_a_speaker_narrow_it_and_stand_in_the_address(client: Client) -> None:
    anna, berta = make_actor("Anna Rot"), make_actor("Berta Blau")
    early, late = said("Früh.", anna, "2024-05-01"), said("Spät.", anna)
    against(late, early)
    against(said("Doch.", berta), late)
    page = shown(client)
    assert ["Dispute" in pair for pair in pairs(page)] == [True, False], "the newest first"
    assert f'href="{PAGE}?actor=berta-blau"' in page
    part = shown(client, "?type=change", **{"HX-Request": "true"})
    (pair,) = pairs(part)
    assert pair.index("Früh.") < pair.index("Spät.")
    assert "<strong>earlier</strong>" in pair
    assert 'data-spoken="1 pair is shown."' in part
    assert f'href="{PAGE}?type=change" aria-current="true"' in part
    assert html.fragment_errors(part) == []
    page = shown(client, "?actor=berta-blau")
    (pair,) = pairs(page)
    assert "Doch." in pair
    assert f'href="{PAGE}?type=change&amp;actor=berta-blau"' in page
    assert "/feeds/contradictions.atom?actor=berta-blau&amp;lang=en" in page
    assert "No pair of public claims fits" in shown(client, "?actor=berta-blau&type=change")


@pytest.mark.parametrize("query", ["?type=%00x", "?actor=niemand", "?after=x&type=revision"])
def test_what_cannot_be_understood_is_said_in_one_line(client: Client, query: str) -> None:
    against(make_claim(), make_claim())
    page = shown(client, query)
    assert pairs(page) == []
    assert page.count('class="errorlist"') == 1
    assert html.errors(page) == []


def test_an_empty_page_says_where_to_go_on(client: Client) -> None:
    page = shown(client)
    assert "No editor has confirmed yet" in page
    assert "/en/claims/?stance=disputes" in page


def test_nothing_that_is_hidden_shows(client: Client) -> None:
    open_, link = make_claim(), make_claim(article=make_article(access="link"))
    sealed = make_claim("GEHEIM.", article=make_article(title="GEHEIM"))
    for other in (link, sealed, make_claim("GEHEIM.", status="draft")):
        against(other, open_, "" if other is link else "GEHEIM.")
    articles.seal(article=sealed.article, by=publisher(), reason="Vertraulich.")
    page = shown(client)
    (pair,) = pairs(page)
    assert "The passages it rests on cannot be shown here." in pair
    assert pair.count("sagte die Ministerin") == 1
    assert "GEHEIM" not in page
    client.force_login(editor())
    assert "GEHEIM" in shown(client)


def test_pages_follow_each_other_by_key_and_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    anna = make_actor("Anna Rot")

    def add(number: int) -> None:
        against(said(f"Ja {number}.", anna), make_claim(f"Nein {number}."), f"Notiz {number}.")

    add(0)
    with django_assert_max_num_queries(9) as few:
        shown(client, "?actor=anna-rot")
    with django_assert_max_num_queries(6) as few_of_one:
        contradictions_of(anna, AnonymousUser(), 5)
    for number in range(1, 26):
        add(number)
    with django_assert_max_num_queries(len(few)):
        page = shown(client, "?actor=anna-rot")
    with django_assert_max_num_queries(len(few_of_one)):
        told = contradictions_of(anna, AnonymousUser(), 5)
    assert (told.shown[0].notes, told.has_more) == (["Notiz 25."], True)
    assert len(pairs(page)) == 25
    more = page.partition('class="more" href="')[2].partition('"')[0].replace("&amp;", "&")
    (last,) = pairs(shown(client, more))
    assert "Nein 0." in last
