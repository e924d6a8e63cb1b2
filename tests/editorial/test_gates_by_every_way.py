"""The gates of publishing hold whichever way a claim comes: support, asserter, text, seal.

A colleague decides here, so that nothing but the gate stands in the way.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial.actions import articles, batches, claims, suggestions
from editorial.actions.claims import Hop
from editorial.models import Step, Suggestion
from editorial.state import content, digest
from kb.models import Article, Claim, Decision, Evidence, Mode
from kb.verify import verify
from tests.editorial.admin.pages import address, as_
from tests.editorial.own_work import nothing_decided, refused, sql
from tests.makers import editor, make_actor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db

PUBLISH = "UPDATE kb_claim SET status = 'published', published_at = created_at WHERE id = %s"


def in_review(**fields: Any) -> Claim:
    return make_claim(status="in_review", **fields)


# --- Claims that fail one gate, as only SQL brings them so far ------------------------------------


def without_support() -> Claim:
    claim = in_review()
    claim.evidence.all()._raw_delete("default")  # type: ignore[attr-defined]  # Django's own
    return claim


def disputed_only() -> Claim:
    claim = make_claim(status="draft", passages=[whole(_fourth(make_article()), "disputes")])
    Claim.objects.update(status="in_review")
    return claim


def on_dropped_support() -> Claim:
    claim = in_review()
    Evidence.objects.update(state="dropped")
    return claim


def in_a_sealed_article() -> Claim:
    claim = in_review()
    articles.seal(article=claim.article, by=publisher(), reason="Verlangt.")
    return claim


def without_an_asserter() -> Claim:
    minister = make_actor("Die Ministerin")
    claim = in_review(speaker=minister, mode=Mode.INDIRECT)
    claim.attributions.all()._raw_delete("default")  # type: ignore[attr-defined]  # Django's own
    return claim


def without_text() -> Claim:
    claim = in_review()
    sql("UPDATE kb_claim SET text = %s, version = version + 1 WHERE id = %s", " \t\u2003", claim.pk)
    return claim


FAILING: dict[str, tuple[Callable[[], Claim], tuple[str, ...]]] = {
    "no support": (without_support, ("support",)),
    "disputes only": (disputed_only, ("support",)),
    "support dropped": (on_dropped_support, ("support",)),
    "article sealed": (in_a_sealed_article, ("support",)),
    "no asserter": (without_an_asserter, ("chain",)),
    "no text": (without_text, ("claim-text",)),
}


@pytest.mark.parametrize("gate", FAILING)
def test_no_way_of_publishing_passes_a_gate(gate: str) -> None:
    make, codes = FAILING[gate]
    claim = make()
    claim.refresh_from_db()
    with refused(*codes):
        claims.publish(claim=Claim.objects.get(), by=publisher())
    with refused(*codes):
        _decided(claim)
        sql(PUBLISH, claim.pk)
    with refused(*codes):
        _decided(claim)
        Claim.objects.update(status="published", published_at=timezone.now())
    work = batches.Work(Step.PUBLISH, publisher())
    assert batches.take(work=work, seen={claim.pk: claim.version}).batch is None
    path = reverse("admin:kb_claim_step", args=("publish",))
    as_(publisher()).post(path, {"seen": f"{claim.pk}:{claim.version}", "reason": "So."})
    chosen = {"action": "publish", "_selected_action": [claim.pk]}
    page = as_(publisher()).post(address(Claim, "changelist"), chosen)
    assert page.context["goes"] == []
    assert [bool(line.why) for line in page.context["stays"]] == [True]
    assert not Claim.objects.published().exists()


@pytest.mark.parametrize("gate", FAILING)
def test_submitting_asks_for_the_same(gate: str) -> None:
    make, codes = FAILING[gate]
    claim = make()
    claim.refresh_from_db()
    claims.give_back(claim=claim, by=publisher(), reason="Fehlt.")
    with refused(*codes):
        claims.submit(claim=claim, by=editor())


def test_a_speaker_and_a_text_are_never_missing() -> None:
    make_claim(status="draft")
    with refused("integrity"):
        sql("UPDATE kb_claim SET text = '', version = version + 1")
    with refused("integrity"):
        sql("UPDATE kb_claim SET speaker_id = NULL, version = version + 1")


# --- Claims that are public already ---------------------------------------------------------------


def _wanted(claim: Claim, **change: Any) -> Suggestion:
    """A suggestion that nobody could have made: whoever accepts it meets the gate again."""
    current = content(claim)
    return Suggestion.objects.create(
        claim=claim, claim_version=1, base=current, content=current | change, by=editor()
    )


SPOILT: dict[str, dict[str, Any]] = {
    "no support": {"evidence": []},
    "no asserter": {"mode": Mode.INDIRECT, "speaker": 10**6},
    "no text": {"text": ""},
    "white space": {"text": " \u2003"},
}


@pytest.mark.parametrize("gate", SPOILT)
def test_no_suggestion_takes_what_a_public_claim_needs(gate: str) -> None:
    claim = make_claim()
    suggestion = _wanted(claim, **SPOILT[gate])
    with nothing_decided():
        data = {"_accept": "1", "reason": "So.", "seen": digest(content(claim))}
        assert as_(publisher()).post(address(suggestion), data).status_code == 422


def test_no_suggestion_rests_on_a_sealed_article() -> None:
    claim, other = make_claim(), make_article()
    sentence = _fourth(other)
    row = [sentence.pk, 0, len(sentence.text), "supports"]
    suggestion = _wanted(claim, evidence=[row])
    articles.seal(article=other, by=publisher(), reason="Verlangt.")
    with refused("support", "passage"):
        suggestions.accept(suggestion=suggestion, by=publisher(), reason="So.")


def test_no_correction_takes_what_a_public_claim_needs() -> None:
    claim = make_claim()
    sides = {"claim": claim, "writer": editor(), "by": publisher(), "reason": "So."}
    with refused("support"):
        claims.correct(**sides, dropped=claim.evidence.all())
    claim.refresh_from_db()
    with refused("claim-text"):
        claims.correct(**sides, text=" \t")
    claim.refresh_from_db()
    with refused("chain"):
        other = [Hop(make_actor("Rätin"), Mode.INDIRECT)]
        claims.correct(**sides, mode=Mode.INDIRECT, speaker=claim.speaker, hops=other)


def test_a_public_claim_loses_nothing_by_sql() -> None:
    claim = make_claim(speaker=make_actor("Die Ministerin"), mode=Mode.INDIRECT)
    for statement in (
        "DELETE FROM kb_evidence",
        "UPDATE kb_evidence SET state = 'dropped'",
        "UPDATE kb_evidence SET stance = 'disputes'",
        "DELETE FROM kb_attribution",
        "UPDATE kb_claim SET text = ' ', version = version + 1",
        "UPDATE kb_claim SET speaker_id = speaker_id + 1",
        "UPDATE kb_article SET access = 'sealed'",
    ):
        with refused(
            "evidence-kept", "settled", "evidence-frozen", "four-eyes", "claim-version", "chain",
            "article-sealed", "support", "frozen", "claim-text",
        ):  # fmt: skip
            sql(statement)
    assert Claim.objects.published().get() == claim
    assert not list(verify())


def test_an_article_is_not_sealed_under_a_public_claim_that_rests_on_it() -> None:
    claim = make_claim()
    with refused("support"):
        Decision.objects.create(
            article=claim.article, verb="sealed", reason="Verlangt.", by=publisher()
        )
        Article.objects.filter(pk=claim.article_id).update(access="sealed")


def _decided(claim: Claim) -> None:
    Decision.objects.create(
        claim=claim, claim_version=claim.version, verb="published", by=publisher()
    )


def _fourth(article: Article) -> Any:
    return article.current_version.sentences.get(position=4)
