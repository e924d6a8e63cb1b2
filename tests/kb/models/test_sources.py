"""How many articles support a claim, and as how many independent sources they count."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from editorial.actions import articles
from kb.models import Article, Claim
from tests.makers import editor, make_article, make_claim, publisher, reader, whole

pytestmark = pytest.mark.django_db

OTHER = "Der Bericht ist da. Er ist lang.\n\nEr sagt nichts.\n\nDie Brücke hält. So steht es dort."


def supports(*made: Article, stance: str = "supports"):
    return [whole(a.current_version.sentences.get(position=4), stance) for a in made]


def counts(claim: Claim, user: User | AnonymousUser) -> tuple[int, int]:
    found = Claim.objects.with_sources(user).get(pk=claim.pk)
    return found.article_count, found.source_count


def test_near_duplicates_are_one_source() -> None:
    copies = [make_article() for _ in range(5)]
    claim = make_claim(passages=supports(*copies))
    assert counts(claim, reader()) == (5, 1)


def test_different_texts_are_sources_of_their_own() -> None:
    claim = make_claim(passages=supports(make_article(), make_article(), make_article(OTHER)))
    assert counts(claim, reader()) == (3, 2)


def test_two_passages_of_one_article_are_one_article() -> None:
    article = make_article()
    sentences = article.current_version.sentences
    both = [whole(sentences.get(position=4)), whole(sentences.get(position=5))]
    assert counts(make_claim(article=article, passages=both), reader()) == (1, 1)


def test_what_disputes_is_no_source() -> None:
    other = make_article(OTHER)
    passages = [*supports(make_article()), *supports(other, stance="disputes")]
    assert counts(make_claim(passages=passages), reader()) == (1, 1)


def test_what_the_reader_may_not_read_does_not_count() -> None:
    shown, hidden = make_article(), make_article(OTHER, access=Article.Access.LINK)
    claim = make_claim(passages=supports(shown, hidden))
    assert counts(claim, reader()) == (1, 1)
    assert counts(claim, editor()) == (2, 2)


def test_a_sealed_article_counts_for_nobody() -> None:
    shown, sealed = make_article(), make_article(OTHER)
    claim = make_claim(passages=supports(shown, sealed))
    articles.seal(article=sealed, by=publisher(), reason="Verfügung")
    assert counts(claim, reader()) == counts(claim, editor()) == (1, 1)


def test_that_two_are_one_source_never_tells_of_a_sealed_third() -> None:
    words = [f"Wort{number}" for number in range(130)]
    left, bridge, right = (
        make_article(" ".join(words[start : start + 90])) for start in (0, 20, 40)
    )
    [first] = left.current_version.sentences.all()
    [second] = right.current_version.sentences.all()
    claim = make_claim(article=left, passages=[whole(first), whole(second)])
    assert counts(claim, reader()) == (2, 1)
    articles.seal(article=bridge, by=publisher(), reason="Verfügung")
    assert counts(claim, reader()) == (2, 2)


def test_of_a_draft_the_public_learns_nothing() -> None:
    claim = make_claim(status="draft", passages=supports(make_article(), make_article()))
    assert counts(claim, reader()) == (0, 0)
    assert counts(claim, editor()) == (2, 1)
