"""Two people at once: whoever comes second is refused, and the rules still hold."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from editorial.actions import articles, claims
from kb.errors import explained
from kb.models import ArticleVersion, Claim, Evidence, NoClaim, Sentence, sha256
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db(transaction=True)

Step = Callable[[], object]


def race(first: Step, second: Step) -> list[str]:
    """Runs `first`, and before it commits starts `second`. What each was refused, if it was."""
    refused = ["", ""]

    def run(number: int, step: Step, meanwhile: Step) -> None:
        try:
            with explained(), transaction.atomic():
                step()
                meanwhile()
        except (ValidationError, DatabaseError) as refusal:
            refused[number] = str(getattr(refusal, "code", "")) or str(refusal)
        finally:
            if number == 1:
                connection.close()

    other = Thread(target=run, args=(1, second, lambda: None))

    def start_other_and_wait_until_it_waits() -> None:
        other.start()
        while other.is_alive() and not _somebody_waits():
            other.join(timeout=0.05)
            if connection.vendor == "sqlite":
                return  # it cannot do anything before we commit

    run(0, first, start_other_and_wait_until_it_waits)
    other.join()
    return refused


def _somebody_waits() -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_a_claim_is_published_while_its_only_support_is_taken_away() -> None:
    claim = makers.make_claim(status="in_review")
    evidence, publisher = claim.evidence.get(), makers.publisher()
    refused = race(
        lambda: claims.publish(claim=fresh(claim), by=publisher),
        lambda: Evidence.objects.get(pk=evidence.pk).delete(),
    )
    assert refused[0] == ""
    assert refused[1] == "evidence-kept"
    assert list(verify()) == []


def test_a_support_is_taken_away_while_its_claim_is_published() -> None:
    claim = makers.make_claim(status="in_review")
    evidence, publisher = claim.evidence.get(), makers.publisher()
    refused = race(
        lambda: Evidence.objects.get(pk=evidence.pk).delete(),
        lambda: claims.publish(claim=fresh(claim), by=publisher),
    )
    assert refused[0] == ""
    assert refused[1] == "support"
    assert list(verify()) == []


def test_an_article_is_sealed_while_a_claim_on_it_is_published() -> None:
    claim = makers.make_claim(status="in_review")
    publisher = makers.publisher()
    refused = race(
        lambda: claims.publish(claim=fresh(claim), by=publisher),
        lambda: articles.seal(article=claim.article, by=publisher, reason="Verfügung"),
    )
    assert refused[0] == ""
    status = fresh(claim).status
    assert status == ("published" if refused[1] else "withdrawn")
    assert list(verify()) == []


def test_a_claim_is_published_while_its_article_is_sealed() -> None:
    claim = makers.make_claim(status="in_review")
    publisher = makers.publisher()
    refused = race(
        lambda: articles.seal(article=claim.article, by=publisher, reason="Verfügung"),
        lambda: claims.publish(claim=fresh(claim), by=publisher),
    )
    assert refused[0] == ""
    assert refused[1] == "support"
    assert list(verify()) == []


def test_a_sentence_is_judged_empty_while_a_claim_is_put_on_it() -> None:
    claim = makers.make_claim(status="draft")
    sentence = claim.article.current_version.sentences.get(position=1)
    editor = makers.editor()
    refused = race(
        lambda: articles.judge(sentences=[sentence], by=editor, reason="Termin"),
        lambda: Evidence.objects.create(
            claim=claim, sentence=sentence, start=0, end=5, stance="supports"
        ),
    )
    assert refused[0] == ""
    assert refused[1] == "no-claim"
    assert NoClaim.objects.count() == 1
    assert list(verify()) == []


def test_two_add_sentences_to_one_version() -> None:
    article = makers.make_article()
    text = "Eins zwei. Drei vier."
    version = ArticleVersion.objects.create(
        article=article, number=2, text=text, sha256=sha256(text), segmenter="given"
    )

    def add(start: int, end: int) -> None:
        Sentence.objects.create(
            version=version,
            position=1 + Sentence.objects.filter(version=version).count(),
            paragraph=1,
            role="body",
            start=start,
            end=end,
            text=text[start:end],
        )

    refused = race(lambda: add(0, 10), lambda: add(0, 9))
    assert refused[0] == ""
    assert refused[1]
    assert Sentence.objects.filter(version=version).count() == 1
    assert list(verify()) == []
