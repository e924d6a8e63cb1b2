"""What is proposed for a published claim: what goes through, what is refused, what stays."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from editorial.actions import articles, claims, labels, suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim, Decision, Evidence, Mode, Revision, Sentence, Tag
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

BETTER = "Die Brücke ist laut Ministerin sicher."


def other() -> User:
    """A second editor, whose suggestions are rivals of the first one's."""
    return User.objects.get_or_create(username="other", defaults={"is_staff": True})[0]


def suggest(claim: Claim, by: User | None = None, note: str = "", **change: Any) -> Suggestion:
    proposed = content(claim) | change
    return suggestions.suggest(claim=claim, by=by or makers.editor(), content=proposed, note=note)


def accept(suggestion: Suggestion) -> Claim:
    return suggestions.accept(suggestion=suggestion, by=makers.publisher(), reason="Genauer.")


def passage(sentence: Sentence, stance: str = "supports") -> list[Any]:
    return [sentence.pk, 0, len(sentence.text), stance]


def sentence_of(claim: Claim, position: int) -> Sentence:
    return claim.article.current_version.sentences.get(position=position)


def test_a_suggestion_waits_beside_the_claim() -> None:
    claim, before = makers.make_claim(), Revision.current()
    suggestion = suggest(claim, text=BETTER, note="Wer sagt es?")
    claim.refresh_from_db()
    assert claim.text != BETTER
    assert (suggestion.state, suggestion.claim_version, suggestion.note) == (
        "open",
        1,
        "Wer sagt es?",
    )
    assert suggestion.base == content(claim)
    assert Revision.current() >= before
    assert list(verify()) == []


def test_only_a_published_claim_gets_suggestions() -> None:
    claim = makers.make_claim(status="draft")
    with pytest.raises(ValidationError, match="Only a published claim") as refusal:
        suggest(claim, text=BETTER)
    assert refusal.value.code == "claim-status"


def test_nothing_different_is_no_suggestion() -> None:
    with pytest.raises(ValidationError, match="Nothing differs"):
        suggest(makers.make_claim())


def test_a_newer_suggestion_supersedes_ones_own_and_no_other() -> None:
    claim = makers.make_claim()
    foreign, mine = suggest(claim, other(), text="Nein."), suggest(claim, text="Ja.")
    newer = suggest(claim, text=BETTER)
    states = dict(Suggestion.objects.values_list("pk", "state"))
    assert states == {foreign.pk: "open", mine.pk: "superseded", newer.pk: "open"}


def test_the_same_again_is_the_same_suggestion() -> None:
    claim = makers.make_claim()
    assert suggest(claim, text=BETTER) == suggest(claim, text=BETTER)
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": ""}, "content"),
        ({"mode": "indirect", "attribution": []}, None),
        ({"evidence": []}, "support"),
        ({"kind": "rumour"}, "content"),
        ({"about": [999_999]}, "gone"),
    ],
)
def test_what_nobody_could_accept_is_refused(change: dict[str, Any], code: str | None) -> None:
    claim = makers.make_claim()
    if code is None:  # its chain would end in somebody else than its speaker
        change |= {"attribution": [[makers.make_actor().pk, "indirect", None, None, None]]}
        code = "chain"
    with pytest.raises(ValidationError) as refusal:
        suggest(claim, **change)
    found = getattr(refusal.value, "error_dict", {"": [refusal.value]})
    assert code in {error.code for errors in found.values() for error in errors}
    assert not Suggestion.objects.exists()


