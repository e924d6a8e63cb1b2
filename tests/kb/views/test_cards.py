"""A claim inside other pages: oEmbed and the card."""

from typing import Any

import pytest
from django.test import Client

from editorial.actions import articles
from kb.models import Article, Claim
from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def asked(client: Client, address: str, **more: Any) -> Any:
    return client.get("/oembed", {"url": address} | more)


def card(client: Client, claim: Claim, language: str = "de") -> Any:
    return client.get(f"/{language}/claims/{claim.pk}/card/")


def disputed_claim(**fields: Any) -> Claim:
    article = make_article(title="Der Bericht")
    sentences = article.current_version.sentences
    both = [whole(sentences.get(position=4)), whole(sentences.get(position=5), "disputes")]
    return make_claim(article=article, passages=both, **fields)


def test_the_card_shows_the_claim_with_a_sentence_for_and_against(client: Client) -> None:
    claim = disputed_claim(
        text="Die Brücke ist sicher.", speaker=make_actor("Ada Rot"), mode="direct"
    )
    shown = card(client, claim).content.decode()
    assert "Die Brücke ist sicher." in shown
    assert "Ada Rot</a>, dem Artikel zufolge" in shown
    assert "„<mark>Die Brücke sei sicher, sagte die Ministerin.</mark>“" in shown
    assert "„<mark>Der Ingenieur widerspricht ihr.</mark>“" in shown
    assert html.errors(shown) == []


def test_the_card_speaks_both_languages(client: Client) -> None:
    claim = disputed_claim()
    assert "Gestützt" in card(client, claim).content.decode()
    assert "Supported" in card(client, claim, "en").content.decode()


def test_the_card_may_be_framed_and_no_other_page_may(client: Client) -> None:
    claim = make_claim()
    answer = card(client, claim)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in answer
    for address in (claim.get_absolute_url(), f"/de/claims/{claim.pk}/verify/", "/de/"):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


def test_the_card_has_no_script_and_no_cookie_and_leads_out_of_the_frame(client: Client) -> None:
    client.force_login(editor())
    answer = card(client, make_claim())
    shown = answer.content.decode()
    assert "<script" not in shown
    assert shown.count("<a ") == shown.count('target="_blank"') + shown.count("/actors/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_draft_has_no_card_even_at_the_desk(client: Client, status: str) -> None:
    claim = make_claim(status=status)
    client.force_login(editor())
    assert card(client, claim).status_code == 404
    assert asked(client, f"{HOST}/claims/{claim.pk}/").status_code == 404


def test_the_card_of_a_withdrawn_claim_is_gone_with_its_reason(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    for answer in (card(client, claim), asked(client, f"{HOST}/claims/{claim.pk}/")):
        assert answer.status_code == 410
        assert "Die Quelle hat sich korrigiert." in answer.content.decode()


@pytest.mark.parametrize("access", [Article.Access.LINK, Article.Access.SEALED])
def test_the_card_quotes_nothing_that_may_not_be_read(client: Client, access: str) -> None:
    is_link = access == Article.Access.LINK
    article = make_article(access=Article.Access.LINK if is_link else Article.Access.FULL)
    open_article = make_article()
    sentences = [each.current_version.sentences.get(position=4) for each in (article, open_article)]
    claim = make_claim(
        article=article, passages=[whole(sentences[0], "disputes"), whole(sentences[1])]
    )
    if not is_link:
        articles.seal(article=article, by=publisher(), reason="Vertraulich.")
    shown = card(client, claim).content.decode()
    assert shown.count("<blockquote") == 1
    assert "Bestritten" not in shown


def test_oembed_says_how_to_embed_a_claim(client: Client) -> None:
    claim = disputed_claim(
        text="Die <Brücke> ist „sicher“ & gut.", speaker=make_actor("Ada Rot"), mode="direct"
    )
    answer = asked(client, f"{HOST}{claim.get_absolute_url()}", format="json")
    told = answer.json()
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Belegstelle")
    assert (told["title"], told["author_name"]) == (claim.text, "Ada Rot")
    assert told["html"].startswith(f'<iframe src="{HOST}/de/claims/{claim.pk}/card/" width="600"')
    assert 'title="Die &lt;Brücke&gt; ist' in told["html"]
    assert f'width="{told["width"]}" height="{told["height"]}"' in told["html"]


def test_the_page_names_where_to_ask(client: Client) -> None:
    claim = make_claim()
    shown = client.get(claim.get_absolute_url()).content.decode()
    [link] = [line for line in shown.splitlines() if "application/json+oembed" in line]
    address = link.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    told = client.get(address.removeprefix(HOST)).json()
    assert told["title"] == claim.text


@pytest.mark.parametrize(
    "address", ["/en/claims/{}/", "/en/claims/{}/irgendein-wort/", "/en/claims/{}/card/"]
)
def test_any_address_of_the_claim_will_do_in_its_language(client: Client, address: str) -> None:
    claim = make_claim()
    told = asked(client, HOST + address.format(claim.pk)).json()
    assert f"/en/claims/{claim.pk}/card/" in told["html"]


def test_the_permalink_gives_the_card_in_german(client: Client) -> None:
    claim = make_claim()
    answer = client.get(
        "/oembed", {"url": HOST + claim.permalink}, headers={"Accept-Language": "en"}
    )
    assert f"/de/claims/{claim.pk}/card/" in answer.json()["html"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/claims/1/",
        f"{HOST}/de/claims/",
        f"{HOST}/de/claims/999999/",
        f"{HOST}/fr/claims/1/",
        f"{HOST}/de/actors/niemand/",
        f"{HOST}/claims/1/../2/",
        "http://[",
        "javascript:alert(1)",
        "/de/claims/1/",
    ],
)
def test_what_is_no_claim_here_is_not_found(client: Client, address: str) -> None:
    assert asked(client, address).status_code == 404


def test_what_is_not_public_is_told_to_be_so(client: Client) -> None:
    assert asked(client, f"{HOST}/admin/kb/claim/").status_code == 401


def test_only_json_is_given(client: Client) -> None:
    answer = asked(client, f"{HOST}{make_claim().permalink}", format="xml")
    assert answer.status_code == 501


@pytest.mark.parametrize(
    "wrong", [{}, {"url": ""}, {"url": "x", "maxwidth": "breit"}, {"url": "x", "maxheight": "0"}]
)
def test_a_question_that_cannot_be_understood_is_answered_in_one_line(
    client: Client, wrong: dict[str, str]
) -> None:
    answer = client.get("/oembed", wrong)
    assert answer.status_code == 400
    assert answer.content.count(b"\n") == 1


@pytest.mark.parametrize(("most", "width"), [("320", 320), ("9999", 600), ("", 600)])
def test_it_is_no_larger_than_there_is_room(client: Client, most: str, width: int) -> None:
    claim = make_claim()
    told = asked(client, f"{HOST}{claim.permalink}", maxwidth=most, maxheight="150").json()
    assert (told["width"], told["height"]) == (width, 150)


def test_a_copy_is_good_until_something_public_changes(client: Client) -> None:
    claim = make_claim()
    address = f"/oembed?url={HOST}{claim.permalink}"
    first = client.get(address)
    again = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=again).status_code == 304
    make_claim()
    assert client.get(address, headers=again).status_code == 200
