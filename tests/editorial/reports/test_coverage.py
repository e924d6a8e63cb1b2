"""Articles with open sentences: which, how far covered, where to go on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles
from editorial.reports import coverage
from editorial.reports.listing import cut
from kb.models import Article, Stance
from tests import makers

pytestmark = pytest.mark.django_db


def line(article: Article) -> coverage.Line:
    (found,) = coverage.lines(list(coverage.rows(article=article)))
    return found


def close(article: Article, *positions: int) -> None:
    article.refresh_from_db()
    sentences = article.current_version.sentences.filter(position__in=positions)
    articles.judge(sentences=list(sentences), by=makers.editor(), reason="Leer.")


def test_it_says_how_far_an_article_is_covered_and_what_is_open_first() -> None:
    article = makers.make_article()
    sentences = article.current_version.sentences
    close(article, 1, 3)
    makers.make_claim(
        status="draft",
        article=article,
        passages=[
            makers.whole(sentences.get(position=4)),
            makers.whole(sentences.get(position=5), Stance.DISPUTES),
            makers.whole(sentences.get(position=2), Stance.CONTEXT),
        ],
    )
    found = line(article)
    assert found.coverage == article.current_version.sentences.coverage(makers.editor())
    assert (found.coverage.open, found.coverage.total) == (2, 6)
    assert found.first == sentences.get(position=2)  # context does not cover


def test_what_is_covered_whole_or_sealed_is_not_listed() -> None:
    done, sealed, open_one = (makers.make_article() for _ in range(3))
    close(done, 1, 2, 3, 4, 5, 6)
    articles.seal(article=sealed, by=makers.publisher(), reason="Gericht.")
    assert list(coverage.rows()) == [open_one]


def test_a_correction_counts_the_new_wording_and_does_not_begin_the_wait_anew() -> None:
    first, second = makers.make_article(), makers.make_article()
    close(first, 1, 2, 3, 4, 5, 6)
    makers.correct(first, f"{makers.TEXT} Ein Nachtrag.")
    first.refresh_from_db()
    found = line(first)
    assert found.coverage.total == 7
    assert found.first is not None
    assert found.first.text == "Ein Nachtrag."
    assert cut(coverage.rows(), by="pk").rows == [first, second]


def test_begun_is_what_has_a_claim_or_a_judgement() -> None:
    untouched, claimed, judged = (makers.make_article() for _ in range(3))
    makers.make_claim(article=claimed, status="draft")
    close(judged, 1)
    assert set(coverage.rows(state=coverage.BEGUN)) == {claimed, judged}
    assert list(coverage.rows(state=coverage.UNTOUCHED)) == [untouched]


def test_it_sorts_by_the_number_of_open_sentences() -> None:
    most, fewest = makers.make_article(), makers.make_article()
    close(fewest, 1, 2, 3)
    rows = coverage.by_open(coverage.rows())
    assert cut(rows, by="-open_count").rows == [most, fewest]
    assert cut(rows, by="open_count").rows == [fewest, most]
    assert [row.open_count for row in cut(rows, by="open_count").rows] == [3, 6]


def test_more_articles_cost_no_more_queries() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert coverage.lines(cut(coverage.rows(), by="pk").rows)
        return len(queries)

    makers.make_claim()
    few = asked()
    for _ in range(3):
        makers.make_claim()
    assert asked() == few == 4