def test_an_accepted_suggestion_is_a_correction_by_who_proposed_it() -> None:
    claim, speaker = makers.make_claim(), makers.make_actor("Die Ministerin")
    old, new = claim.evidence.get(), sentence_of(claim, 5)
    hop = [speaker.pk, Mode.INDIRECT, new.pk, 0, 3]
    suggestion = suggest(
        claim,
        text=BETTER,
        speaker=speaker.pk,
        mode=Mode.INDIRECT,
        attribution=[hop],
        said_on="2025-12-02",
        evidence=[passage(new)],
        tags=["Neues"],
        about=[speaker.pk],
    )
    before = Revision.current()
    claim = accept(suggestion)
    assert Revision.current() == before + 1
    claim = Claim.objects.get(pk=claim.pk)
    assert content(claim) == suggestion.content
    assert (claim.version, claim.writer, claim.status) == (2, makers.editor(), "published")
    decision = claim.decisions.first()
    assert decision is not None
    assert (decision.verb, decision.by, decision.reason) == (
        Decision.Verb.CORRECTED,
        makers.publisher(),
        "Genauer.",
    )
    assert claim.history.first().history_user == makers.editor()
    old.refresh_from_db()
    assert old.state == Evidence.State.DROPPED
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by) == ("accepted", makers.publisher())
    assert list(verify()) == []


def test_labels_alone_make_no_new_version() -> None:
    claim = makers.make_claim(tags=["Brücke"])
    accept(suggest(claim, tags=["Bern"]))
    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.version, [tag.name for tag in claim.tags.all()]) == (1, ["Bern"])
    assert claim.tag_links.model.history.first().history_user == makers.editor()


def test_a_known_tag_is_not_made_again() -> None:
    Tag.objects.create(name="Bern")
    claim = makers.make_claim()
    accept(suggest(claim, tags=["Bern", "Neu"]))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Bern", "Neu"]


def test_nobody_accepts_or_rejects_their_own() -> None:
    suggestion = suggest(makers.make_claim(), text=BETTER)
    for verb in (suggestions.accept, suggestions.reject):
        with pytest.raises(ValidationError) as refusal:
            verb(suggestion=suggestion, by=makers.editor(), reason="Gut.")
        assert refusal.value.code == "own-work"
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_a_decision_takes_a_reason() -> None:
    suggestion = suggest(makers.make_claim(), text=BETTER)
    for verb in (suggestions.accept, suggestions.reject):
        with pytest.raises(ValidationError, match="Give a reason"):
            verb(suggestion=suggestion, by=makers.publisher(), reason="  ")


def test_accepting_supersedes_all_rivals() -> None:
    claim = makers.make_claim()
    rivals = [
        suggest(claim, other(), text="Nein."),
        suggest(claim, makers.publisher(), text="Doch."),
    ]
    elsewhere = suggest(makers.make_claim(), text=BETTER)
    accept(suggest(claim, text=BETTER))
    for rival in (*rivals, elsewhere):
        rival.refresh_from_db()
    assert [rival.state for rival in rivals] == ["superseded", "superseded"]
    assert elsewhere.state == "open"


def test_what_was_decided_is_not_decided_again() -> None:
    claim = makers.make_claim()
    suggestion, rival = suggest(claim, text=BETTER), suggest(claim, other(), text="Nein.")
    accept(suggestion)
    with pytest.raises(ValidationError, match="is accepted already"):
        accept(suggestion)
    with pytest.raises(ValidationError, match="is superseded already"):
        accept(rival)
    with pytest.raises(ValidationError, match="is accepted already"):
        suggestions.retract(suggestion=suggestion, by=makers.editor())
    claim.refresh_from_db()
    assert (claim.text, claim.version) == (BETTER, 2)


def test_what_was_changed_elsewhere_meanwhile_stays() -> None:
    claim = makers.make_claim(tags=["Brücke"])
    suggestion = suggest(claim, text=BETTER, tags=["Bern", "Brücke"])
    added = sentence_of(claim, 5)
    claims.correct(
        claim=claim,
        writer=other(),
        by=makers.publisher(),
        reason="Mehr Belege",
        kind=Claim.Kind.REPORT,
        passages=[makers.whole(added)],
    )
    labels.label(claim=claim, by=other(), tags=["Rat"])
    claim = Claim.objects.get(pk=accept(suggestion).pk)
    said = content(claim)
    assert (said["text"], said["kind"], claim.version) == (BETTER, "report", 3)
    assert said["tags"] == ["Bern", "Brücke", "Rat"]
    assert len(said["evidence"]) == 2


