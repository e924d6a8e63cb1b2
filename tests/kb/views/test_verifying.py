"""Recomputing a claim's quotes before the reader's eyes."""

import hashlib

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from editorial.actions.claims import Passage
from kb import triggers
from kb.models import Article, ArticleVersion, Claim, Sentence
from tests import html
from tests.makers import TEXT, correct, editor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

QUOTE = "Die Brücke sei sicher, sagte die Ministerin."


def page(client: Client, claim: Claim, language: str = "en") -> str:
    response = client.get(f"/{language}/claims/{claim.pk}/verify/")
    assert response.status_code == 200
    shown = response.content.decode()
    assert html.errors(shown) == []
    return shown


def sentence(article: Article, position: int = 4) -> Sentence:
    return article.current_version.sentences.get(position=position)


def spoil(model: type, pk: int, **values: str) -> None:
    """Writes what no writer of the product can."""
    triggers.remove(connection)
    model.objects.filter(pk=pk).update(**values)
    triggers.install(connection)


def test_it_shows_hash_and_places_and_that_they_agree(client: Client) -> None:
    article = make_article()
    quoted = Passage(sentence(article), 4, 10)
    shown = page(client, make_claim(article=article, passages=[quoted]))
    start = TEXT.index(QUOTE)
    assert "Everything agrees" in shown
    assert shown.count(hashlib.sha256(TEXT.encode()).hexdigest()) == 2
    assert f"[{start}:{start + len(QUOTE)}]" in shown
    assert f"[{start + 4}:{start + 10}]" in shown
    assert f"„{QUOTE}“" in shown
    assert "„Brücke“" in shown
    assert shown.count(">agrees</strong>") == 3
    assert "does not agree" not in shown


def test_a_text_that_was_changed_does_not_agree(client: Client) -> None:
    article = make_article()
    claim = make_claim(article=article)
    spoil(ArticleVersion, article.current_version.pk, text=TEXT.replace("Montag", "Dienstag"))
    shown = page(client, claim)
    assert "Something does not agree" in shown
    # Two letters more before the sentence: the hash, the sentence and the quote are off.
    assert shown.count(">does not agree</strong>") == 3


def test_a_hash_that_was_changed_does_not_agree(client: Client) -> None:
    article = make_article()
    claim = make_claim(article=article)
    spoil(ArticleVersion, article.current_version.pk, sha256="0" * 64)
    shown = page(client, claim)
    assert shown.count(">does not agree</strong>") == 1
    assert "0" * 64 in shown


def test_a_sentence_that_was_changed_does_not_agree(client: Client) -> None:
    article = make_article()
    claim = make_claim(article=article)
    spoil(Sentence, sentence(article).pk, text=QUOTE.replace("sicher", "marode"))
    assert page(client, claim).count(">does not agree</strong>") == 2


def test_it_says_how_to_do_it_oneself_and_that_works(client: Client) -> None:
    article = make_article("Ein Emoji 🏗 voran.\n\nDie Brücke\r\nhält, sagt der Rat.")
    claim = make_claim(article=article, passages=[whole(sentence(article, 2))])
    shown = page(client, claim)
    [address] = {word for word in shown.split() if word.endswith("/v1.txt")}
    cut = shown.partition("read()[")[2].partition("]")[0]
    answer = client.get(address.removeprefix("http://testserver"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    version = article.current_version
    assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    start, end = map(int, cut.split(":"))
    assert answer.content.decode()[start:end] == sentence(article, 2).text


def test_it_speaks_german(client: Client) -> None:
    assert '<html lang="de">' in page(client, make_claim(), "de")


def test_no_copy_of_it_is_kept(client: Client) -> None:
    answer = client.get(f"/en/claims/{make_claim().pk}/verify/")
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_of_quotes_only_the_cited_sentence_is_shown_and_no_text_given(client: Client) -> None:
    article = make_article(access=Article.Access.QUOTES)
    shown = page(client, make_claim(article=article))
    assert QUOTE in shown
    assert "Gebaut wird" not in shown
    assert "v1.txt" not in shown
    assert article.current_version.sha256 in shown
    assert client.get(f"/articles/{article.pk}/v1.txt").status_code == 403


def test_of_a_link_the_hash_is_shown_and_no_word_or_place(client: Client) -> None:
    article = make_article(access=Article.Access.LINK)
    claim = make_claim(article=article)
    shown = page(client, claim)
    assert "sicher, sagte" not in shown
    assert f"[{TEXT.index(QUOTE)}:" not in shown
    assert article.current_version.sha256 in shown
    assert shown.count(">agrees</strong>") == 2
    assert client.get(f"/articles/{article.pk}/v1.txt").status_code == 403
    spoil(Sentence, sentence(article).pk, text="Geheim gefälscht.")
    shown = page(client, claim)
    assert ">does not agree</strong>" in shown
    assert "Geheim" not in shown


def test_of_a_sealed_article_the_hash_alone_is_left(client: Client) -> None:
    sealed, other = make_article(title="Verschlusssache"), make_article()
    claim = make_claim(article=other, passages=[whole(sentence(sealed)), whole(sentence(other))])
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    shown = page(client, claim)
    assert "An article that was sealed" in shown
    assert "Verschlusssache" not in shown
    assert f"/articles/{sealed.pk}/" not in shown
    assert "Everything agrees" in shown
    assert client.get(f"/articles/{sealed.pk}/v1.txt").status_code == 410


def test_the_quoted_version_is_recomputed_not_the_current_one(client: Client) -> None:
    article = make_article()
    claim, old = make_claim(article=article), article.current_version
    correct(article, TEXT.replace("sagte", "sagte dort"))
    shown = page(client, claim)
    assert "Version 1 of" in shown
    assert old.sha256 in shown
    assert "Everything agrees" in shown


def test_a_draft_is_not_found_but_shown_at_the_desk(client: Client) -> None:
    claim = make_claim(status="draft")
    assert client.get(f"/en/claims/{claim.pk}/verify/").status_code == 404
    client.force_login(editor())
    assert "Everything agrees" in page(client, claim)


def test_of_a_withdrawn_claim_the_reason_is_told(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    answer = client.get(f"/de/claims/{claim.pk}/verify/")
    assert answer.status_code == 410
    assert "Die Quelle hat sich korrigiert." in answer.content.decode()


def test_a_version_that_is_not_there_is_not_found(client: Client) -> None:
    article = make_article()
    assert client.get(f"/articles/{article.pk}/v2.txt").status_code == 404
    assert client.get("/articles/999999/v1.txt").status_code == 404


def test_a_claim_that_reads_verify_keeps_its_page(client: Client) -> None:
    claim = make_claim("Verify!")
    shown = client.get(claim.permalink, headers={"Accept-Language": "en"}, follow=True)
    assert shown.status_code == 200
    assert "<h1" in shown.content.decode()
    assert "Cite this" in shown.content.decode()


def test_more_passages_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def claim(count: int) -> Claim:
        return make_claim(passages=[whole(sentence(make_article())) for _ in range(count)])

    few, many = claim(1), claim(11)
    with django_assert_max_num_queries(6) as cost:
        page(client, few)
    with django_assert_max_num_queries(len(cost)):
        page(client, many)
