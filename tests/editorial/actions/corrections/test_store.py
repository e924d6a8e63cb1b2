"""A correction: the next version, and what becomes of all that pointed at the one before."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from editorial.actions import accounts, articles, claims, corrections, events
from editorial.actions.claims import Hop, Passage
from editorial.actions.corrections import Corrected
from editorial.models import Reanchoring
from kb.errors import explained
from kb.models import (
    Actor,
    Article,
    Claim,
    Decision,
    Evidence,
    Mode,
    NoClaim,
    Participation,
    Revision,
    Sentence,
)
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

WHY = "Die Redaktion hat den Artikel berichtigt."
LATER = makers.TEXT.replace("2031", "2035")  # sentence 6
FIRM = makers.TEXT.replace("Die Brücke sei sicher", "Die Brücke ist nicht sicher")  # sentence 4
FULLER = makers.TEXT.replace("widerspricht ihr", "widerspricht ihr heftig")  # sentence 5
WITHOUT = makers.TEXT.replace(" Der Ingenieur widerspricht ihr.", "")
FOUR = "Die Brücke sei sicher, sagte die Ministerin."
FIVE = "Der Ingenieur widerspricht ihr."
SWAPPED = makers.TEXT.replace(f"{FOUR} {FIVE}", f"{FIVE} {FOUR}")


def correct(article: Article, text: str, **fields: Any) -> Corrected:
    by = fields.pop("by", makers.editor())
    return corrections.correct(article=article, by=by, text=text, reason=WHY, **fields)


def sentence(article: Article, position: int) -> Sentence:
    article.refresh_from_db()
    return Sentence.objects.get(version=article.current_version, position=position)


def on(article: Article, *positions: int, **fields: Any) -> Claim:
    passages = [makers.whole(sentence(article, position)) for position in positions]
    return makers.make_claim(article=article, passages=passages, **fields)


def places(claim: Claim) -> list[tuple[int, int, str]]:
    """Version, sentence and state of all evidence that a claim ever had."""
    rows = claim.evidence.order_by("pk")
    return list(rows.values_list("sentence__version__number", "sentence__position", "state"))


def test_a_passage_whose_sentence_is_the_same_goes_along() -> None:
    claim = on(makers.make_article(), 4)
    writer, before = claim.writer, Revision.current()
    done = correct(claim.article, LATER)
    claim.refresh_from_db()
    assert places(claim) == [(1, 4, "replaced"), (2, 4, "stands")]
    assert claim.evidence.get(state="stands").replaces == claim.evidence.get(state="replaced")
    assert (claim.status, claim.version, claim.writer) == ("published", 2, writer)
    decision = claim.decisions.first()
    assert decision is not None
    assert (decision.verb, decision.by) == ("corrected", accounts.keeper())
    assert decision.reason == f"Artikel berichtigt (Fassung 2): {WHY}"
    assert done.version.note == WHY
    assert Decision.objects.get(article=claim.article).reason == WHY
    assert Revision.current() == before + 1
    assert not Reanchoring.objects.exists()
    assert list(verify()) == []


def test_a_part_of_a_sentence_goes_along_as_that_part() -> None:
    article = makers.make_article()
    part = Passage(sentence(article, 4), 4, 10)
    claim = makers.make_claim(article=article, passages=[part])
    quote = claim.evidence.get().quote
    correct(article, "Vorab. " + LATER)
    assert claim.evidence.get(state="stands").quote == quote == "Brücke"


def test_what_moved_goes_along() -> None:
    claim = on(makers.make_article(), 4)
    correct(claim.article, SWAPPED)
    assert places(claim) == [(1, 4, "replaced"), (2, 5, "stands")]
    assert list(verify()) == []


def test_what_was_reworded_still_supports_and_waits() -> None:
    claim = on(makers.make_article(), 5)
    correct(claim.article, FULLER)
    claim.refresh_from_db()
    assert places(claim) == [(1, 5, "waiting")]
    assert (claim.status, claim.version) == ("published", 1)
    waiting = Reanchoring.objects.waiting().get()
    assert (waiting.verdict, waiting.evidence) == ("reworded", claim.evidence.get())
    now = sentence(claim.article, 5)
    assert waiting.proposed == [[now.pk, 0, len(now.text)]]
    assert list(verify()) == []


@pytest.mark.parametrize(
    "text", [WITHOUT, makers.TEXT.replace("widerspricht", "widerspricht nicht")]
)
def test_without_its_last_support_a_claim_is_withdrawn_by_whoever_corrects(text: str) -> None:
    claim = on(makers.make_article(), 5)
    correct(claim.article, text)
    claim.refresh_from_db()
    assert places(claim) == [(1, 5, "dropped")]
    assert (claim.status, claim.version) == ("withdrawn", 1)
    decision = claim.decisions.first()
    assert decision is not None
    assert (decision.verb, decision.by) == ("withdrawn", makers.editor())
    assert WHY in decision.reason
    assert Reanchoring.objects.waiting().get().evidence == claim.evidence.get()
    assert list(verify()) == []


def test_a_claim_with_another_support_loses_the_one_and_stays() -> None:
    claim = on(makers.make_article(), 4, 6)
    correct(claim.article, LATER)
    claim.refresh_from_db()
    assert places(claim) == [(1, 4, "replaced"), (1, 6, "dropped"), (2, 4, "stands")]
    assert (claim.status, claim.version) == ("published", 2)
    assert Reanchoring.objects.waiting().get().changes
    assert list(verify()) == []


def test_a_support_in_another_article_keeps_a_claim() -> None:
    article, other = makers.make_article(), makers.make_article()
    elsewhere = makers.whole(sentence(other, 4))
    here = makers.whole(sentence(article, 5))
    claim = makers.make_claim(article=article, passages=[here, elsewhere])
    correct(article, WITHOUT)
    claim.refresh_from_db()
    assert (claim.status, claim.version) == ("published", 2)
    assert list(verify()) == []


def test_a_dispute_alone_keeps_no_claim() -> None:
    article = makers.make_article()
    against = makers.whole(sentence(article, 1), "disputes")
    claim = makers.make_claim(
        article=article, passages=[makers.whole(sentence(article, 5)), against]
    )
    correct(article, WITHOUT)
    claim.refresh_from_db()
    assert claim.status == "withdrawn"
    assert places(claim) == [(1, 5, "dropped"), (1, 1, "replaced"), (2, 1, "stands")]
    assert list(verify()) == []


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_public_goes_along_without_a_decision(status: str) -> None:
    claim = on(makers.make_article(), 4, status=status)
    before = claim.decisions.count()
    correct(claim.article, LATER)
    claim.refresh_from_db()
    assert places(claim) == [(1, 4, "replaced"), (2, 4, "stands")]
    assert (claim.status, claim.decisions.count()) == (status, before)
    assert list(verify()) == []


@pytest.mark.parametrize("status", ["draft", "published"])
def test_cue_words_go_along(status: str) -> None:
    article = makers.make_article()
    four = sentence(article, 4)
    minister = makers.make_actor("Die Ministerin")
    claim = makers.make_claim(
        article=article,
        passages=[makers.whole(four)],
        speaker=minister,
        mode=Mode.INDIRECT,
        hops=[Hop(minister, Mode.INDIRECT, Passage(four, 23, 28))],
        status=status,
    )
    correct(article, LATER)
    hop = claim.attributions.get()
    assert hop.cue_sentence == sentence(article, 4)
    assert hop.cue_sentence.text[hop.cue_start : hop.cue_end] == "sagte"
    assert list(verify()) == []


def test_cue_words_that_were_reworded_wait_and_stay_where_they_are() -> None:
    article = makers.make_article()
    four = sentence(article, 4)
    minister = makers.make_actor("Die Ministerin")
    claim = makers.make_claim(
        article=article,
        passages=[makers.whole(sentence(article, 1))],
        speaker=minister,
        mode=Mode.INDIRECT,
        hops=[Hop(minister, Mode.INDIRECT, Passage(four, 23, 28))],
    )
    correct(article, FIRM)
    assert claim.attributions.get().cue_sentence == four
    waiting = Reanchoring.objects.waiting().get()
    assert (waiting.cue_of, waiting.cue_position) == (claim, 1)
    now = sentence(article, 4)
    ((pk, start, end),) = waiting.proposed
    assert (pk, now.text[start:end]) == (now.pk, "sagte")


def test_judgements_and_participations_go_along() -> None:
    article = makers.make_article()
    articles.judge(sentences=[sentence(article, 3)], by=makers.editor(), reason="Überschrift")
    meeting, council = makers.make_event(), makers.make_actor("Rat", kind=Actor.Kind.GROUP)
    events.take_part(
        event=meeting, actor=council, role="host", sentence=sentence(article, 1), by=makers.editor()
    )
    correct(article, LATER)
    assert NoClaim.objects.count() == 2
    assert sentence(article, 3).no_claim.reason == "Überschrift"
    assert Participation.objects.get().sentence == sentence(article, 1)
    assert not Reanchoring.objects.exists()
    assert list(verify()) == []


def test_judgements_and_participations_whose_sentence_changed_wait() -> None:
    article = makers.make_article()
    articles.judge(sentences=[sentence(article, 6)], by=makers.editor(), reason="Ausblick")
    meeting, council = makers.make_event(), makers.make_actor("Rat", kind=Actor.Kind.GROUP)
    events.take_part(
        event=meeting, actor=council, role="host", sentence=sentence(article, 6), by=makers.editor()
    )
    correct(article, LATER)
    assert Reanchoring.objects.waiting().count() == 2
    assert Participation.objects.get().sentence.version.number == 1
    assert list(verify()) == []


def test_a_text_that_is_set_right_again_brings_back_what_waited() -> None:
    claim = on(makers.make_article(), 5)
    correct(claim.article, FULLER)
    correct(claim.article, makers.TEXT)
    assert places(claim) == [(1, 5, "replaced"), (3, 5, "stands")]
    assert not Reanchoring.objects.waiting().exists()
    assert list(verify()) == []


def test_what_was_lost_comes_back_by_a_person_alone() -> None:
    claim = on(makers.make_article(), 4, 6)
    correct(claim.article, LATER)
    correct(claim.article, makers.TEXT)
    assert (1, 6, "dropped") in places(claim)
    waiting = Reanchoring.objects.waiting().get()
    assert (waiting.version.number, waiting.verdict) == (3, "identical")
    assert list(verify()) == []


def test_two_wordings_of_one_passage_become_one_again() -> None:
    article = makers.make_article()
    claim = on(article, 5, status="draft")
    correct(article, FULLER)
    claims.revise(claim=claim, by=makers.editor(), passages=[makers.whole(sentence(article, 5))])
    correct(article, makers.TEXT + " Nachtrag.")
    live = claim.evidence.live().values_list("sentence__version__number", "sentence__position")
    assert (3, 5) in set(live)
    assert list(verify()) == []


def test_what_somebody_agreed_to_is_what_is_done() -> None:
    article = makers.make_article()
    seen = corrections.plan(article, WITHOUT).digest
    on(article, 5)
    with pytest.raises(ValidationError, match=r"look again|noch einmal") as refusal:
        correct(article, WITHOUT, seen=seen)
    assert refusal.value.code == "stale"
    article.refresh_from_db()
    assert article.versions.count() == 1
    correct(article, WITHOUT, seen=corrections.plan(article, WITHOUT).digest)


@pytest.mark.parametrize(
    ("text", "reason", "code"),
    [(makers.TEXT, WHY, "version-same"), ("", WHY, "text"), (LATER, " ", "reason")],
    ids=["nothing changed", "no text", "no reason"],
)
def test_what_is_no_correction_is_refused(text: str, reason: str, code: str) -> None:
    article = makers.make_article()
    with pytest.raises(ValidationError) as refusal:
        corrections.correct(article=article, by=makers.editor(), text=text, reason=reason)
    assert refusal.value.code == code
    assert article.versions.count() == 1


def test_a_passage_of_an_older_wording_is_no_new_evidence() -> None:
    claim = on(makers.make_article(), 4, status="draft")
    old = sentence(claim.article, 5)
    correct(claim.article, LATER)
    with pytest.raises(ValidationError, match=r"version 1|Fassung 1"):
        claims.revise(claim=claim, by=makers.editor(), passages=[makers.whole(old)])


def test_nothing_new_begins_on_an_older_wording_by_sql_either() -> None:
    claim = on(makers.make_article(), 4, status="draft")
    old = sentence(claim.article, 5)
    correct(claim.article, LATER)
    with pytest.raises(ValidationError) as refusal, explained(), transaction.atomic():
        Evidence.objects.create(claim=claim, sentence=old, start=0, end=3, stance="context")
    assert refusal.value.code == "evidence-wording"


def test_many_passages_take_as_many_queries_as_few(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    accounts.keeper()
    few, many = makers.make_article(), makers.make_article()
    for article, number in ((few, 2), (many, 14)):
        for _ in range(number):
            on(article, 4, 6)
            on(article, 5)
    with django_assert_max_num_queries(80) as counted:
        correct(few, WITHOUT.replace("2031", "2035"))
    with django_assert_num_queries(len(counted)):
        correct(many, WITHOUT.replace("2031", "2035"))
    assert Evidence.objects.filter(state="dropped").count() == 2 * 16
    assert list(verify()) == []


def test_a_passage_without_a_letter_goes_along_too() -> None:
    text = makers.TEXT.replace("sei sicher", "sei 😀 sicher")
    article = makers.make_article(text)
    start = sentence(article, 4).text.index("😀")
    passages = [Passage(sentence(article, 4), start, start + 1)]
    claim = makers.make_claim("Sie sei sicher.", article=article, passages=passages)
    correct(article, text.replace("2031", "2035"))
    evidence = claim.evidence.live().get()
    assert (evidence.quote, evidence.sentence.version.number) == ("😀", 2)
    assert not list(verify())
