"""What every public page says about itself to networks and search engines."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from kb.models import Claim
from tests import html
from tests.makers import make_actor, make_article, make_claim, make_event

pytestmark = pytest.mark.django_db

PAGES: dict[str, Callable[[Claim], str]] = {
    "home": lambda c: "/",
    "claims": lambda c: "/claims/",
    "claim": lambda c: c.permalink,
    "verify": lambda c: f"/claims/{c.pk}/verify/",
    "actors": lambda c: "/actors/",
    "actor": lambda c: f"/actors/{c.speaker.slug}/",
    "events": lambda c: "/events/",
    "event": lambda c: f"/events/{c.events.get().slug}/",
    "articles": lambda c: "/articles/",
    "article": lambda c: c.article.permalink,
    "version": lambda c: f"{c.article.permalink}v1/",
    "tag": lambda c: f"/tags/{c.tags.get().slug}/",
    "search": lambda c: "/search/?q=tr%C3%A4gt",
    "corrections": lambda c: "/corrections/",
    "contradictions": lambda c: "/contradictions/",
    "about": lambda c: "/about/",
    "privacy": lambda c: "/privacy/",
}


def told(page: str) -> dict[str, str]:
    found = re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page)
    assert len(found) == len(dict(found)), "a property stands twice"
    return dict(found)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_itself_in_open_graph(client: Client, name: str, language: str) -> None:
    claim = make_claim(
        "Sie <hält> & „trägt“.",
        article=make_article(title='Titel "mit" <Zeichen>'),
        speaker=make_actor("Ada Rot", description="Ministerin."),
        mode="direct",
        events=[make_event("Rat <b>", place="Bern")],
        tags=["Bau & Verkehr"],
    )
    address = f"/{language}{PAGES[name](claim)}"
    page = client.get(address).content.decode()
    assert html.errors(page) == []
    title = re.findall(r"<title>(.+) – Belegstelle</title>", page)
    properties = told(page)
    assert [properties["title"]] == title
    assert properties["url"] == f"http://testserver{address.partition('?')[0]}"
    assert properties["locale"] == {"de": "de_DE", "en": "en_GB"}[language]
    assert properties["site_name"] == "Belegstelle"
    assert properties["image"].startswith("http://testserver/static/kb/card")
    kinds = {"claim": "article", "article": "article", "version": "article", "actor": "profile"}
    assert properties["type"] == kinds.get(name, "website")


def test_a_page_is_described_by_what_is_known_of_its_thing(client: Client) -> None:
    speaker = make_actor("Ada Rot", description="Ministerin von Bern.")
    claim = make_claim(speaker=speaker, mode="direct", events=[make_event(place="Bern")])
    for address, description in (
        (f"/de/actors/{speaker.slug}/", "Ministerin von Bern."),
        (f"/de/events/{claim.events.get().slug}/", "Bern"),
    ):
        page = client.get(address).content.decode()
        assert told(page)["description"] == description
        assert f'<meta name="description" content="{description}">' in page
    assert "description" not in told(client.get("/de/actors/").content.decode())


def test_a_claim_whose_quotes_may_not_be_shown_is_described_by_who_says_it(client: Client) -> None:
    claim = make_claim(
        article=make_article(access="link"), speaker=make_actor("Ada Rot"), mode="direct"
    )
    page = client.get(claim.get_absolute_url()).content.decode()
    assert told(page)["description"] == "Ada Rot, dem Artikel zufolge (direkte Rede)"


@pytest.mark.parametrize("language", ["de-CH", "zh-Hant", "la", "rm"])
def test_a_claim_in_any_language_has_all_its_forms(client: Client, language: str) -> None:
    claim = make_claim(article=make_article(language=language))
    for form in ("bib", "csl.json", "jsonld"):
        assert client.get(f"/claims/{claim.pk}.{form}").status_code == 200
    assert client.get(f"/en/claims/{claim.pk}/card/").status_code == 200
