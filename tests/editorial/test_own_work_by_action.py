"""No action, and no two people together, let anybody publish, return or accept their own work."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from editorial.actions import articles, batches, claims, imports, suggestions, undoing
from editorial.models import Batch, ImportRun, Step
from kb.models import Claim
from kb.verify import verify
from tests.editorial.admin.pages import address, as_
from tests.editorial.own_work import BETTER, nothing_decided, own, proposed, refused
from tests.makers import editor, make_claim, publisher
from tests.permissions.people import person

pytestmark = pytest.mark.django_db

# --- Actions --------------------------------------------------------------------------------------


def _batch(step: Step, claim: Claim) -> Batch:
    taken = batches.take(work=batches.Work(step, publisher()), seen={claim.pk: claim.version})
    assert taken.batch
    return taken.batch


def test_no_action_publishes_returns_or_accepts_ones_own_work() -> None:
    """Every verb that decides on a claim, one after the other."""
    me, mine, public = publisher(), own(), own("published")
    suggestion, submitted = proposed(public, me), _batch(Step.SUBMIT, own("draft"))
    decide: dict[str, Callable[[], Any]] = {
        "publish": lambda: claims.publish(claim=mine, by=me),
        "return": lambda: claims.give_back(claim=mine, by=me, reason="So."),
        "correct": lambda: claims.correct(
            claim=public, writer=me, by=me, reason="So.", text=BETTER
        ),
        "accept": lambda: suggestions.accept(suggestion=suggestion, by=me, reason="So."),
        "reject": lambda: suggestions.reject(suggestion=suggestion, by=me, reason="So."),
        "undo": lambda: undoing.undo(batch=submitted, by=me, reason="So."),
    }
    for name, verb in decide.items():
        with refused("own-work", "touched"):
            verb()
        assert not list(verify()), name
    for step in (Step.PUBLISH, Step.RETURN):
        taken = batches.take(work=batches.Work(step, me, "So."), seen={mine.pk: mine.version})
        assert (taken.batch, len(taken.refused)) == (None, 1)


def test_no_way_back_publishes_or_returns_ones_own_work() -> None:
    """Undoing, taking imports back and sealing withdraw, submit or leave; none of them decides."""
    me, mine = publisher(), own("published")
    undoing.undo(batch=_withdrawn(mine), by=me, reason="Doch.")
    assert Claim.objects.get(pk=mine.pk).status == "in_review"
    run = ImportRun.objects.create(source="tests", path="x", by=me, finished_at=timezone.now())
    item = {"source": "tests", "kind": "claim", "key": "x", "object_id": mine.pk}
    run.made.create(run=run, state_digest="", **item)
    with nothing_decided():
        imports.take_back(run=run, by=me, reason="Falsch.")
    articles.seal(article=mine.article, by=me, reason="Verlangt.")
    articles.reopen(article=mine.article, access="full", by=me, reason="Doch nicht.")
    assert Claim.objects.get(pk=mine.pk).status == "in_review"


def _withdrawn(claim: Claim) -> Batch:
    work = batches.Work(Step.WITHDRAW, publisher(), "Weg.")
    batch = batches.take(work=work, seen={claim.pk: claim.version}).batch
    assert batch
    return batch


def test_a_claim_that_was_loaded_before_does_not_deceive() -> None:
    stale = make_claim(status="in_review")
    claims.revise(claim=Claim.objects.get(), by=publisher(), text=BETTER)
    with refused("decision-fits", "own-work"):
        claims.publish(claim=stale, by=publisher())
    pretended = Claim.objects.get()
    pretended.writer = editor()
    with refused("own-work"):
        claims.publish(claim=pretended, by=publisher())


# --- Several people -------------------------------------------------------------------------------


def test_whoever_revises_a_claim_is_its_writer_and_another_decides() -> None:
    """The last to change it decides on it no more; whoever wrote it before now may."""
    claim = make_claim(status="in_review")
    claims.revise(claim=claim, by=publisher(), text=BETTER)
    with refused("own-work"):
        claims.publish(claim=claim, by=publisher())
    claims.publish(claim=claim, by=person("publisher"))
    assert claim.decisions.get().by != claim.writer
    assert not list(verify())


def test_a_decision_on_an_earlier_version_does_not_hold_for_a_revised_one() -> None:
    claim = own("published")
    claims.withdraw(claim=claim, by=publisher(), reason="Zurück.")
    claims.revise(claim=claim, by=publisher(), text=BETTER)
    claims.submit(claim=claim, by=publisher())
    with refused("own-work"):
        claims.publish(claim=claim, by=publisher())
    with refused("four-eyes"):
        Claim.objects.filter(pk=claim.pk).update(status="published")


def test_two_who_correct_each_other_each_need_the_other() -> None:
    one, two, claim = publisher(), person("publisher"), own("published")
    first, second = proposed(claim, one), proposed(claim, two, "Die Brücke hält.")
    suggestions.accept(suggestion=first, by=two, reason="Genauer.")
    second.refresh_from_db()
    assert second.state == "superseded"
    claim.refresh_from_db()
    again = proposed(claim, two, "Die Brücke hält.")
    with refused("own-work"):
        suggestions.accept(suggestion=again, by=two, reason="Genauer.")


@pytest.mark.parametrize("name", ["editor", "publisher"])
def test_nobody_but_superusers_makes_a_second_account(name: str) -> None:
    """Two accounts are two people to any program; so nobody of a role gets at accounts."""
    client, group = as_(person(name)), Group.objects.get(name="publisher")
    account = {"username": "second", "password1": "e7Gq!wmZ", "password2": "e7Gq!wmZ"}
    more = {"is_superuser": "on", "groups": [group.pk], "username": "renamed"}
    for path in (reverse("admin:auth_user_add"), address(person(name)), address(group)):
        assert client.post(path, account | more).status_code == 403
    assert not User.objects.filter(username__in=("second", "renamed")).exists()
