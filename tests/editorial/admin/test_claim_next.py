"""What the page of a claim says can be done next, and why something cannot."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import assignments, comments
from kb.models import Claim
from tests.editorial.admin.pages import address, as_
from tests.makers import editor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db


def steps(claim: Claim, user: User) -> dict[str, Any]:
    """Each step by its title: its address, or why it is not possible."""
    page = as_(user).get(address(claim))
    found = {str(s.title): s.url or " ".join(s.why) for s in page.context["next_steps"]}
    shown = page.content.decode()
    assert all(value in shown for value in found.values())
    return found


def test_a_publisher_decides_on_what_waits() -> None:
    claim = make_claim(status="in_review")
    assert steps(claim, publisher()) == {
        "Publish": f"/admin/kb/claim/step/publish/?claim={claim.pk}",
        "Return to the writer": f"/admin/kb/claim/step/return/?claim={claim.pk}",
    }


def test_nobody_decides_on_their_own_work() -> None:
    claim = make_claim(status="in_review", by=publisher())
    why = "Nobody decides on their own work: ask a colleague."
    assert steps(claim, publisher()) == {"Publish": why, "Return to the writer": why}


def test_whoever_lacks_the_right_is_told() -> None:
    why = "This takes a colleague who has the right to it."
    assert steps(make_claim(), editor()) == {"Withdraw": why}


def test_a_draft_without_support_says_what_it_lacks() -> None:
    bare = make_claim(status="draft", passages=[])
    why = "A published claim needs at least one passage that supports it."
    assert steps(bare, editor()) == {"Submit for publication": why}
    draft = make_claim(status="draft")
    address_of_it = f"/admin/kb/claim/step/submit/?claim={draft.pk}"
    assert steps(draft, editor()) == {"Submit for publication": address_of_it}


def test_who_looks_after_it_is_said() -> None:
    claim = make_claim()
    page = as_(editor()).get(address(claim)).content.decode()
    assert "Assigned to nobody." in page
    assert f"/admin/kb/claim/step/assign/?claim={claim.pk}" in page
    assignments.assign(claim=claim, by=editor(), to=publisher())
    assert (
        "Assigned to <strong>publisher</strong>"
        in as_(editor()).get(address(claim)).content.decode()
    )


def test_a_new_claim_has_no_steps() -> None:
    page = as_(editor()).get("/admin/kb/claim/add/")
    assert "next_steps" not in page.context
    assert 'id="comments"' not in page.content.decode()


def test_twenty_comments_cost_no_more_queries() -> None:
    claim, client = make_claim(status="in_review"), as_(publisher())
    costs = []
    for _ in range(2):
        for n in range(10):
            comments.add(claim=claim, by=editor(), text=f"Bemerkung {n}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(claim))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def listed(user: User, **query: str) -> set[str]:
    page = as_(user).get(address(Claim, "changelist"), query)
    assert page.status_code == 200
    return {claim.text for claim in page.context["cl"].result_list}


def test_the_list_knows_what_is_mine() -> None:
    article, me, other = make_article(), publisher(), editor()
    for text, status, by, to in (
        ("mein Entwurf", "draft", me, None),
        ("mein Auftrag", "draft", other, me),
        ("wartet", "in_review", other, None),
        ("wartet auf mich", "in_review", other, me),
        ("wartet auf jemand anderes", "in_review", other, other),
        ("wartet, von mir", "in_review", me, None),
        ("fertig", "published", other, me),
    ):
        claim = make_claim(text, status=status, by=by, article=article)
        if to:
            assignments.assign(claim=claim, by=me, to=to)
    assert listed(me, mine="assigned") == {"mein Auftrag", "wartet auf mich", "fertig"}
    assert listed(me, mine="written") == {"mein Entwurf", "wartet, von mir"}
    assert listed(me, mine="waiting") == {"mein Auftrag", "wartet", "wartet auf mich"}
    assert listed(other, mine="waiting") == set(), "who decides nothing waits for nobody's claim"
    assert listed(me, assigned_to=str(other.pk)) == {"wartet auf jemand anderes"}
    assert listed(me, assigned_to="nobody") == {"mein Entwurf", "wartet", "wartet, von mir"}


def test_a_person_that_no_column_can_hold_filters_nothing() -> None:
    claim = make_claim()
    for nonsense in ("9" * 30, "x", "-1"):
        assert listed(editor(), assigned_to=nonsense) == {claim.text}
