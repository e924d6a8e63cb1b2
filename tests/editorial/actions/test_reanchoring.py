"""What a correction reworded gets a place in the new wording, or goes."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import articles, claims, events, reanchoring, suggestions
from editorial.actions.claims import Hop, Passage
from editorial.models import Reanchoring, Suggestion
from kb.models import Actor, Article, Claim, Evidence, Mode, NoClaim, Participation, Sentence
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

FULLER = makers.TEXT.replace("widerspricht ihr", "widerspricht ihr heftig")  # sentence 5
LATER = makers.TEXT.replace("2031", "2035")  # sentence 6
CALLED = makers.TEXT.replace("sicher, sagte die", "sicher, so sagte die")  # sentence 4
WHY = "So steht es jetzt."


def sentence(article: Article, position: int) -> Sentence:
    article.refresh_from_db()
    return Sentence.objects.get(version=article.current_version, position=position)


def on(article: Article, *positions: int, status: str = "published") -> Claim:
    passages = [makers.whole(sentence(article, position)) for position in positions]
    return makers.make_claim(article=article, passages=passages, status=status)


def waiting() -> Reanchoring:
    return Reanchoring.objects.waiting().get()


def take(row: Reanchoring) -> Reanchoring:
    """Accepts what is proposed."""
    return reanchoring.place(
        reanchoring=row, by=makers.editor(), passages=reanchoring.proposed(row), reason=WHY
    )


def live(claim: Claim) -> list[tuple[int, str]]:
    rows = claim.evidence.live().order_by("sentence__version", "sentence__position")
    return [(row.sentence.version.number, row.quote) for row in rows]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_claim_that_is_not_public_takes_its_new_place_at_once(status: str) -> None:
    claim = on(makers.make_article(), 5, status=status)
    makers.correct(claim.article, FULLER)
    row = take(waiting())
    assert live(claim) == [(2, "Der Ingenieur widerspricht ihr heftig.")]
    assert claim.evidence.get(state="stands").replaces == claim.evidence.get(state="replaced")
    assert (row.state, row.by, row.reason) == ("settled", makers.editor(), WHY)
    assert list(verify()) == []


def test_for_a_public_claim_a_colleague_decides() -> None:
    claim = on(makers.make_article(), 5)
    makers.correct(claim.article, FULLER)
    row = take(waiting())
    assert live(claim) == [(1, "Der Ingenieur widerspricht ihr.")]
    assert not Reanchoring.objects.waiting().exists()
    assert row.suggestion is not None
    suggestions.accept(suggestion=row.suggestion, by=makers.publisher(), reason="Ja.")
    assert live(claim) == [(2, "Der Ingenieur widerspricht ihr heftig.")]
    assert not Reanchoring.objects.waiting().exists()
    assert list(verify()) == []


def test_what_a_colleague_rejects_waits_again() -> None:
    claim = on(makers.make_article(), 5)
    makers.correct(claim.article, FULLER)
    row = take(waiting())
    suggestions.reject(suggestion=row.suggestion, by=makers.publisher(), reason="Nein.")
    assert waiting() == row
    assert live(claim) == [(1, "Der Ingenieur widerspricht ihr.")]


def test_two_passages_of_a_claim_wait_in_one_suggestion() -> None:
    text = FULLER.replace("sicher, sagte die", "sicher, so sagte die")
    claim = on(makers.make_article(), 4, 5)
    makers.correct(claim.article, text)
    first, second = Reanchoring.objects.waiting().order_by("pk")
    take(first)
    take(second)
    assert not Reanchoring.objects.waiting().exists()
    made = Suggestion.objects.get(state="open")
    suggestions.accept(suggestion=made, by=makers.publisher(), reason="Ja.")
    assert [number for number, _quote in live(claim)] == [2, 2]
    assert not Reanchoring.objects.waiting().exists()
    assert list(verify()) == []


def test_lost_support_comes_back_with_a_colleague() -> None:
    claim = on(makers.make_article(), 4, 6)
    makers.correct(claim.article, LATER)
    take(waiting())
    suggestions.accept(
        suggestion=Suggestion.objects.get(), by=makers.publisher(), reason="Das Jahr stimmt so."
    )
    assert [quote for _number, quote in live(claim)][1] == "Gebaut wird erst im Jahr 2035."
    assert list(verify()) == []


def test_another_place_may_be_chosen() -> None:
    claim = on(makers.make_article(), 5, status="draft")
    makers.correct(claim.article, FULLER)
    part = Passage(sentence(claim.article, 4), 0, 21)
    reanchoring.place(reanchoring=waiting(), by=makers.editor(), passages=[part])
    assert live(claim) == [(2, "Die Brücke sei sicher")]


def test_it_may_be_dropped() -> None:
    claim = on(makers.make_article(), 5, status="draft")
    makers.correct(claim.article, FULLER)
    row = reanchoring.drop(reanchoring=waiting(), by=makers.editor(), reason="Passt nicht mehr.")
    assert live(claim) == []
    assert row.state == "dropped"
    assert list(verify()) == []


def test_the_last_support_of_a_public_claim_is_not_dropped() -> None:
    claim = on(makers.make_article(), 5)
    makers.correct(claim.article, FULLER)
    with pytest.raises(ValidationError) as refusal:
        reanchoring.drop(reanchoring=waiting(), by=makers.editor(), reason="Weg.")
    assert refusal.value.code == "support"
    assert waiting()
    assert live(claim)


def test_what_was_lost_is_let_go_without_a_colleague() -> None:
    claim = on(makers.make_article(), 4, 6)
    makers.correct(claim.article, LATER)
    row = reanchoring.drop(reanchoring=waiting(), by=makers.editor(), reason="Nicht mehr so.")
    assert (row.state, Suggestion.objects.count()) == ("dropped", 0)
    assert [number for number, _quote in live(claim)] == [2]


@pytest.mark.parametrize("status", ["draft", "published"])
def test_cue_words_take_their_new_place(status: str) -> None:
    article = makers.make_article()
    four = sentence(article, 4)
    minister = makers.make_actor("Die Ministerin")
    claim = makers.make_claim(
        article=article,
        passages=[makers.whole(sentence(article, 1))],
        speaker=minister,
        mode=Mode.INDIRECT,
        hops=[Hop(minister, Mode.INDIRECT, Passage(four, 23, 28))],
        status=status,
    )
    makers.correct(article, CALLED)
    row = take(waiting())
    if status == "published":
        suggestions.accept(suggestion=row.suggestion, by=makers.publisher(), reason="Ja.")
    hop = claim.attributions.get()
    assert hop.cue_sentence == sentence(article, 4)
    assert hop.cue_sentence.text[hop.cue_start : hop.cue_end] == "sagte"
    assert not Reanchoring.objects.waiting().exists()
    assert list(verify()) == []


def test_a_chain_that_was_written_anew_waits_no_more() -> None:
    article = makers.make_article()
    minister = makers.make_actor("Die Ministerin")
    cue = Passage(sentence(article, 4), 23, 28)
    claim = makers.make_claim(
        article=article,
        passages=[makers.whole(sentence(article, 1))],
        speaker=minister,
        mode=Mode.INDIRECT,
        hops=[Hop(minister, Mode.INDIRECT, cue)],
        status="draft",
    )
    makers.correct(article, CALLED)
    assert waiting()
    claim.refresh_from_db()
    claims.revise(claim=claim, by=makers.editor(), hops=[Hop(minister, Mode.INDIRECT)])
    assert not Reanchoring.objects.waiting().exists()


def test_judgements_and_participations_take_their_new_place() -> None:
    article = makers.make_article()
    articles.judge(sentences=[sentence(article, 6)], by=makers.editor(), reason="Ausblick")
    meeting, council = makers.make_event(), makers.make_actor("Rat", kind=Actor.Kind.GROUP)
    events.take_part(
        event=meeting, actor=council, role="host", sentence=sentence(article, 6), by=makers.editor()
    )
    makers.correct(article, LATER)
    for row in Reanchoring.objects.waiting():
        take(row)
    assert sentence(article, 6).no_claim.reason == "Ausblick"
    assert NoClaim.objects.count() == 2
    assert Participation.objects.get().sentence == sentence(article, 6)
    assert list(verify()) == []


def test_what_is_settled_is_settled_once() -> None:
    claim = on(makers.make_article(), 5, status="draft")
    makers.correct(claim.article, FULLER)
    row = waiting()
    passages = reanchoring.proposed(row)
    take(row)
    with pytest.raises(ValidationError) as refusal:
        reanchoring.place(reanchoring=row, by=makers.editor(), passages=passages)
    assert refusal.value.code == "settled"


@pytest.mark.parametrize(
    ("start", "end", "version"), [(0, 0, 2), (-1, 3, 2), (5, 3, 2), (0, 999, 2), (0, 5, 1)]
)
def test_a_place_is_within_a_sentence_of_the_current_wording(
    start: int, end: int, version: int
) -> None:
    claim = on(makers.make_article(), 5, status="draft")
    makers.correct(claim.article, FULLER)
    chosen = Sentence.objects.get(version__number=version, position=4)
    with pytest.raises(ValidationError) as refusal:
        reanchoring.place(
            reanchoring=waiting(), by=makers.editor(), passages=[Passage(chosen, start, end)]
        )
    assert refusal.value.code == "place"
    assert Evidence.objects.get().state == "waiting"


def test_it_takes_a_place_and_dropping_takes_a_reason() -> None:
    claim = on(makers.make_article(), 5, status="draft")
    makers.correct(claim.article, FULLER)
    with pytest.raises(ValidationError, match=r"drop it|lassen"):
        reanchoring.place(reanchoring=waiting(), by=makers.editor(), passages=[])
    with pytest.raises(ValidationError) as refusal:
        reanchoring.drop(reanchoring=waiting(), by=makers.editor(), reason=" ")
    assert refusal.value.code == "reason"
