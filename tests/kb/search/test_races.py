"""Two who bring the terms up to date at once, and changes while somebody does."""

import pytest

from editorial.actions import claims
from kb.models import Claim, Unindexed
from kb.search.index import catch_up, catch_up_with_all
from tests.kb.search.finding import found
from tests.kb.test_races import race
from tests.makers import editor, make_claim

pytestmark = pytest.mark.django_db(transaction=True)


def changed_once() -> Claim:
    """A claim whose change is committed, but not found yet."""
    claim = make_claim("Alt.", status="draft")
    catch_up_with_all()
    claims.revise(claim=claim, by=editor(), text="Mitte.")
    return claim


def test_a_change_that_commits_while_another_catches_up_is_not_lost() -> None:
    claim, person = changed_once(), editor()
    refused = race(
        lambda: catch_up(100),
        lambda: claims.revise(claim=Claim.objects.get(pk=claim.pk), by=person, text="Neu."),
    )
    assert refused == ["", ""]
    assert Unindexed.objects.count() > 0
    assert found("Neu", user=person) == [claim.pk]
    assert found("Mitte", user=person) == []


def test_who_catches_up_later_has_the_last_word() -> None:
    claim, person = changed_once(), editor()

    def change_and_catch_up() -> None:
        claims.revise(claim=Claim.objects.get(pk=claim.pk), by=person, text="Neu.")
        catch_up(100)

    assert race(lambda: catch_up(100), change_and_catch_up) == ["", ""]
    assert Unindexed.objects.count() == 0
    assert found("Neu", user=person) == [claim.pk]
    assert found("Alt Mitte", user=person) == []


def test_two_changes_are_caught_up_with_by_two() -> None:
    claim, person = changed_once(), editor()

    def change_another() -> None:
        make_claim("Neu.", status="draft")
        catch_up(100)

    assert race(lambda: catch_up(100), change_another) == ["", ""]
    assert Unindexed.objects.count() == 0
    assert found("Mitte", user=person) == [claim.pk]
    assert len(found("Neu", user=person)) == 1
