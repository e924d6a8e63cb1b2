"""The search page: one question to five kinds of things."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from kb.search.index import catch_up_with_all
from tests import html
from tests.makers import (
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


def asked(client: Client, q: str = "", rest: str = "", **headers: str) -> str:
    catch_up_with_all()
    query = f"?q={quote(q)}{rest}" if q else f"?{rest}" if rest else ""
    response = client.get(f"/de/search/{query}", headers=headers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def counts(page: str) -> list[str]:
    """The numbers beside the kinds: claims, sentences, actors, events, articles."""
    tabs = page.split('class="tabs"')[1].split("</ul>")[0]
    return re.findall(r'class="count">([^<]*)<', tabs)


def facet(page: str, name: str) -> dict[str, str]:
    """The values of a facet with their numbers."""
    if f'id="facet-{name}"' not in page:
        return {}
    part = page.split(f'id="facet-{name}"')[1].split("</ul>")[0]
    return dict(re.findall(r'outerHTML">([^<]*)</a> <span class="count">([^<]*)<', part))


def test_it_finds_each_kind_of_thing_by_any_form_of_the_word(client: Client) -> None:
    actor = make_actor("Amt für Brücken")
    make_claim("Die Brücken halten.", about=[actor], events=[make_event("Brückentag")])
    make_article("Zwei Brücken wurden geprüft.", title="Die Brücken von Bern")
    page = asked(client, "brücke")
    assert counts(page) == ["1", "4", "1", "1", "1"]
    assert html.errors(page) == []
    for kind, words in {
        "sentences": "geprüft",
        "actors": "Amt für <mark>Brücken</mark>",
        "events": "<mark>Brückentag</mark>",
        "articles": "Die <mark>Brücken</mark> von Bern",
    }.items():
        page = asked(client, "brücke", f"&among={kind}")
        assert words in page
        assert html.errors(page) == []


def test_hits_are_marked_and_a_sentence_opens_where_it_stands(client: Client) -> None:
    article = make_article()
    page = asked(client, "ministerin", "&among=sentences")
    assert "<mark>Ministerin</mark>" in page
    address = f"{article.get_absolute_url()}v1/?s=4#s4"
    assert address in page
    assert 'id="s4"' in client.get(address).content.decode()


def test_nothing_asked_lists_nothing(client: Client) -> None:
    make_claim("Die Brücke hält.")
    assert "Die Brücke hält." not in asked(client)


def test_facets_count_what_was_found_and_each_is_an_address(client: Client) -> None:
    ada, bob = make_actor("Ada Rot"), make_actor("Bob Blau")
    make_claim("Die Brücke hält.", speaker=ada, mode="direct", kind="report", tags=["Bau"])
    make_claim("Die Brücke wackelt.", speaker=ada, mode="indirect", kind="demand")
    make_claim("Die Brücken fallen.", speaker=bob, mode="direct", kind="demand")
    make_claim("Die Strasse hält.", speaker=bob, mode="direct")
    page = asked(client, "brücke")
    assert facet(page, "speaker") == {"Ada Rot": "2", "Bob Blau": "1"}
    assert set(facet(page, "kind").values()) == {"2", "1"}
    narrowed = asked(client, "brücke", "&kind=demand")
    assert "Die Brücke hält." not in narrowed
    assert facet(narrowed, "speaker") == {"Ada Rot": "1", "Bob Blau": "1"}
    assert f"?q=br%C3%BCcke&amp;speaker={ada.slug}&amp;kind=demand" in narrowed
    assert 'href="/de/search/?q=br%C3%BCcke"' in narrowed, "and back"


def test_facets_count_only_what_the_reader_may_see(client: Client) -> None:
    ada = make_actor("Ada Rot")
    make_claim("Die Brücke hält.", about=[ada], kind="report")
    make_claim("Die Brücke wackelt.", about=[make_actor("Geheime Rätin")], status="draft")
    make_claim("Die Brücke fällt.", about=[ada], kind="demand")
    page = asked(client, "brücke")
    assert "Geheime" not in page
    assert facet(page, "kind") == {"Bericht": "1", "Forderung": "1"}
    client.force_login(editor())
    assert counts(asked(client, "brücke"))[0] == "3"


def test_when_a_sealed_article_appeared_is_not_told(client: Client) -> None:
    other = make_article(
        "Die Brücke sei sicher, sagte sie. Ganz sicher.", published_on="2001-02-03"
    )
    elsewhere = [whole(other.current_version.sentences.get(position=1))]
    recorded = make_article(published_on="1999-02-03")
    make_claim("Die Brücke hält.", article=recorded, passages=elsewhere)
    assert "Die <mark>Brücke</mark> hält." in asked(client, "brücke", "&year=1999")
    articles.seal(article=recorded, by=publisher(), reason="Gericht.")
    assert "hält." not in asked(client, "brücke", "&year=1999")
    assert "hält." not in asked(client, "brücke", "&since=1999&until=1999")
    assert "1999" not in asked(client, "brücke")


def test_a_mistyped_word_is_put_right(client: Client) -> None:
    make_claim("Die Verteidigung kostet mehr.")
    page = asked(client, "Vertedigung")
    assert 'href="/de/search/?q=Verteidigung"' in page


def test_what_nobody_may_see_is_not_proposed(client: Client) -> None:
    claim = make_claim("Der Geheimplan steht.")
    catch_up_with_all()
    articles.seal(article=claim.article, by=publisher(), reason="Gericht.")
    catch_up_with_all()
    assert "Geheimplan" not in asked(client, "Geheimplam")
    assert "Geheim" not in client.get("/de/search/words/?q=Geheimp").content.decode()


def test_words_are_completed_as_they_are_typed(client: Client) -> None:
    make_claim("Die Verteidigung kostet mehr.")
    catch_up_with_all()
    options = client.get("/de/search/words/?q=mehr+Verteid").content.decode()
    assert options.strip() == '<option value="mehr Verteidigung"></option>'
    for nothing in ("", "?q=", "?q=%00", "?q=mehr+", "?q=" + "x" * 5000):
        assert client.get(f"/de/search/words/{nothing}").content.decode().strip() == ""


def test_some_of_the_words_are_better_than_nothing_and_said_to_be(client: Client) -> None:
    make_claim("Die Brücke hält.")
    page = asked(client, "Brücke Quatschwort")
    assert "<mark>Brücke</mark>" in page
    assert "Quatschwort" in page


def test_a_date_that_is_none_is_said(client: Client) -> None:
    make_claim("Die Brücke hält.")
    page = asked(client, "brücke", "&since=gestern")
    assert "gestern" in page
    assert 'class="errorlist"' in page
    assert 'class="entry"' not in page


def test_the_best_come_first_or_the_newest_and_pages_follow_by_key(client: Client) -> None:
    article = make_article()
    best = make_claim("Die Brücke hält.", article=article)
    for number in range(27):
        make_claim(f"Die Brücken und {number} weitere.", article=article)
    first = asked(client, "brücke")
    assert first.index("Die <mark>Brücke</mark> hält.") < first.index("weitere")
    newest = asked(client, "brücke", "&sort=newest")
    assert "Die <mark>Brücke</mark> hält." not in newest
    before = re.findall(r"before=(\d+)", newest)[0]
    second = asked(client, "brücke", f"&sort=newest&before={before}")
    assert second.count('class="entry"') == 3
    assert best.text.split()[-1] in second


def test_htmx_gets_the_part_and_the_short_address(client: Client) -> None:
    make_claim("Die Brücke hält.")
    catch_up_with_all()
    response = client.get("/de/search/?q=brücke&author=&since=", headers={"HX-Request": "true"})
    assert html.fragment_errors(response.content.decode()) == []
    assert response["HX-Push-Url"] == "/de/search/?q=br%C3%BCcke"


@pytest.mark.parametrize(
    "q", ["", "\x00", '"', "-", ":", "NEAR(a b)", "' OR 1=1 --", "a" * 9000, "🦊"]
)
@pytest.mark.parametrize("rest", ["", "&among=x", "&year=0000", "&before=" + "9" * 40, "&sort=x"])
def test_any_input_is_a_question(client: Client, q: str, rest: str) -> None:
    assert html.errors(asked(client, q, rest)) == []


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/de/search/").status_code == 405
    assert client.post("/de/search/words/").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def add() -> None:
        actor, event = make_actor("Brückenamt"), make_event("Brückentag")
        make_claim("Die Brücke hält.", about=[actor], events=[event], tags=["Brücken"])
        catch_up_with_all()

    add()
    with django_assert_max_num_queries(25) as few:
        client.get("/de/search/?q=brücke")
    for _ in range(10):
        add()
    with django_assert_max_num_queries(len(few)):
        client.get("/de/search/?q=brücke")
