import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.actions import articles, claims
from kb.models import Typo, Word
from kb.search.index import catch_up_with_all
from kb.search.words import BEGUN, MAX_FORM, beginning_with, learn, like
from tests.makers import make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "mistyped",
    [
        "verfasung",  # one letter less
        "verfassunng",  # one more
        "verfaxsung",  # another
        "verfassugn",  # two changed about
        "erfassung",
        "vverfassung",
        "verfassun",
        "evrfassung",
    ],
)
def test_a_word_one_letter_away_is_proposed(mistyped: str) -> None:
    learn(["Die Verfassung gilt."])
    assert like(mistyped) == ["Verfassung"]


@pytest.mark.parametrize(
    "typed", ["verfassung", "verfasun", "xverfassungx", "fassung", "gil", "", "ß"]
)
def test_a_word_further_away_or_known_is_not(typed: str) -> None:
    learn(["Die Verfassung gilt."])
    assert like(typed) == []


def test_the_first_letter_is_seldom_wrong() -> None:
    learn(["Kanne Tanne Tannen"])
    assert like("tnne") == ["Tanne"]
    assert like("tante") == ["Tanne"]
    assert like("ranne") == ["Kanne", "Tanne"]
    assert like("kannen") == ["Kanne", "Tannen"]


def test_umlauts_need_not_be_typed() -> None:
    learn(["Brücken"])
    assert like("bruken") == ["Brücken"]
    assert beginning_with("bru") == ["Brücken"]


def test_begun_words_go_on_in_the_order_of_the_alphabet() -> None:
    learn(["Brückenbau, Brücke; Brot! Brücken – Rat"])
    assert beginning_with("bruck") == ["Brücke", "Brücken", "Brückenbau"]
    assert beginning_with("brucken") == ["Brücken", "Brückenbau"]
    assert beginning_with("bruckenx") == []


def test_a_word_is_proposed_in_its_plainest_form_once() -> None:
    learn(["NATO nato Nato", "BRÜCKE", "brücke"])
    assert beginning_with("nat") == ["Nato"]
    assert beginning_with("bru") == ["BRÜCKE"]


@pytest.mark.parametrize("typed", ["", "%", "_", "bru%", "bru cke", "ß", "br\0", "東", "'", "Ω"])
def test_what_no_word_begins_with_has_no_end(typed: str) -> None:
    learn(["Brücke"])
    assert beginning_with(typed) == []


def test_so_many_words_are_proposed_and_no_more() -> None:
    learn([f"brot{chr(97 + a)}{chr(97 + b)}" for a in range(5) for b in range(26)])
    assert len(beginning_with("brot")) == BEGUN


def test_a_word_is_learnt_once() -> None:
    for _ in range(2):
        learn(["Brücke Bru\u0308cke Brü\u00adcke"])
    assert [*Word.objects.values_list("form", "folded")] == [("Brücke", "brucke")]
    assert Typo.objects.filter(word="brucke").count() == 7  # itself, and without each letter


@pytest.mark.parametrize("text", ["ja", "x" * 41, "F16", "Київ", "東京", "ab1cd"])
def test_what_nobody_mistypes_is_not_learnt(text: str) -> None:
    learn([text])
    assert not Word.objects.exists()


def test_a_word_under_a_heap_of_marks_is_not_learnt() -> None:
    learn(["B" + "\u0335" * (MAX_FORM - 5) + "rücke", "r" + "\u0335" * 20 + "ast"])
    assert [*Word.objects.values_list("folded", flat=True)] == ["rast"]


@given(st.text() | st.lists(st.sampled_from("aeß\u0301\u0308Ǆ'-·"), max_size=90).map("".join))
def test_any_text_can_be_learnt(text: str) -> None:
    learn([text])
    assert isinstance(like(text), list)
    assert isinstance(beginning_with(text), list)


# --- Of the base ------------------------------------------------------------------------------


def known(word: str) -> bool:
    catch_up_with_all()
    return Word.objects.filter(form=word).exists()


def test_words_of_what_is_public_are_learnt() -> None:
    make_claim(
        "Der Fernsehturm steht.",
        article=make_article(title="Zeppelin", author=make_actor("Ada Zwetschge")),
        about=[make_actor("Bea Quitte", aliases=["Quittenbaum"])],
        events=[make_event("Kirschfest", place="Pflaumenau")],
    )
    for word in "Fernsehturm Zeppelin Zwetschge Quitte Quittenbaum Kirschfest Pflaumenau".split():
        assert known(word), word
    assert known("Ingenieur")  # in the text of the article


def test_words_of_drafts_are_learnt_when_they_are_published() -> None:
    claim = make_claim(
        "Der Fernsehturm steht.",
        status="in_review",
        article=make_article(access="quotes"),
        about=[make_actor("Bea Quitte")],
        events=[make_event("Kirschfest")],
    )
    secret = "Fernsehturm Quitte Kirschfest Ministerin Ingenieur".split()
    assert not any(map(known, secret))
    claims.publish(claim=claim, by=publisher())
    assert [word for word in secret if known(word)] == secret[:-1]  # of the text the cited alone


def test_words_of_what_may_not_be_read_are_not_learnt() -> None:
    for access in ("link", "quotes"):
        make_article("Ein Fernsehturm steht.", title="Zeppelin", access=access)
    sealed = make_article("Eine Quitte fällt.", title="Kirschfest")
    articles.seal(article=sealed, by=publisher(), reason="Verfügung.")
    assert known("Zeppelin")
    assert not any(map(known, ("Fernsehturm", "Quitte", "Kirschfest")))
