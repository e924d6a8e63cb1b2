"""The verbs over articles: texts are kept to the code point or refused with the place."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import articles
from kb.errors import explained
from kb.models import TEXT_LIMIT_BYTES, Article, Claim, NoClaim
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def test_the_text_is_kept_to_the_code_point() -> None:
    text = "\u2003 Ein  Satz\r\n mit a\u0308 und 😀.\n\n\nNoch\u00a0einer?  "
    version = makers.make_article(text).current_version
    version.refresh_from_db()
    assert version.text == text
    assert all(text[s.start : s.end] == s.text for s in version.sentences.all())
    assert list(verify()) == []


def test_a_text_without_a_title_gets_its_first_sentence() -> None:
    assert makers.make_article("Kurz. Und mehr.").title == "Kurz."
    title = makers.make_article(f"{'Wort ' * 40}endet. Ende.").title
    assert title.endswith("Wort …")
    assert len(title) < 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no text"),
        (" \n\u2003", "no text"),
        ("abc\0def", "Character 4 is NUL"),
        ("ab\ud800", "Character 3 is half of a surrogate pair"),
        ("ä" * (TEXT_LIMIT_BYTES // 2 + 1), f"at most {TEXT_LIMIT_BYTES}"),
    ],
    ids=["empty", "blank", "nul", "surrogate", "too long"],
)
def test_what_cannot_be_kept_is_refused_with_place_or_limit(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        makers.make_article(text)
    assert not Article.objects.exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays() -> None:
    article = makers.make_article()
    old = article.current_version
    makers.correct(article, "Ganz anders.")
    article.refresh_from_db()
    assert article.current_version.number == 2
    assert old.sentences.count() == 6
    assert list(verify()) == []


def test_a_version_that_changes_nothing_is_refused() -> None:
    article = makers.make_article()
    with pytest.raises(ValidationError, match="Nothing changed"), explained():
        makers.correct(article, makers.TEXT)
    assert article.versions.count() == 1


def test_sealing_withdraws_what_rests_on_it_alone() -> None:
    alone = makers.make_claim()
    elsewhere = makers.make_article().current_version.sentences.get(position=4)
    here = alone.article.current_version.sentences.get(position=4)
    both = makers.make_claim(
        article=alone.article, passages=[makers.whole(here), makers.whole(elsewhere)]
    )
    withdrawn = articles.seal(article=alone.article, by=makers.publisher(), reason="Verfügung")
    assert withdrawn == [alone]
    alone.refresh_from_db()
    both.refresh_from_db()
    assert (alone.status, both.status) == ("withdrawn", "published")
    assert alone.decisions.first().reason == "Verfügung"
    assert both.evidence.public().count() == 1
    assert list(verify()) == []


def test_a_reopened_article_brings_no_claim_back_by_itself() -> None:
    claim = makers.make_claim()
    article, by = claim.article, makers.publisher()
    articles.seal(article=article, by=by, reason="Verfügung")
    articles.reopen(article=article, access="full", by=by, reason="aufgehoben")
    assert Claim.objects.get().status == "withdrawn"
    assert Article.objects.public().count() == 1
    assert list(verify()) == []


def test_judging_twice_is_once() -> None:
    sentences = list(makers.make_article().current_version.sentences.all()[:2])
    articles.judge(sentences=sentences, by=makers.editor(), reason="Termin")
    articles.judge(sentences=sentences, by=makers.editor(), reason="noch einmal")
    assert NoClaim.objects.count() == 2
    articles.lift(sentences=sentences, by=makers.editor())
    assert not NoClaim.objects.exists()
