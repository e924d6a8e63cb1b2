from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from editorial.permissions import EDITOR, PUBLISHER, ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "codenames"), ROLES.items())
def test_the_groups_are_there_after_migrating(name: str, codenames: set[str]) -> None:
    given = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
    assert set(given) == codenames


def test_every_permission_that_is_named_exists() -> None:
    ours = Permission.objects.filter(content_type__app_label__in=("kb", "editorial"))
    assert set(ours.values_list("codename", flat=True)) >= PUBLISHER


def test_a_publisher_may_all_that_an_editor_may() -> None:
    assert PUBLISHER > EDITOR


def test_migrating_again_brings_back_what_a_role_needs_and_leaves_the_rest() -> None:
    group = Group.objects.get(name="editor")
    group.permissions.set(Permission.objects.filter(codename="view_logentry"))
    call_command("migrate", stdout=StringIO())
    given = set(group.permissions.values_list("codename", flat=True))
    assert given == {*EDITOR, "view_logentry"}
