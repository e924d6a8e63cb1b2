"""The verbs over claims: what goes through, what is refused, and what stays on record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editorial.actions import articles, claims, labels
from editorial.actions.claims import Hop, Passage
from kb.errors import explained
from kb.models import Claim, Decision, Evidence, Mode, NoClaim, Revision
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_draft_speaks_in_the_voice_of_its_article() -> None:
    claim = makers.make_claim(status="draft")
    assert (claim.status, claim.mode, claim.hops, claim.version) == ("draft", "author", 0, 1)
    assert claim.speaker.only_in == claim.article
    assert claim.history.get().history_user == claim.writer == makers.editor()
    assert makers.make_claim(article=claim.article).speaker == claim.speaker


def test_another_speaker_is_one_hop_away() -> None:
    rutte = makers.make_actor("Mark Rutte")
    claim = makers.make_claim(speaker=rutte, mode=Mode.INDIRECT, status="draft")
    hop = claim.attributions.get()
    assert (hop.position, hop.actor, hop.mode) == (1, rutte, "indirect")


def test_a_chain_ends_in_the_speaker() -> None:
    rutte, minister = makers.make_actor(), makers.make_actor()
    with pytest.raises(ValidationError, match="last hop"):
        makers.make_claim(
            speaker=rutte, mode=Mode.INDIRECT, hops=[Hop(minister, Mode.REPORTED)], status="draft"
        )


def test_nobody_publishes_their_own_work() -> None:
    claim = makers.make_claim(status="in_review")
    with pytest.raises(ValidationError) as refusal:
        claims.publish(claim=claim, by=claim.writer)
    assert refusal.value.code == "own-work"
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_whoever_adds_a_passage_cannot_publish_it() -> None:
    claim = makers.make_claim(status="draft")
    sentence = claim.article.current_version.sentences.get(position=5)
    claims.revise(claim=claim, passages=[makers.whole(sentence)], by=makers.publisher())
    claims.submit(claim=claim, by=makers.editor())
    with pytest.raises(ValidationError, match="ask a colleague"):
        claims.publish(claim=claim, by=makers.publisher())


def test_without_support_nothing_is_published() -> None:
    sentence = makers.make_article().current_version.sentences.get(position=4)
    claim = makers.make_claim(
        article=sentence.version.article,
        status="draft",
        passages=[makers.whole(sentence, "disputes")],
    )
    with pytest.raises(ValidationError) as refusal:
        claims.submit(claim=claim, by=makers.editor())
    assert refusal.value.code == "support"


def test_publishing_leaves_a_decision_and_raises_the_revision() -> None:
    claim = makers.make_claim(status="in_review")
    before = Revision.current()
    claims.publish(claim=claim, by=makers.publisher(), reason="geprüft")
    decision = claim.decisions.get()
    assert (decision.verb, decision.claim_version) == ("published", claim.version)
    assert decision.by == makers.publisher()
    assert Revision.current() > before
    assert claim.history.first().history_change_reason == "geprüft"
    assert claim.published_at


def test_a_claim_given_back_is_a_draft_again() -> None:
    claim = makers.make_claim(status="in_review")
    with pytest.raises(ValidationError, match="reason"):
        claims.give_back(claim=claim, by=makers.publisher(), reason=" ")
    claims.give_back(claim=claim, by=makers.publisher(), reason="Beleg fehlt")
    claim.refresh_from_db()
    assert claim.status == "draft"
    assert claim.decisions.get().reason == "Beleg fehlt"


def test_a_withdrawn_claim_returns_only_through_review() -> None:
    claim = makers.make_claim(status="withdrawn")
    first = claim.published_at
    with pytest.raises(ValidationError) as refusal:
        claims.publish(claim=claim, by=makers.publisher())
    assert refusal.value.code == "claim-status"
    claims.submit(claim=claim, by=makers.editor())
    assert claim.version == 2, "the old decision must not count again"
    claims.publish(claim=claim, by=makers.publisher())
    claim.refresh_from_db()
    assert (claim.status, claim.published_at) == ("published", first)


def test_a_published_claim_is_not_revised() -> None:
    claim = makers.make_claim()
    with pytest.raises(ValidationError, match="correction"):
        claims.revise(claim=claim, by=makers.editor(), text="Anders.")


def test_a_correction_changes_text_speaker_and_evidence_at_once() -> None:
    claim = makers.make_claim()
    old = claim.evidence.get()
    speaker = makers.make_actor("Die Ministerin")
    sentence = claim.article.current_version.sentences.get(position=5)
    claims.correct(
        claim=claim,
        writer=makers.editor(),
        by=makers.publisher(),
        reason="Falsch zugeschrieben",
        text="Die Brücke ist laut Ministerin sicher.",
        speaker=speaker,
        mode=Mode.INDIRECT,
        passages=[makers.whole(sentence)],
        dropped=[old],
    )
    claim.refresh_from_db()
    old.refresh_from_db()
    assert (claim.status, claim.version, claim.speaker) == ("published", 2, speaker)
    assert old.state == Evidence.State.DROPPED
    last = claim.history.first()
    assert (last.status, last.text) == ("published", claim.text)
    assert last.history_user == makers.editor()
    assert claim.decisions.first().verb == Decision.Verb.CORRECTED
    assert list(verify()) == []


def test_a_correction_lets_a_chain_end_in_somebody_else() -> None:
    old, new = makers.make_actor("Die Ministerin"), makers.make_actor("Ihr Sprecher")
    claim = makers.make_claim(speaker=old, mode=Mode.INDIRECT)
    claims.correct(
        claim=claim,
        writer=makers.editor(),
        by=makers.publisher(),
        reason="Falsch zugeschrieben",
        speaker=new,
    )
    assert (claim.speaker, claim.attributions.get().actor) == (new, new)
    assert list(verify()) == []


def test_a_correction_that_drops_the_last_support_changes_nothing() -> None:
    claim = makers.make_claim()
    with pytest.raises(ValidationError) as refusal:
        claims.correct(
            claim=claim,
            writer=makers.editor(),
            by=makers.publisher(),
            reason="weg",
            dropped=[claim.evidence.get()],
        )
    assert refusal.value.code == "support"
    claim.refresh_from_db()
    assert (claim.status, claim.version, claim.decisions.count()) == ("published", 1, 1)


def test_evidence_lifts_the_judgement_that_a_sentence_holds_no_claim() -> None:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=1)
    articles.judge(sentences=[sentence], by=makers.editor(), reason="nur ein Termin")
    makers.make_claim(article=article, passages=[makers.whole(sentence)])
    assert not NoClaim.objects.exists()
    assert [row.history_type for row in NoClaim.history.order_by("history_id")] == ["+", "-"]


def test_context_covers_nothing() -> None:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=1)
    articles.judge(sentences=[sentence], by=makers.editor(), reason="nur ein Termin")
    support = article.current_version.sentences.get(position=4)
    passages = [makers.whole(support), makers.whole(sentence, "context")]
    makers.make_claim(article=article, passages=passages)
    assert NoClaim.objects.count() == 1


def test_a_passage_beyond_its_sentence_is_refused_in_words() -> None:
    sentence = makers.make_article().current_version.sentences.get(position=1)
    article, beyond = sentence.version.article, [Passage(sentence, 3, 900)]
    with pytest.raises(ValidationError, match="outside its sentence"), explained():
        makers.make_claim(article=article, passages=beyond, status="draft")
    assert not Claim.objects.exists()


def test_a_draft_can_be_thrown_away_with_its_chain() -> None:
    rutte, other = makers.make_actor(), makers.make_actor()
    hops = [Hop(other, Mode.REPORTED), Hop(rutte, Mode.REPORTED)]
    makers.make_claim(status="draft", speaker=rutte, mode=Mode.REPORTED, hops=hops).delete()
    assert not Claim.objects.exists()


def test_evidence_once_public_cannot_be_deleted() -> None:
    evidence = makers.make_claim(status="withdrawn").evidence.get()
    with pytest.raises(IntegrityError, match="evidence-kept"), transaction.atomic():
        evidence.delete()


def test_the_same_relation_twice_is_one() -> None:
    pair = {"subject": makers.make_claim(), "object": makers.make_claim()}
    first = labels.relate(**pair, kind="contradicts", by=makers.editor())
    assert labels.relate(**pair, kind="contradicts", by=makers.editor()) == first
