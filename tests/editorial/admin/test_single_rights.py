"""People whose role lacks one right: what it guards is closed to them, and counted for nobody."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from editorial.actions import batches, comments, suggestions
from editorial.models import Batch, Comment, Step, Suggestion
from editorial.permissions import PUBLISHER
from editorial.state import content, digest
from kb.models import Actor, Claim
from tests.editorial.admin.pages import address, as_, filled
from tests.editorial.importing.documents.filebed import rows
from tests.makers import editor, make_actor, make_claim, publisher

pytestmark = pytest.mark.django_db

SECRET = "Das Geheimnis der Brücke."


def without(*rights: str) -> User:
    """A publisher who lacks these rights."""
    assert PUBLISHER.issuperset(rights)
    somebody = User.objects.create(username=f"without-{'-'.join(rights)}", is_staff=True)
    kept = PUBLISHER.difference(rights)
    ours = Permission.objects.filter(content_type__app_label__in=("kb", "editorial"))
    somebody.user_permissions.set(ours.filter(codename__in=kept))
    return somebody


def suggested(claim: Claim | None = None, by: User | None = None) -> Suggestion:
    claim = claim or make_claim()
    wanted = content(claim) | {"text": SECRET}
    return suggestions.suggest(claim=claim, by=by or editor(), content=wanted)


def batch() -> Batch:
    claim = make_claim(SECRET)
    work = batches.Work(Step.WITHDRAW, publisher(), "Weg.")
    taken = batches.take(work=work, seen={claim.pk: claim.version})
    assert taken.batch
    return taken.batch


def pages() -> dict[str, list[str]]:
    """Pages by the right that each of them takes."""
    suggestion, done, claim = suggested(), batch(), make_claim(SECRET)
    comments.add(claim=claim, by=editor(), text=SECRET)
    of_suggestions = [address(suggestion), address(Suggestion, "changelist")]
    undo = reverse("admin:editorial_batch_undo", args=(done.pk,))
    of_batches = [address(done), address(Batch, "changelist"), undo]
    comment = reverse("admin:kb_claim_comment", args=(claim.pk,))
    step = f"{reverse('admin:kb_claim_step', args=('withdraw',))}?claim={claim.pk}"
    of_claims = [reverse("admin:kb_claim_queue"), comment, step, address(claim)]
    propose = reverse("admin:kb_claim_propose", args=(claim.pk,))
    return {
        "view_suggestion": of_suggestions,
        "view_batch": of_batches,
        "view_comment": [address(Comment, "changelist")],
        "view_claim": [*of_claims, *of_suggestions, *of_batches, address(Comment, "changelist")],
        "change_claim": [propose],
        "add_comment": [comment],
        "publish_claim": [step.replace("withdraw", "publish")],
    }


RIGHTS = (
    "view_suggestion",
    "view_batch",
    "view_comment",
    "view_claim",
    "change_claim",
    "add_comment",
    "publish_claim",
)


@pytest.mark.parametrize("right", RIGHTS)
def test_whoever_lacks_a_right_is_refused_at_every_page_that_takes_it(right: str) -> None:
    # Who changes something may look at it, as everywhere in Django.
    lacking = (right, "change_claim") if right == "view_claim" else (right,)
    client, everybody = as_(without(*lacking)), as_(publisher())
    for path in pages()[right]:
        before = rows()
        for answer in (client.get(path), client.post(path, {"reason": "So.", "text": "So."})):
            assert answer.status_code == 403, path
            assert SECRET not in answer.content.decode()
        assert rows() == before
        assert everybody.get(path).status_code == 200, path


def test_every_right_that_has_pages_is_tried() -> None:
    assert set(pages()) == set(RIGHTS)


# --- Suggestions ----------------------------------------------------------------------------------


def queue(client: Client, **query: str) -> Any:
    answer = client.get(reverse("admin:kb_claim_queue"), query)
    assert answer.status_code == 200
    return answer


def test_the_queue_of_whoever_sees_no_suggestions_has_and_counts_none() -> None:
    nobody = without("view_suggestion")
    make_claim("Neu.", status="in_review")
    suggested(make_claim("Alt."))
    suggested(make_claim("Meine."), nobody)
    seen, unseen = queue(as_(publisher())), queue(as_(nobody))
    assert (seen.context["number"], len(seen.context["entries"])) == (3, 3)
    assert [entry.claim.text for entry in unseen.context["entries"]] == ["Neu."]
    assert (unseen.context["number"], unseen.context["own"]) == (1, 0)
    assert queue(as_(nobody), whose="mine").context["entries"] == []


def test_a_claims_page_tells_of_suggestions_only_whoever_sees_them() -> None:
    claim = make_claim()
    suggested(claim)
    assert "1 suggestion waits" in as_(publisher()).get(address(claim)).content.decode()
    page = as_(without("view_suggestion")).get(address(claim)).content.decode()
    assert "suggestion waits" not in page


def test_a_colleagues_suggestion_is_gone_on_from_only_by_whoever_sees_it() -> None:
    suggestion = suggested()
    propose = reverse("admin:kb_claim_propose", args=(suggestion.claim_id,))
    for user, is_shown in ((publisher(), True), (without("view_suggestion"), False)):
        page = as_(user).get(propose, {"from": suggestion.pk}).content.decode()
        assert (SECRET in page) == is_shown


def test_whoever_sees_no_suggestions_still_proposes_and_comes_back_to_the_claim() -> None:
    user, claim = without("view_suggestion"), make_claim()
    propose = reverse("admin:kb_claim_propose", args=(claim.pk,))
    client = as_(user)
    answer = client.post(propose, filled(client, propose) | {"text": SECRET})
    assert (answer.status_code, answer.url) == (302, address(claim))
    assert Suggestion.objects.get().by == user


def test_a_suggestion_takes_no_decision_of_whoever_does_not_see_it() -> None:
    suggestion = suggested()
    data = {"_accept": "1", "reason": "So.", "seen": digest(content(suggestion.claim))}
    answer = as_(without("view_suggestion")).post(address(suggestion), data)
    assert answer.status_code == 403
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


# --- Comments and batches -------------------------------------------------------------------------


def test_whoever_sees_no_comments_may_still_write_one() -> None:
    user, claim = without("view_comment"), make_claim()
    comments.add(claim=claim, by=editor(), text=SECRET)
    path = reverse("admin:kb_claim_comment", args=(claim.pk,))
    page = as_(user).get(path)
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert "Nobody has commented" not in page.content.decode()
    as_(user).post(path, {"text": "Wer sagt das?"})
    assert Comment.objects.count() == 2
    assert SECRET not in as_(user).get(address(claim)).content.decode()


def test_the_way_to_a_bulk_step_is_shown_to_whoever_sees_it() -> None:
    path = reverse("admin:kb_claim_step", args=("withdraw",))
    for user, is_shown in ((publisher(), True), (without("view_batch"), False)):
        claim = make_claim()
        data = {"seen": f"{claim.pk}:{claim.version}", "reason": "Weg."}
        page = as_(user).post(path, data, follow=True).content.decode()
        assert "Done for 1 claim." in page
        assert ("See it, or undo it" in page) == is_shown


# --- Evidence and attributions of a proposal ------------------------------------------------------


def proposing(user: User, claim: Claim) -> tuple[Client, str, dict[str, Any]]:
    client, path = as_(user), reverse("admin:kb_claim_propose", args=(claim.pk,))
    return client, path, filled(client, path)


def new_passage(claim: Claim) -> dict[str, Any]:
    """What a forger sends for one more passage, whether the page has fields for it or not."""
    sentence = claim.article.current_version.sentences.get(position=5)
    count = {"passages-TOTAL_FORMS": "1", "passages-INITIAL_FORMS": "0"}
    said = {"passages-0-sentence": sentence.pk, "passages-0-stance": "supports"}
    return count | said


def dropped(claim: Claim) -> str:
    return ":".join(str(value) for value in content(claim)["evidence"][0])


def test_whoever_may_not_add_evidence_adds_no_passage() -> None:
    claim = make_claim()
    for user, passages in ((without("add_evidence"), 1), (publisher(), 2)):
        client, path, data = proposing(user, claim)
        assert ("passages-TOTAL_FORMS" in data) == (passages == 2)
        answer = client.post(path, data | new_passage(claim) | {"text": SECRET})
        assert answer.status_code == 302
        assert len(Suggestion.objects.get(by=user).content["evidence"]) == passages


def test_whoever_may_not_change_evidence_takes_no_passage_away() -> None:
    claim = make_claim()
    for user, is_refused in ((without("change_evidence"), False), (publisher(), True)):
        client, path, data = proposing(user, claim)
        answer = client.post(path, data | {"text": SECRET, "dropped": dropped(claim)})
        # Without its only support nothing is proposed; so whoever may is told.
        assert answer.status_code == (422 if is_refused else 302)
    assert Suggestion.objects.get().content["evidence"] == content(claim)["evidence"]


def test_whoever_may_not_change_attributions_leaves_the_chain() -> None:
    speaker, others = make_actor("Die Ministerin"), [make_actor(), make_actor()]
    claim = make_claim(speaker=speaker, mode="indirect")
    for user, hops in ((without("change_attribution"), 1), (publisher(), 3)):
        client, path, data = proposing(user, claim)
        assert ("hops-TOTAL_FORMS" in data) == (hops == 3)
        chain = chained(speaker, others)
        assert client.post(path, data | chain | {"text": SECRET}).status_code == 302
        assert len(Suggestion.objects.get(by=user).content["attribution"]) == hops


def test_a_chain_of_one_follows_the_speaker_whoever_may_not_write_chains() -> None:
    claim, other = make_claim(speaker=make_actor(), mode="indirect"), make_actor()
    client, path, data = proposing(without("change_attribution"), claim)
    assert client.post(path, data | {"speaker": other.pk}).status_code == 302
    said = Suggestion.objects.get().content
    assert (said["speaker"], said["attribution"][0][0]) == (other.pk, other.pk)


def chained(speaker: Actor, others: list[Actor]) -> dict[str, Any]:
    """A chain through others to the speaker, as a form of new rows sends it."""
    data = {"hops-TOTAL_FORMS": "3", "hops-INITIAL_FORMS": "1", "hops-0-place": "3"}
    for number, actor in enumerate(others, start=1):
        hop = {"place": number, "actor": actor.pk, "mode": "reported"}
        data |= {f"hops-{number}-{name}": str(value) for name, value in hop.items()}
    return data | {"hops-0-actor": str(speaker.pk), "hops-0-mode": "indirect"}
