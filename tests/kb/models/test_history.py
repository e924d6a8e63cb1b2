"""Whose name and reason a history row has."""

import pytest
from django.contrib.auth.models import User

from kb.models import Tag, recorded_as
from tests.makers import editor, publisher

pytestmark = pytest.mark.django_db


def written() -> tuple[User, str | None]:
    tag = Tag.objects.create(name=f"Nummer {Tag.objects.count()}")
    row = Tag.history.get(id=tag.pk)
    return row.history_user, row.history_change_reason


def test_an_action_within_another_of_the_same_person_has_its_reason() -> None:
    with recorded_as(editor(), "Zurück."):
        with recorded_as(editor()):
            assert written() == (editor(), "Zurück.")
        with recorded_as(editor(), "Eigener Grund."):
            assert written() == (editor(), "Eigener Grund.")
        assert written() == (editor(), "Zurück.")


def test_an_action_of_somebody_else_does_not_have_it() -> None:
    with recorded_as(editor(), "Zurück."), recorded_as(publisher()):
        assert written() == (publisher(), None)
