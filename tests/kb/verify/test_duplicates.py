"""verify recomputes fingerprints, links and origins from the texts."""

import pytest
from django.db.models import F

from editorial.actions import articles
from kb.models import Article, Fingerprint, NearDuplicate
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

OTHER = "Ein ganz anderer Text, der mit dem ersten kaum ein Wort gemein hat."


@pytest.fixture
def three() -> list[Article]:
    """Two with the same text and one with another."""
    return [makers.make_article(), makers.make_article(), makers.make_article(OTHER)]


def found() -> list[str]:
    return [str(finding) for finding in verify()]


def test_what_the_product_made_verifies(three: list[Article]) -> None:
    makers.correct(three[2], makers.TEXT + " Nachtrag.")
    assert NearDuplicate.objects.count() == 3
    articles.seal(article=three[0], by=makers.publisher(), reason="Verfügung")
    assert found() == []


def test_a_fingerprint_that_is_missing(three: list[Article]) -> None:
    Fingerprint.objects.filter(article=three[2]).delete()
    assert found() == [f"duplicates: article {three[2].pk}: has no fingerprint"]


@pytest.mark.parametrize("band", Fingerprint.BANDS)
def test_a_fingerprint_that_is_not_that_of_the_text(three: list[Article], band: str) -> None:
    Fingerprint.objects.filter(article=three[2]).update(**{band: 7})
    text = "its fingerprint is not that of its text"
    assert found() == [f"duplicates: article {three[2].pk}: {text}"]


def test_a_fingerprint_of_no_text() -> None:
    empty = Article(title="Leer", language="de")
    empty.save()
    bands = dict.fromkeys(Fingerprint.BANDS, 1)
    Fingerprint.objects.create(article=empty, origin=empty.pk, **bands)
    assert found() == [f"duplicates: article {empty.pk}: has a fingerprint, but no text"]


def test_a_likeness_that_the_texts_do_not_have(three: list[Article]) -> None:
    NearDuplicate.objects.update(likeness=0.75)
    pair = f"articles {three[0].pk} and {three[1].pk}"
    assert found() == [f"duplicates: {pair}: their likeness is 1.0, not 0.75"]


def test_a_link_between_texts_that_differ(three: list[Article]) -> None:
    one, _, other = three
    NearDuplicate.objects.create(article=one, other=other, likeness=0)
    pair = f"duplicates: articles {one.pk} and {other.pk}"
    assert f"{pair}: are linked, but not nearly the same" in found()
    assert f"{pair}: are linked, but of two origins" in found()


def test_an_origin_that_no_link_bears_out(three: list[Article]) -> None:
    one, _, other = three
    Fingerprint.objects.filter(article=other).update(origin=one.pk)
    place = f"duplicates: article {other.pk}"
    assert found() == [f"{place}: its origin is {other.pk}, not {one.pk}"]


def test_linked_articles_of_two_origins(three: list[Article]) -> None:
    Fingerprint.objects.update(origin=F("article"))
    pair = f"articles {three[0].pk} and {three[1].pk}"
    assert found()[0] == f"duplicates: {pair}: are linked, but of two origins"


def test_an_origin_that_is_not_the_smallest(three: list[Article]) -> None:
    one, other, _ = three
    Fingerprint.objects.filter(article__in=(one, other)).update(origin=other.pk)
    assert found() == [
        f"duplicates: article {each.pk}: its origin is {one.pk}, not {other.pk}"
        for each in (one, other)
    ]