def test_a_suggestion_that_clashes_says_with_what() -> None:
    claim = makers.make_claim()
    suggestion = suggest(claim, text=BETTER)
    claims.correct(
        claim=claim, writer=other(), by=makers.publisher(), reason="Anders", text="Sie hält."
    )
    with pytest.raises(ValidationError, match="Changed since: text") as refusal:
        accept(suggestion)
    assert refusal.value.code == "stale"
    claim.refresh_from_db()
    suggestion.refresh_from_db()
    assert (claim.text, claim.version, suggestion.state) == ("Sie hält.", 2, "open")


def test_a_suggestion_that_is_in_force_already_changes_nothing() -> None:
    claim = makers.make_claim()
    suggestion = suggest(claim, text=BETTER)
    claims.correct(
        claim=claim, writer=other(), by=makers.publisher(), reason="Genau so", text=BETTER
    )
    with pytest.raises(ValidationError, match="says all of this"):
        accept(suggestion)


def test_an_older_suggestion_without_a_base_goes_by_the_version() -> None:
    claim = makers.make_claim()
    suggestion = Suggestion.objects.create(
        claim=claim, claim_version=1, content={"text": BETTER}, by=makers.editor()
    )
    claims.correct(
        claim=claim, writer=other(), by=makers.publisher(), reason="Ja", kind=Claim.Kind.REPORT
    )
    with pytest.raises(ValidationError, match="made for version 1"):
        accept(suggestion)


def test_a_passage_of_an_older_wording_is_refused() -> None:
    claim = makers.make_claim()
    suggestion = suggest(claim, evidence=[passage(sentence_of(claim, 5))])
    makers.correct(claim.article, makers.TEXT + " Oder nie.")
    with pytest.raises(ValidationError, match=r"“Der Ingenieur.*older wording") as refusal:
        accept(suggestion)
    assert refusal.value.code == "passage"
    assert claim.evidence.live().count() == 1


def test_a_passage_of_a_sealed_article_is_refused() -> None:
    claim, article = makers.make_claim(), makers.make_article()
    sentence = article.current_version.sentences.get(position=5)
    suggestion = suggest(claim, evidence=[*content(claim)["evidence"], passage(sentence)])
    articles.seal(article=article, by=makers.publisher(), reason="Verfügung")
    with pytest.raises(ValidationError, match="is sealed"):
        accept(suggestion)


def test_for_a_withdrawn_claim_nothing_is_accepted() -> None:
    claim = makers.make_claim()
    suggestion = suggest(claim, text=BETTER)
    claims.withdraw(claim=claim, by=makers.publisher(), reason="Widerrufen.")
    with pytest.raises(ValidationError, match="this one is withdrawn"):
        accept(suggestion)
    suggestions.reject(suggestion=suggestion, by=makers.publisher(), reason="Hinfällig.")
    assert suggestion.state == "rejected"


def test_a_rejected_one_says_why_and_leaves_the_claim_alone() -> None:
    claim = makers.make_claim()
    suggestion = suggest(claim, text=BETTER)
    suggestions.reject(suggestion=suggestion, by=makers.publisher(), reason="Das steht nicht da.")
    suggestion = Suggestion.objects.get()
    assert (suggestion.state, suggestion.reason) == ("rejected", "Das steht nicht da.")
    assert suggestion.decided_by == makers.publisher()
    claim.refresh_from_db()
    assert claim.version == 1


def test_only_who_proposed_takes_it_back() -> None:
    suggestion = suggest(makers.make_claim(), text=BETTER)
    with pytest.raises(ValidationError, match="Only editor takes"):
        suggestions.retract(suggestion=suggestion, by=makers.publisher())
    suggestions.retract(suggestion=suggestion, by=makers.editor())
    assert Suggestion.objects.get().state == "retracted"
