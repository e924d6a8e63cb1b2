"""Claims for programs that manage references."""

import re
from datetime import date

import pytest
from django.test import Client

from editorial.actions import articles
from kb.exports.citations import bibtex
from kb.models import Article, Claim, Outlet
from tests.makers import editor, make_actor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

# Of CSL 1.0.2: the names that items here may use.
VARIABLES = set(
    "id type title author container-title issued version URL language note publisher".split()
)
TYPES = {"entry", "article-newspaper", "interview", "speech", "document"}


def csl(client: Client, claim: Claim):
    response = client.get(f"/claims/{claim.pk}.csl.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert response["Content-Disposition"] == (
        f'attachment; filename="belegstelle-{claim.pk}.csl.json"'
    )
    return response.json()


def bib(client: Client, claim: Claim) -> str:
    response = client.get(f"/claims/{claim.pk}.bib")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    return response.content.decode()


def commentary(**fields) -> Article:
    known = {
        "title": "Rot & Grün: 100 % {Klammer",
        "author": make_actor("Karl Kern"),
        "outlet": Outlet.objects.create(name="Zeitung_am Morgen"),
        "url": "https://example.org/a_b?c={d}&e=%20",
        "kind": Article.Kind.COMMENTARY,
    }
    return make_article(**known | fields)


def test_the_claim_comes_first_and_then_the_versions_it_is_quoted_from(client: Client) -> None:
    article = commentary()
    claim = make_claim(
        "Die Brücke ist sicher.", article=article, speaker=make_actor("Ada O'Rot"), mode="direct"
    )
    cited, source = csl(client, claim)
    assert cited["title"] == "Die Brücke ist sicher."
    assert cited["URL"] == f"http://testserver{claim.permalink}"
    assert cited["note"] == "Ada O'Rot, dem Artikel zufolge (direkte Rede)"
    assert cited["version"] == "1"
    today = date.today()
    assert cited["issued"] == {"date-parts": [[today.year, today.month, today.day]]}
    assert source["id"] == f"belegstelle-article-{article.pk}-v1"
    assert source["title"] == "Rot & Grün: 100 % {Klammer"
    assert source["author"] == [{"literal": "Karl Kern"}]
    assert source["container-title"] == "Zeitung_am Morgen"
    assert source["issued"] == {"date-parts": [[2025, 12, 3]]}
    assert source["note"] == f"SHA-256 {article.current_version.sha256}"
    for item in (cited, source):
        assert set(item) <= VARIABLES
        assert item["type"] in TYPES


def test_bibtex_says_the_same_and_stays_in_one_piece(client: Client) -> None:
    claim = make_claim("Ein $ und ein \\ und ~ und ^ und # und _.", article=commentary())
    text = bib(client, claim)
    assert f"@misc{{belegstelle-claim-{claim.pk},\n" in text
    assert r"title = {{Ein \$ und ein \textbackslash{} und \textasciitilde{} und " in text
    assert r"title = {{Rot \& Grün: 100 \% \textbraceleft{}Klammer}}" in text
    assert "@article{belegstelle-article-" in text
    assert r"journal = {Zeitung\_am Morgen}" in text
    assert "month = dec" in text
    assert "url = {https://example.org/a_b?c=%7Bd%7D&e=%20}" in text
    for entry in text.split("\n\n"):
        assert entry.count("{") == entry.count("}")
    assert len(re.findall(r"^@", text, re.MULTILINE)) == 2


def test_every_part_of_an_item_is_optional_but_what_names_it() -> None:
    assert bibtex([{"id": "a", "type": "document", "URL": "https://example.org/"}]) == (
        "@misc{a,\n  url = {https://example.org/},\n}\n"
    )


def test_an_article_that_is_only_named_has_no_version(client: Client) -> None:
    article = commentary(access=Article.Access.LINK)
    _, source = csl(client, make_claim(article=article))
    assert source["id"] == f"belegstelle-article-{article.pk}"
    assert "note" not in source


def test_an_author_whom_nobody_names_is_left_out(client: Client) -> None:
    article = make_article()
    claim = make_claim(article=article)
    _, source = csl(client, claim)
    assert not claim.speaker.listed
    assert "author" not in source


def test_a_sealed_article_is_not_named(client: Client) -> None:
    sealed, other = make_article(title="Verschlusssache"), make_article()
    both = [whole(each.current_version.sentences.get(position=4)) for each in (sealed, other)]
    claim = make_claim(article=other, passages=both)
    assert "Verschlusssache" in bib(client, claim)
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    assert "Verschlusssache" not in bib(client, claim)


@pytest.mark.parametrize("form", ["bib", "csl.json", "jsonld"])
def test_machine_forms_answer_as_the_page_does_to_anybody(client: Client, form: str) -> None:
    draft, gone = make_claim(status="draft"), make_claim(status="withdrawn")
    client.force_login(editor())
    assert client.get(f"/claims/{draft.pk}.{form}").status_code == 404
    answer = client.get(f"/claims/{gone.pk}.{form}")
    assert answer.status_code == 410
    assert "Die Quelle hat sich korrigiert." in answer.content.decode()
    assert client.post(f"/claims/{gone.pk}.{form}").status_code == 405


@pytest.mark.parametrize("form", ["bib", "csl.json", "jsonld"])
def test_a_copy_is_good_until_something_public_changes(client: Client, form: str) -> None:
    address = f"/claims/{make_claim().pk}.{form}"
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    again = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=again).status_code == 304
    make_claim()
    assert client.get(address, headers=again).status_code == 200


@pytest.mark.parametrize("form", ["bib", "csl.json", "jsonld"])
def test_it_is_the_same_whatever_language_is_asked_for(client: Client, form: str) -> None:
    address = f"/claims/{make_claim().pk}.{form}"
    answers = [client.get(address, headers={"Accept-Language": each}) for each in ("de", "en")]
    assert answers[0].content == answers[1].content
