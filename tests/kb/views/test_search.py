"""The search page: one question to five kinds of things."""

import re
from urllib.parse import quote, quote_plus, unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from editorial.actions.claims import withdraw
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
    return dict(re.findall(r'">([^<]*)</a> <span class="count">([^<]*)<', part))


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


def test_it_is_put_right_where_it_stands_and_for_what_is_asked_beside_it(client: Client) -> None:
    make_claim("Die Länder enden in den Händen.")
    page = asked(client, "nden Händen")
    assert f'href="/de/search/?q={quote_plus("enden Händen")}"' in page
    assert "?q=enden" not in asked(client, "nden Händen", "&author=Niemand")


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


def test_a_begun_word_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    claim = make_claim(" ".join(f"Brückenbau{letter}" for letter in "abcdefghijklmnopqrstuvw"))
    catch_up_with_all()
    with django_assert_max_num_queries(5):
        page = client.get("/de/search/words/?q=Brückenb").content.decode()
    assert page.count("<option") == 8
    withdraw(claim=claim, by=publisher(), reason="Falsch.")
    catch_up_with_all()
    with django_assert_max_num_queries(19):  # nothing that begins so is there any more
        assert "<option" not in client.get("/de/search/words/?q=Brückenb").content.decode()


def test_some_of_the_words_are_better_than_nothing_and_said_to_be(client: Client) -> None:
    make_claim("Die Brücke hält.")
    page = asked(client, "Brücke Quatschwort")
    assert "<mark>Brücke</mark>" in page
    assert "Quatschwort" in page


@pytest.mark.parametrize("beside", ["since=gestern", "author=%3F%3F%3F"])
def test_what_a_field_cannot_be_is_said_and_finds_nothing(client: Client, beside: str) -> None:
    make_claim("Die Brücke hält.")
    page = asked(client, "brücke", f"&{beside}")
    assert unquote(beside.partition("=")[2]) in page
    assert 'class="errorlist"' in page
    assert 'class="entry"' not in page
    assert set(counts(page)) == {"0"}


@pytest.mark.parametrize("q", ['"brücke hält', "brücke" + " und" * 98])
@pytest.mark.parametrize("author", ["Rot", 'Ada "Rot"', "„Ada“ Rot»"])
def test_fields_beside_the_box_keep_to_themselves(client: Client, q: str, author: str) -> None:
    ada = make_actor("Ada Rot")
    make_claim("Die Brücke hält.", article=make_article(author=ada))
    make_claim("Die Brücke hält doch.")
    page = asked(client, q, f"&author={quote(author)}")
    assert counts(page)[0] == "1"
    assert "author:" not in page.split("</title>")[0]


@pytest.mark.parametrize(
    "beside", ["author=Rot", "actor=blaus", "occasion=gipfel", "topic=bau", "since=2025-12"]
)
def test_each_field_beside_the_box_narrows(client: Client, beside: str) -> None:
    article = make_article(author=make_actor("Ada Rot"))
    make_claim(
        "Die Brücke hält.",
        article=article,
        about=[make_actor("Bea Blau")],
        events=[make_event("Gipfel der Räte")],
        tags=["Bau"],
    )
    make_claim("Der Tunnel hält.", article=make_article(published_on="2020-01-01"))
    page = asked(client, "hält", f"&{beside}")
    assert counts(page)[0] == "1"
    assert "<details open>" in page
    assert beside.partition("=")[2] in page.split('class="chosen"')[1].split("</p>")[0]


def test_the_way_to_all_claims_leads_to_all(client: Client) -> None:
    make_claim("Die Brücke hält.")
    assert '<a href="/de/claims/">Alle Aussagen zeigen</a>' in asked(client, "", "kind=assessment")


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


def test_by_date_one_goes_on_beyond_what_is_ranked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.search.found.LIMIT", 30)
    article = make_article()
    made = [make_claim("Die Brücke hält.", article=article).pk for _ in range(90)]
    seen, rest = list[int](), "&sort=newest"
    for _ in range(4):
        page = asked(client, "brücke", rest)
        seen += [int(pk) for pk in re.findall(r'class="entry-text".*?/claims/(\d+)/', page)]
        rest = "".join(re.findall(r'class="more" href="[^"]*(&amp;before=\d+)"', page))
        rest = f"&sort=newest{rest.replace('&amp;', '&')}"
    assert seen == sorted(made, reverse=True)
    assert 'class="more"' not in page


def test_no_text_of_an_article_is_read_for_its_sentences(client: Client) -> None:
    make_article("Die Brücke hält.")
    with CaptureQueriesContext(connection) as queries:
        assert "<mark>Brücke</mark>" in asked(client, "brücke", "&among=sentences")
    assert not [q for q in queries if '"kb_articleversion"."text"' in q["sql"]]


def test_a_copy_is_not_kept_while_words_cannot_be_found_yet(client: Client) -> None:
    make_claim("Die Brücke hält.")
    assert "ETag" not in client.get("/de/search/?q=brücke")
    assert "ETag" not in client.get("/feeds/claims.atom?q=brücke")
    catch_up_with_all()
    assert "ETag" in client.get("/de/search/?q=brücke")
    assert "ETag" in client.get("/feeds/claims.atom?q=brücke")


def test_facets_narrow_claims_and_nothing_else(client: Client) -> None:
    make_claim("Die Brücke hält.", tags=["Bau"])
    page = asked(client, "brücke", "&tag=bau")
    assert 'href="/de/search/?q=br%C3%BCcke&amp;among=sentences"' in page
    page = asked(client, "brücke", "&tag=bau&among=sentences")
    assert "tag=" not in page.split('id="results"')[1].split("</main>")[0]
    assert counts(page)[:2] == ["1", str(page.count('class="row-title"'))]


def test_other_things_have_pages_too(client: Client) -> None:
    make_article(" ".join(f"Die Brücke {number} hält." for number in range(60)))
    seen, rest = list[str](), ""
    for _ in range(3):
        page = asked(client, "brücke", f"&among=sentences{rest}")
        seen += re.findall(r"\?s=(\d+)#", page)
        rest = "".join(re.findall(r'class="more" href="[^"]*&amp;(before=\d+)', page))
        rest = f"&{rest}" if rest else ""
    assert sorted(map(int, seen)) == [*range(1, 61)]
    assert rest == ""


def test_an_address_says_no_more_than_is_read(client: Client) -> None:
    page = asked(client, "brücke  " + "x " * 30_000, "&author=" + "y" * 30_000)
    assert len(page) < 100_000
    assert "br%C3%BCcke+x+x" in page


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
