import pytest
from django.contrib.auth.models import User

from tests.editorial.admin.pages import address, as_, messages, submit
from tests.makers import editor, publisher

pytestmark = pytest.mark.django_db


def test_people_change_their_password() -> None:
    person = editor()
    person.set_password("das alte Passwort")
    person.save()
    client = as_(person)
    assert "/admin/password_change/" in client.get("/admin/").content.decode()
    new = "ein ganz neues Passwort"
    answer = client.post(
        "/admin/password_change/",
        {"old_password": "das alte Passwort", "new_password1": new, "new_password2": new},
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)


def test_people_are_deactivated_and_never_deleted() -> None:
    person = editor()
    client = as_(User.objects.create_superuser("boss"))
    answer = client.post(address(person, "delete"), {"post": "yes"})
    assert answer.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()
    url = address(person)
    data = {k: v for k, v in client.get(url).context["adminform"].form.initial.items() if v}
    assert data["is_active"]
    assert submit(client, url, is_active="").status_code == 302
    person.refresh_from_db()
    assert not person.is_active


@pytest.mark.parametrize("who", [editor, publisher])
def test_only_who_looks_after_people_sees_them(who: type) -> None:
    client = as_(who())
    assert client.get(address(User, "changelist")).status_code == 403
    assert not messages(client.get("/admin/"))
