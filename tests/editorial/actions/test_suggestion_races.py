"""Two people decide on suggestions at once: the second is told, and the claim changes once."""

import pytest
from django.contrib.auth.models import User

from editorial.actions import suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim
from kb.verify import verify
from tests import makers
from tests.kb.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


def proposed(claim: Claim, by: User, text: str) -> Suggestion:
    return suggestions.suggest(claim=claim, by=by, content=content(claim) | {"text": text})


def accepted(suggestion: Suggestion, by: User) -> None:
    found = Suggestion.objects.get(pk=suggestion.pk)
    suggestions.accept(suggestion=found, by=by, reason="Genauer.")


def test_two_publishers_accept_the_same() -> None:
    suggestion = proposed(makers.make_claim(), makers.editor(), "Sie hält.")
    one, two = makers.publisher(), User.objects.create_user("second")
    refused = race(lambda: accepted(suggestion, one), lambda: accepted(suggestion, two))
    assert refused == ["", "decided"]
    suggestion.refresh_from_db()
    assert (suggestion.decided_by, Claim.objects.get().version) == (one, 2)
    assert list(verify()) == []


def test_two_publishers_accept_rivals() -> None:
    claim = makers.make_claim()
    one, two = makers.publisher(), User.objects.create_user("second")
    first = proposed(claim, makers.editor(), "Sie hält.")
    rival = proposed(claim, User.objects.create_user("third"), "Sie hält nicht.")
    refused = race(lambda: accepted(first, one), lambda: accepted(rival, two))
    assert refused == ["", "decided"]
    claim.refresh_from_db()
    rival.refresh_from_db()
    assert (claim.text, claim.version, rival.state) == ("Sie hält.", 2, "superseded")


def test_it_is_taken_back_while_it_is_accepted() -> None:
    suggestion = proposed(makers.make_claim(), makers.editor(), "Sie hält.")
    editor, publisher = makers.editor(), makers.publisher()
    refused = race(
        lambda: accepted(suggestion, publisher),
        lambda: suggestions.retract(suggestion=Suggestion.objects.get(), by=editor),
    )
    assert refused == ["", "decided"]
    assert Suggestion.objects.get().state == "accepted"
