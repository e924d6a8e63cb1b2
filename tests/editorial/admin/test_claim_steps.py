from typing import Any

import pytest
from django.test import Client

from editorial.actions import claims
from kb.models import Claim, Decision, Revision
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db


def take(client: Client, action: str, *chosen: Claim, **more: Any) -> Any:
    data = {"action": action, "_selected_action": [claim.pk for claim in chosen]}
    return client.post(address(Claim, "changelist"), data | more)


def decide(client: Client, action: str, *chosen: Claim, reason: str = "") -> Any:
    """Takes a step as the page before it, which shows the claims as they are now, lets one."""
    seen = [f"{claim.pk}:{claim.version}" for claim in chosen]
    return take(client, action, *chosen, seen=seen, reason=reason)


def offered(client: Client) -> set[str]:
    page = client.get(address(Claim, "changelist"))
    return {name for name, _label in page.context["action_form"].fields["action"].choices} - {""}


def test_an_editor_may_submit_and_no_more() -> None:
    make_claim()
    assert offered(as_(editor())) == {"submit"}


def test_a_publisher_takes_every_step() -> None:
    make_claim()
    assert offered(as_(publisher())) == {"submit", "publish", "give_back", "withdraw"}


def test_what_can_be_done_is_done_and_the_rest_says_why() -> None:
    draft, public = make_claim("Ein Entwurf.", status="draft"), make_claim("Schon da.")
    bare = make_claim("Ohne Beleg.", status="draft", passages=[])
    answer = take(as_(editor()), "submit", draft, public, bare)
    draft.refresh_from_db()
    assert draft.status == "in_review"
    told = messages(answer)
    assert "Done for 1 claim." in told
    assert "Not done: “Schon da.” This needs a claim that is draft, withdrawn" in told
    assert "Not done: “Ohne Beleg.” A published claim needs at least one passage" in told


def test_a_publisher_publishes() -> None:
    claim = make_claim(status="in_review")
    before = Revision.current()
    decide(as_(publisher()), "publish", claim)
    claim.refresh_from_db()
    assert claim.status == "published"
    assert Decision.objects.get().by == publisher()
    assert Revision.current() == before + 1


def test_before_publishing_one_sees_what_is_published() -> None:
    claim = make_claim("Die Brücke ist sicher.", status="in_review")
    page = take(as_(publisher()), "publish", claim).content.decode()
    assert claim.text in page
    assert f"<q>{claim.evidence.get().quote}</q>" in page
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_nobody_publishes_what_they_have_not_seen() -> None:
    claim = make_claim("Harmlos.", status="in_review")
    shown = f"{claim.pk}:{claim.version}"
    claims.revise(claim=claim, by=editor(), text="Ungeheuerlich.")
    answer = take(as_(publisher()), "publish", claim, seen=[shown], reason="")
    assert "changed after you saw it" in messages(answer)
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_who_submits_again_is_not_who_wrote() -> None:
    claim = make_claim(status="withdrawn")
    claims.revise(claim=claim, by=publisher(), text="Neu gefasst.")
    claims.submit(claim=claim, by=editor())
    answer = decide(as_(publisher()), "publish", claim)
    assert "Nobody decides on their own work" in messages(answer)


def test_own_work_is_refused() -> None:
    claim = claims.revise(claim=make_claim(status="draft"), by=publisher(), text="Eigenes.")
    claims.submit(claim=claim, by=publisher())
    answer = decide(as_(publisher()), "publish", claim)
    assert "Nobody decides on their own work" in messages(answer)
    claim.refresh_from_db()
    assert claim.status == "in_review"


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("give_back", "in_review", "draft"), ("withdraw", "published", "withdrawn")],
)
def test_a_reason_is_asked_for_first(action: str, before: str, after: str) -> None:
    claim = make_claim(status=before)
    client = as_(publisher())
    page = take(client, action, claim)
    assert page.status_code == 200
    assert claim.text in page.content.decode()
    page = decide(client, action, claim, reason="  ")
    assert "required" in page.content.decode()
    claim.refresh_from_db()
    assert claim.status == before
    answer = decide(client, action, claim, reason="Die Quelle ist falsch.")
    assert "Done for 1 claim." in messages(answer)
    claim.refresh_from_db()
    assert claim.status == after
    assert claim.decisions.first().reason == "Die Quelle ist falsch."


@pytest.mark.parametrize("action", ["publish", "give_back", "withdraw"])
def test_an_editor_cannot_force_a_step(action: str) -> None:
    claim = make_claim(status="in_review")
    decide(as_(editor()), action, claim, reason="Doch.")
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_nothing_is_deleted_in_bulk() -> None:
    claim = make_claim(status="draft")
    take(as_(publisher()), "delete_selected", claim, post="yes")
    assert Claim.objects.exists()
