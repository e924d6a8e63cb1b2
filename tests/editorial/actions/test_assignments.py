"""Who is to look after a claim: one person or nobody."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import accounts, assignments
from editorial.models import Assignment
from kb.models import Revision
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_claim_is_handed_on_and_given_up() -> None:
    claim, by = makers.make_claim(), makers.publisher()
    before = (claim.history.count(), Revision.current())
    assert assignments.assign(claim=claim, by=by, to=makers.editor()) is None
    assert assignments.assign(claim=claim, by=by, to=by) == makers.editor()
    assert (Assignment.objects.get().to, Assignment.objects.get().by) == (by, by)
    assert assignments.assign(claim=claim, by=by, to=None) == by
    assert not Assignment.objects.exists()
    assert (claim.history.count(), Revision.current()) == before


def test_the_same_again_keeps_its_time() -> None:
    claim = makers.make_claim()
    assignments.assign(claim=claim, by=makers.editor(), to=makers.editor())
    first = Assignment.objects.get()
    assignments.assign(claim=claim, by=makers.publisher(), to=makers.editor())
    again = Assignment.objects.get()
    assert (again.at, again.by) == (first.at, makers.editor())


@pytest.mark.parametrize("how", ["is_active", "is_staff"])
def test_it_refuses_who_does_not_work_at_the_desk(how: str) -> None:
    person = makers.editor()
    setattr(person, how, False)
    person.save()
    with pytest.raises(ValidationError, match="does not work at the desk"):
        assignments.assign(
            claim=makers.make_claim(status="draft"), by=makers.publisher(), to=person
        )
    assert person not in assignments.people()


def test_system_accounts_look_after_nothing() -> None:
    assert accounts.writer() not in assignments.people()
    assert makers.editor() in assignments.people()


def test_that_of_a_draft_goes_with_it() -> None:
    claim = makers.make_claim(status="draft")
    assignments.assign(claim=claim, by=makers.editor(), to=makers.editor())
    claim.delete()
    assert not Assignment.objects.exists()
