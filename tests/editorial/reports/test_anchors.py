"""What corrections left behind: passages that wait for a place, or stand in an older wording."""

import pytest

from editorial.actions import articles, reanchoring
from editorial.reports import anchors, wordings
from kb.models import Stance
from tests import makers
from tests.editorial.reports.made import put_on_old_wording

pytestmark = pytest.mark.django_db


def test_a_reworded_passage_waits_and_stands_in_an_older_wording() -> None:
    row = put_on_old_wording()
    (waiting,) = anchors.lines(list(anchors.rows()))
    assert waiting.reanchoring == row
    assert waiting.words == "Der Ingenieur widerspricht ihr."
    assert waiting.claim == row.evidence.claim
    assert waiting.event is None
    (old,) = wordings.lines(list(wordings.rows()))
    assert (old.evidence, old.waiting) == (row.evidence, row)
    assert (old.evidence.sentence.version.number, old.article.current_version.number) == (1, 2)


def test_what_is_proposed_waits_no_more_but_still_stands_in_the_older_wording() -> None:
    row = put_on_old_wording()
    reanchoring.drop(reanchoring=row, by=makers.editor(), reason="Steht nicht mehr da.")
    assert not anchors.rows().exists()
    (old,) = wordings.lines(list(wordings.rows()))
    assert old.waiting is None


def test_a_judgement_waits_with_its_sentence() -> None:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=5)
    articles.judge(sentences=[sentence], by=makers.editor(), reason="Nur ein Streit.")
    makers.correct(article, makers.TEXT.replace("widerspricht ihr", "widerspricht ihr heftig"))
    (line,) = anchors.lines(list(anchors.rows()))
    assert line.claim is None
    assert line.reanchoring.no_claim.reason == "Nur ein Streit."
    assert line.words == sentence.text


def test_it_narrows() -> None:
    row = put_on_old_wording()
    article = row.version.article
    assert anchors.rows(article=article, verdict=row.verdict).exists()
    assert not anchors.rows(verdict="split").exists()
    assert not anchors.rows(article=makers.make_article()).exists()
    assert wordings.rows(article=article, person=makers.editor(), stance=Stance.SUPPORTS).exists()
    assert not wordings.rows(stance=Stance.DISPUTES).exists()
    assert not wordings.rows(person=makers.publisher()).exists()
