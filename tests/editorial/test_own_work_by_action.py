"""No action, and no two people together, let anybody publish, return or accept their own work."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from editorial.actions import articles, claims, suggestions, undoing
from editorial.models import Step, Suggestion
from kb.errors import explained
from kb.models import Claim, Decision
from kb.verify import verify
from tests.editorial.admin.pages import address, as_
from tests.editorial.own_verbs import BENEATH, DECIDE, LEAVE, batch_of
from tests.editorial.own_work import BETTER, own, proposed, refused
from tests.editorial.verbs import verbs_over_claims
from tests.makers import editor, make_claim, publisher
from tests.permissions.people import person

pytestmark = pytest.mark.django_db

# --- Actions --------------------------------------------------------------------------------------


def test_every_verb_over_claims_is_tried() -> None:
    """Whoever adds one says in own_verbs.py whether it decides, and tries it on own work."""
    classified = [*DECIDE, *LEAVE, *BENEATH]
    assert len(classified) == len({*classified})
    assert verbs_over_claims().keys() == {*classified}


@pytest.mark.parametrize("verb", DECIDE)
def test_a_verb_that_decides_refuses_own_work(verb: str) -> None:
    codes, attempt = DECIDE[verb]
    with pytest.raises(ValidationError) as refusal, explained(), transaction.atomic():
        attempt()
    assert refusal.value.error_list[0].code in codes
    assert not list(verify())


@pytest.mark.parametrize("verb", LEAVE)
def test_a_verb_that_goes_through_decides_nothing_on_own_work(verb: str) -> None:
    LEAVE[verb]()
    me, theirs = publisher(), person("publisher")
    decided = ("published", "returned", "corrected")
    assert not Decision.objects.filter(by=me, verb__in=decided, claim__writer=me).exists()
    assert not Suggestion.objects.filter(by=F("decided_by")).exists()
    for claim in Claim.objects.published():
        assert claim.decisions.exclude(by=me).exists() or claim.writer == theirs
    assert not list(verify())


def test_no_way_back_publishes_or_returns_ones_own_work() -> None:
    """Undoing a withdrawal and opening what was sealed leave the claim to a colleague."""
    me, mine = publisher(), own("published")
    undoing.undo(batch=batch_of(Step.WITHDRAW, mine), by=me, reason="Doch.")
    assert Claim.objects.get(pk=mine.pk).status == "in_review"
    articles.seal(article=mine.article, by=me, reason="Verlangt.")
    articles.reopen(article=mine.article, access="full", by=me, reason="Doch nicht.")
    assert Claim.objects.get(pk=mine.pk).status == "in_review"


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
