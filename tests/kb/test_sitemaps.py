"""What search engines are told of: valid, bounded, in both languages, and nothing that is hidden."""

from datetime import timedelta
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.timezone import localdate
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, claims
from kb.models import Claim, Outlet
from kb.sitemaps import SIZE
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
)

pytestmark = pytest.mark.django_db

RULES = etree.RelaxNG(etree.parse(Path(__file__).parent / "sitemap.rng"))
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
SECTIONS = ("claims", "actors", "events", "articles", "tags")
HOST = "http://testserver"


def checked(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    RULES.assertValid(root)
    return root


def found(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in root.xpath(path, namespaces=NAMES)]


def paths(root: etree._Element) -> list[str]:
    return [urlsplit(address).path for address in found(root, "//s:loc/text()")]


@pytest.fixture(autouse=True)
def _one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ids earlier tests used up: PostgreSQL does not give them back."""
    monkeypatch.setattr("kb.sitemaps.SIZE", 10**9)


@pytest.fixture
def claim() -> Claim:
    return make_claim(
        "Die Brücke hält.",
        article=make_article(title="Rat tagt", published_on=localdate()),
        about=[make_actor("Ada Rot")],
        events=[make_event("Ratssitzung im Mai")],
        tags=["Brücken"],
    )


def pages(claim: Claim) -> dict[str, str]:
    return {
        "claims": claim.permalink,
        "actors": "/actors/ada-rot/",
        "events": "/events/ratssitzung-im-mai/",
        "articles": claim.article.permalink,
        "tags": "/tags/bruecken/",
    }


def test_the_index_names_files_that_are_there_and_valid(client: Client, claim: Claim) -> None:
    named = paths(checked(client, "/sitemap.xml"))
    files = [f"/sitemap-{name}-1.xml" for name in ("pages", *SECTIONS)]
    assert named == [*files, "/sitemap-news.xml"]
    for path in named:
        checked(client, path)


def test_an_empty_base_has_a_valid_index_too(client: Client) -> None:
    assert paths(checked(client, "/sitemap.xml")) == ["/sitemap-pages-1.xml"]
    checked(client, "/sitemap-pages-1.xml")


def test_every_page_stands_there_in_both_languages_with_the_others(
    client: Client, claim: Claim
) -> None:
    for section, path in pages(claim).items():
        root = checked(client, f"/sitemap-{section}-1.xml")
        assert paths(root) == [f"/de{path}", f"/en{path}"], section
        others = {
            each.get("hreflang"): each.get("href") for each in root[0].iterfind("x:link", NAMES)
        }
        assert others == {
            "de": f"{HOST}/de{path}",
            "en": f"{HOST}/en{path}",
            "x-default": f"{HOST}{path}",
        }
        assert found(root[0], "x:link/@href") == found(root[1], "x:link/@href")


def test_every_address_answers(client: Client, claim: Claim) -> None:
    for section in ("pages", *SECTIONS):
        root = checked(client, f"/sitemap-{section}-1.xml")
        addresses = {*paths(root), *(urlsplit(a).path for a in found(root, "//x:link/@href"))}
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == (200 if address[:4] in ("/de/", "/en/") else 302), address


def test_it_says_when_a_page_last_changed(client: Client, claim: Claim) -> None:
    claims.correct(
        claim=claim, by=publisher(), writer=editor(), reason="Verschrieben.", text="Sie hielt."
    )
    at = claim.decisions.latest("pk").at
    for section in SECTIONS:
        times = set(found(checked(client, f"/sitemap-{section}-1.xml"), "//s:lastmod/text()"))
        assert times == {f"{at:%Y-%m-%dT%H:%M:%SZ}"}, section


def test_a_new_version_changes_the_page_of_its_article(client: Client) -> None:
    article = make_article()
    version = correct(article, "Ein ganz anderer Text.")
    times = set(found(checked(client, "/sitemap-articles-1.xml"), "//s:lastmod/text()"))
    assert times == {f"{version.created_at:%Y-%m-%dT%H:%M:%SZ}"}


def test_what_is_hidden_is_not_told_even_to_the_desk(client: Client, claim: Claim) -> None:
    client.force_login(editor())
    files = [f"/sitemap-{name}-1.xml" for name in SECTIONS]
    before = [client.get(path).content for path in ["/sitemap.xml", *files]]
    hidden = make_article(title="Geheim", published_on=localdate())
    named = {"tags": ["Geheim"], "about": [make_actor("Rätin")], "events": [make_event()]}
    make_claim("Geheimer Entwurf.", article=hidden, status="draft", **named)
    make_claim("Geheim geworden.", article=hidden, status="withdrawn", **named)
    articles.seal(article=hidden, by=publisher(), reason="Auf Verlangen.")
    assert [client.get(path).content for path in ["/sitemap.xml", *files]] == before
    assert found(checked(client, "/sitemap-news.xml"), "//n:title/text()") == ["Rat tagt"]


def test_what_was_merged_has_one_page(client: Client) -> None:
    gone, into = make_actor("Ada Alt"), make_actor("Ada Neu")
    make_claim(about=[gone, into])
    merge(gone, into)
    assert paths(checked(client, "/sitemap-actors-1.xml")) == [
        "/de/actors/ada-neu/",
        "/en/actors/ada-neu/",
    ]


def test_unnamed_authors_are_not_listed(client: Client, claim: Claim) -> None:
    assert not claim.speaker.listed
    assert len(paths(checked(client, "/sitemap-actors-1.xml"))) == 2


def test_a_file_holds_a_range_of_ids(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.sitemaps.SIZE", 2)
    article = make_article()
    made = [make_claim(article=article) for _ in range(5)]
    named = [path for path in paths(checked(client, "/sitemap.xml")) if "claims" in path]
    told = [paths(checked(client, path)) for path in named]
    assert max(len(each) for each in told) <= 4
    assert sorted(chain.from_iterable(told)) == sorted(
        f"/{code}{claim.permalink}" for claim in made for code in ("de", "en")
    )


def test_a_file_stays_within_what_the_protocol_allows() -> None:
    assert SIZE * 2 <= 50_000


@pytest.mark.parametrize("name", ["claims-0", "claims-2", f"claims-{'9' * 30}", "pages-2", "x-1"])
def test_a_file_that_is_not_there_is_not_found(client: Client, claim: Claim, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_the_news_are_those_of_today_and_yesterday(client: Client) -> None:
    today = localdate()
    outlet = Outlet.objects.create(name="Der Bote & Sohn")
    for days, title in enumerate(["Heute", "Gestern", "Vorgestern"]):
        make_article(title=title, published_on=today - timedelta(days=days), outlet=outlet)
    make_article(title="Morgen", published_on=today + timedelta(days=1))
    make_article(title="Ohne Tag", published_on=None)
    root = checked(client, "/sitemap-news.xml")
    assert found(root, "//n:title/text()") == ["Heute", "Gestern"]
    assert found(root, "//n:publication_date/text()") == [
        today.isoformat(),
        (today - timedelta(days=1)).isoformat(),
    ]
    assert set(found(root, "//n:name/text()")) == {"Der Bote & Sohn"}


def test_news_are_told_only_where_something_can_be_read(client: Client) -> None:
    for access in ("full", "quotes", "link"):
        make_article(title=access, access=access, published_on=localdate())
    sealed = make_article(title="sealed", published_on=localdate())
    articles.seal(article=sealed, by=publisher(), reason="Auf Verlangen.")
    titles = found(checked(client, "/sitemap-news.xml"), "//n:title/text()")
    assert sorted(titles) == ["full", "quotes"]


@pytest.mark.parametrize(
    ("language", "told", "page"),
    [
        ("de-CH", "de", "de"),
        ("en", "en", "en"),
        ("zh-TW", "zh-tw", "de"),
        ("zh", "zh", "de"),
        ("deutsch", "und", "de"),
    ],
)
def test_news_have_their_language_as_google_names_it(
    client: Client, language: str, told: str, page: str
) -> None:
    article = make_article(language=language, published_on=localdate())
    root = checked(client, "/sitemap-news.xml")
    assert found(root, "//n:language/text()") == [told]
    assert paths(root) == [f"/{page}{article.permalink}"]


def test_without_news_the_file_is_empty_and_not_in_the_index(client: Client) -> None:
    make_article(published_on="2001-01-01")
    answer = client.get("/sitemap-news.xml")
    assert answer.status_code == 200
    assert len(etree.fromstring(answer.content)) == 0
    assert "/sitemap-news.xml" not in paths(checked(client, "/sitemap.xml"))


def test_what_xml_cannot_hold_is_marked(client: Client) -> None:
    make_article(title="Ti\x02tel <&>", published_on=localdate())
    root = checked(client, "/sitemap-news.xml")
    assert found(root, "//n:title/text()") == ["Ti\ufffdtel <&>"]


def test_robots_are_told_where_the_list_is_and_what_to_leave(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", f"Sitemap: {HOST}/sitemap.xml"]


def test_a_copy_stays_good_until_something_public_changes(client: Client, claim: Claim) -> None:
    for address in ("/sitemap.xml", "/sitemap-claims-1.xml", "/sitemap-news.xml"):
        first = client.get(address)
        assert first["Cache-Control"] == "no-cache"
        assert not first.cookies
        again = {"If-None-Match": first["ETag"]}
        assert client.get(address, headers=again).status_code == 304
        make_claim()
        assert client.get(address, headers=again).status_code == 200


@pytest.mark.parametrize(
    "address", ["/sitemap.xml", "/sitemap-claims-1.xml", "/sitemap-news.xml", "/robots.txt"]
)
def test_it_is_read_only(client: Client, claim: Claim, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_more_pages_cost_no_more_queries(
    client: Client, claim: Claim, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    files = ["/sitemap.xml", *(f"/sitemap-{name}-1.xml" for name in SECTIONS), "/sitemap-news.xml"]
    counts = {}
    for path in files:
        with django_assert_max_num_queries(8) as few:
            checked(client, path)
        counts[path] = len(few)
    for number in range(10):
        make_claim(
            article=make_article(published_on=localdate()),
            about=[make_actor()],
            events=[make_event()],
            tags=[f"Tag {number}"],
        )
    for path in files:
        with django_assert_max_num_queries(counts[path]):
            checked(client, path)
