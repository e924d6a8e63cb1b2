import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kb.models import Claim
from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, make_event

pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"/de/claims/{query}", headers=headers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_it_lists_public_claims_newest_first(client: Client) -> None:
    make_claim("Die erste.")
    make_claim("Die zweite.")
    make_claim("Der Entwurf.", status="draft")
    page = shown(client)
    assert page.index("Die zweite.") < page.index("Die erste.")
    assert "Der Entwurf." not in page
    assert html.errors(page) == []


def test_every_filter_narrows_the_list(client: Client) -> None:
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
        page = shown(client, query)
        assert wanted in page
        assert page.count('class="entry"') == 1, query


def test_filters_narrow_each_other(client: Client) -> None:
    one, other = make_actor(), make_actor()
    make_claim("Über beide.", about=[one, other], kind="demand")
    make_claim("Über eine.", about=[one], kind="demand")
    assert "Über eine." not in shown(client, f"?about={other.slug}&kind=demand")
    assert 'class="entry"' not in shown(client, f"?about={other.slug}&kind=promise")


def test_it_says_what_was_chosen(client: Client) -> None:
    actor = make_actor("Ada Rot")
    make_claim(about=[actor])
    assert "Über: <strong>Ada Rot</strong>" in shown(client, f"?about={actor.slug}")


@pytest.mark.parametrize(
    "query",
    ["?about=niemand", "?about=%00", "?article=x", f"?article={'9' * 5000}", "?kind=x"],
)
def test_a_choice_that_does_not_exist_is_said_and_shows_nothing(client: Client, query: str) -> None:
    make_claim()
    page = shown(client, query)
    assert 'class="entry"' not in page
    assert 'class="errorlist"' in page
    assert html.errors(page) == []


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "9" * 5000])
def test_a_place_that_does_not_exist_is_no_error(client: Client, place: str) -> None:
    make_claim()
    assert html.errors(shown(client, f"?before={place}")) == []
    for address in ("/de/actors/", "/de/events/", "/de/articles/"):
        assert client.get(f"{address}?after={place}").status_code == 200


def test_what_only_a_draft_names_cannot_be_chosen(client: Client) -> None:
    actor = make_actor("Geheime Rätin")
    make_claim(about=[actor], tags=["Verdecktes"], status="draft")
    make_claim()
    page = shown(client)
    assert "Geheime Rätin" not in page
    assert "Verdecktes" not in page
    assert 'class="errorlist"' in shown(client, f"?about={actor.slug}")


def test_htmx_gets_the_results_only_and_the_short_address(client: Client) -> None:
    actor = make_actor()
    make_claim(about=[actor])
    response = client.get(
        f"/de/claims/?about={actor.slug}&kind=&mode=", headers={"HX-Request": "true"}
    )
    part = response.content.decode()
    assert part.strip().startswith('<div id="results"')
    assert html.fragment_errors(part) == []
    assert response["HX-Push-Url"] == f"/de/claims/?about={actor.slug}"
    assert response["Cache-Control"] == "no-store"
    assert "HX-Request" in response["Vary"]


def test_going_back_in_history_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<!doctype html>" in shown(client, **headers)


def test_a_form_without_javascript_is_led_to_the_short_address(client: Client) -> None:
    response = client.get("/de/claims/?about=&kind=demand&mode=")
    assert (response.status_code, response["Location"]) == (302, "/de/claims/?kind=demand")


def test_pages_follow_each_other_by_key(client: Client) -> None:
    article = make_article()
    made = [make_claim(article=article) for _ in range(27)]
    first = shown(client, "?kind=assessment")
    assert first.count('class="entry"') == 25
    assert f"?kind=assessment&amp;before={made[2].pk}" in first
    second = shown(client, f"?kind=assessment&before={made[2].pk}")
    assert second.count('class="entry"') == 2
    assert "Ältere Aussagen" not in second


def test_the_desk_sees_drafts_marked(client: Client) -> None:
    client.force_login(editor())
    make_claim("Der Entwurf.", status="draft")
    page = shown(client)
    assert "Der Entwurf." in page
    assert '<span class="draft">Entwurf</span>' in page


def test_an_empty_base_says_so(client: Client) -> None:
    assert "Keine öffentliche Aussage passt" in shown(client)


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/de/claims/").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def add() -> Claim:
        actor, event = make_actor(), make_event()
        return make_claim(
            about=[actor], speaker=actor, mode="direct", events=[event], tags=[actor.slug]
        )

    claim = add()
    with django_assert_max_num_queries(16) as few:
        shown(client)
    for _ in range(10):
        claim = add()
    with django_assert_max_num_queries(len(few)):
        shown(client)
    actor, event = claim.speaker, claim.events.get()
    query = f"?about={actor.slug}&speaker={actor.slug}&event={event.slug}&tag={actor.slug}"
    with django_assert_max_num_queries(16):
        assert shown(client, f"{query}&article={claim.article_id}").count('class="entry"') == 1
