"""Pages and claims as JSON-LD in the words of schema.org."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from editorial.actions import articles, events, labels
from editorial.actions.claims import Passage
from kb.exports.schemaorg import inline
from kb.models import Actor, Article, Claim, Outlet
from tests.kb.exports.reading import blocks, wrong
from tests.kb.views.test_meta import PAGES
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


def document(client: Client, claim: Claim) -> Any:
    response = client.get(f"/claims/{claim.pk}.jsonld")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    return response.json()


def node(content: Any, kind: str) -> Any:
    kinds = [(each["@type"], each) for each in content["@graph"]]
    [found] = [each for named, each in kinds if named == kind or kind in named[:1]]
    return found


def rich_claim() -> Claim:
    """A claim with something of everything that JSON-LD can say of it."""
    author = make_actor("Karl Kern", wikidata_id="Q42")
    outlet = Outlet.objects.create(name="Zeitung", url="https://example.org/")
    article = make_article(
        title="Titel </script><!-- & „mehr“",
        author=author,
        outlet=outlet,
        url="https://example.org/a",
        license="CC BY 4.0",
        kind=Article.Kind.COMMENTARY,
    )
    sentences = article.current_version.sentences
    both = [whole(sentences.get(position=4)), whole(sentences.get(position=5), "disputes")]
    linked = make_article(access=Article.Access.LINK, title="Nur ein Verweis")
    both.append(whole(linked.current_version.sentences.get(position=1)))
    claim = make_claim(
        "Die Brücke </script><script>alert(1)</script> ist sicher.",
        article=article,
        passages=both,
        speaker=make_actor("Räte", kind=Actor.Kind.GROUP),
        mode="indirect",
        about=[make_actor("Bern", kind=Actor.Kind.STATE), make_actor()],
        events=[make_event(place="Bern", end="2025-12-02")],
        tags=["Verkehr", "Bau"],
    )
    other = make_claim(kind=Claim.Kind.REPORT)
    judging = make_claim("Das ist falsch.", speaker=make_actor("Eva Blau"), mode="direct")
    labels.relate(subject=claim, object=other, kind="contradicts", by=editor())
    labels.relate(subject=judging, object=claim, kind="qualifies", by=editor())
    return claim


def test_a_processor_loses_nothing_of_a_claim(client: Client, shared_data: Path) -> None:
    content = document(client, rich_claim())
    assert len(content["@graph"]) == 4
    assert wrong(content, shared_data) == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("noun", ["claim", "article", "actor", "event"])
def test_a_processor_loses_nothing_of_what_stands_in_a_page(
    client: Client, shared_data: Path, noun: str, language: str
) -> None:
    claim = rich_claim()
    event, host, away = claim.events.get(), make_actor(), make_actor("Zoe Weg")
    events.take_part(event=event, actor=host, role="host", by=editor())
    events.take_part(event=event, actor=claim.speaker, role="speaker", by=editor())
    events.take_part(event=event, actor=away, role="absent", by=editor())
    things = {"claim": claim, "article": claim.article, "actor": claim.article.author}
    thing: Any = things.get(noun, event)
    address = thing.get_absolute_url().replace("/de/", f"/{language}/")
    page = client.get(address).content.decode()
    [content] = blocks(page)
    assert wrong(content, shared_data) == []
    kinds = {"claim": "Claim", "article": "NewsArticle", "actor": "Person", "event": "Event"}
    assert node(content, kinds[noun])
    assert "Zoe Weg" not in json.dumps(content)
    assert [step["position"] for step in node(content, "BreadcrumbList")["itemListElement"]]


def test_the_reader_of_json_ld_sees_what_is_lost(shared_data: Path) -> None:
    content = {"@context": "https://schema.org", "@graph": [{"@type": "Claim", "wording": "x"}]}
    assert wrong(content, shared_data) == ["Claim > wording is lost or unknown"]
    content["@graph"] = [{"@type": "Klaim", "text": "x"}]
    assert wrong(content, shared_data) == [
        "Klaim > @type: 'Klaim' became ['http://schema.org/Klaim']"
    ]


def test_a_claim_appears_in_its_articles_with_their_quotes(client: Client) -> None:
    claim = rich_claim()
    told = node(document(client, claim), "Claim")
    assert told["@id"] == f"http://testserver/claims/{claim.pk}/"
    assert told["url"] == f"http://testserver{claim.permalink}"
    assert told["author"]["name"] == "Räte"
    assert told["keywords"] == ["Bau", "Verkehr"]
    appearance, named = told["appearance"]
    version = claim.article.current_version
    assert appearance["url"] == "https://example.org/a"
    assert appearance["identifier"]["value"] == version.sha256
    [quote] = appearance["hasPart"]
    assert quote["text"] == "Die Brücke sei sicher, sagte die Ministerin."
    assert quote["url"] == f"http://testserver{claim.article.permalink}v1/#s4"
    assert named["headline"] == "Nur ein Verweis"
    assert "hasPart" not in named
    [against] = told["subjectOf"]
    assert against["hasPart"][0]["text"] == "Der Ingenieur widerspricht ihr."


def test_an_assessment_of_anothers_claim_is_a_review_of_it(client: Client) -> None:
    claim, judge = make_claim(kind=Claim.Kind.REPORT), make_actor("Eva Blau")
    judging = make_claim("Das ist falsch.", speaker=judge, mode="direct")
    labels.relate(subject=judging, object=claim, kind="contradicts", by=editor())
    for shown in (claim, judging):
        review = node(document(client, shown), "ClaimReview")
        assert review["author"]["name"] == "Eva Blau"
        assert review["claimReviewed"] == claim.text
        assert review["itemReviewed"]["@id"] == f"http://testserver/claims/{claim.pk}/"
        assert review["url"] == f"http://testserver{judging.permalink}"
        assert review["reviewBody"] == "Das ist falsch."
        assert review["reviewRating"] == {"@type": "Rating", "alternateName": "widerspricht"}


@pytest.mark.parametrize(
    ("kind", "relation", "is_same"),
    [
        ("report", "contradicts", False),
        ("assessment", "restates", False),
        ("assessment", "supports", True),
    ],
)
def test_nothing_else_is_a_review(client: Client, kind: str, relation: str, is_same: bool) -> None:
    speaker = make_actor()
    claim = make_claim(speaker=speaker, mode="direct", kind=Claim.Kind.PROMISE)
    by = speaker if is_same else make_actor()
    other = make_claim(speaker=by, mode="direct", kind=kind)
    labels.relate(subject=other, object=claim, kind=relation, by=editor())
    assert "ClaimReview" not in json.dumps(document(client, claim))


def test_a_draft_reviews_nothing_in_public(client: Client) -> None:
    claim = make_claim(kind=Claim.Kind.REPORT)
    draft = make_claim("Geheim.", status="draft", speaker=make_actor(), mode="direct")
    labels.relate(subject=draft, object=claim, kind="contradicts", by=editor())
    client.force_login(editor())
    assert "Geheim" not in json.dumps(document(client, claim))


def test_quotes_alone_are_told_of_an_article_with_quotes(client: Client) -> None:
    article = make_article(access=Article.Access.QUOTES)
    quoted = Passage(article.current_version.sentences.get(position=4), 4, 10)
    [appearance] = node(document(client, make_claim(article=article, passages=[quoted])), "Claim")[
        "appearance"
    ]
    assert [part["text"] for part in appearance["hasPart"]] == ["Brücke"]
    assert "isAccessibleForFree" not in appearance


def test_of_a_sealed_article_nothing_is_told(client: Client) -> None:
    sealed = make_article(title="Verschlusssache", published_on="1999-12-31")
    source = make_article(access=Article.Access.LINK)
    claim = make_claim(
        article=sealed, passages=[whole(source.current_version.sentences.get(position=4))]
    )
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    told = json.dumps(document(client, claim))
    assert "Verschlusssache" not in told
    assert "1999" not in told


def test_no_text_ends_the_data_block() -> None:
    block = inline({"text": "</script><!-- <b> & ]]>"})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == {"text": "</script><!-- <b> & ]]>"}


def test_every_page_says_what_it_is(client: Client, shared_data: Path) -> None:
    claim = make_claim(
        "Sie <hält> & „trägt“.", events=[make_event("Rat <b>")], tags=["Bau & Verkehr"]
    )
    kinds = {}
    for name, path in PAGES.items():
        [told] = blocks(client.get(f"/de{path(claim)}").content.decode())
        assert wrong(told, shared_data) == [], name
        kinds[name] = told["@graph"][0]["@type"]
    assert (kinds["home"], kinds["about"], kinds["privacy"]) == ("WebSite", "AboutPage", "WebPage")
    assert (kinds["search"], kinds["tag"]) == ("SearchResultsPage", "CollectionPage")
