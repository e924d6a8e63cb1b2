import pytest

from editorial.actions import articles
from editorial.admin.desk.lines import lines, next_open
from kb.models import Claim
from tests.makers import editor, make_article, make_claim, whole

pytestmark = pytest.mark.django_db


def test_each_sentence_says_how_it_is_covered() -> None:
    article = make_article()
    first, second, third, fourth, *_ = article.current_version.sentences.in_order()
    make_claim(article=article, passages=[whole(first)])
    make_claim(article=article, passages=[whole(second, "disputes")], status=Claim.Status.DRAFT)
    make_claim(
        article=article,
        passages=[whole(first, "disputes"), whole(third, "context")],
        status=Claim.Status.DRAFT,
    )
    articles.judge(sentences=[fourth], by=editor(), reason="Frage.")
    found = lines(article.current_version)
    looks = [line.look for line in found]
    assert looks == ["both", "disputes", "open", "no-claim", "open", "open"]
    assert [len(line.resting) for line in found] == [2, 1, 1, 0, 0, 0]
    assert found[3].judgement is not None
    assert [line.begins for line in found] == [True, False, True, True, False, False]


def test_only_some_are_looked_up_when_some_are_asked_for() -> None:
    version = make_article().current_version
    assert [line.sentence.position for line in lines(version, only={5, 2})] == [2, 5]


def test_the_next_open_sentence_comes_after_this_one_and_then_from_the_beginning() -> None:
    article = make_article()
    version = article.current_version
    covered = list(version.sentences.filter(position__in=(2, 6)))
    make_claim(article=article, passages=map(whole, covered))
    assert [next_open(version, after) for after in range(7)] == [1, 3, 3, 4, 5, 1, 1]


def test_no_sentence_is_next_when_none_is_open() -> None:
    version = make_article().current_version
    articles.judge(sentences=version.sentences.all(), by=editor(), reason="Nichts.")
    assert next_open(version, 0) is None


def test_a_browser_counts_line_ends_as_the_text_does() -> None:
    article = make_article("Die Brücke\r\nist <b>sicher</b>.")
    line = lines(article.current_version)[0]
    assert line.text == "Die Brücke&#13;\nist &lt;b&gt;sicher&lt;/b&gt;."
