import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from editorial.permissions import ROLES


class Command(BaseCommand):
    help = (
        "Create an editor and a publisher with random passwords, for a local SQLite database only."
    )

    def handle(self, *args: object, **options: object) -> None:
        if connection.vendor != "sqlite" or not settings.IS_LOCAL:
            raise CommandError(
                "create_local_users is for a local SQLite database only. "
                "On a server use `manage.py createsuperuser` and add people in the admin."
            )
        logins = settings.BASE_DIR / ".local-logins"
        passwords = read(logins)
        missing = [role for role in ROLES if not User.objects.filter(username=role).exists()]
        for role in missing:
            passwords[role] = create(role)
        if missing:
            write(logins, passwords)
        for role in ROLES:
            password = passwords.get(role, "(chosen by you)")
            self.stdout.write(f"{role:<10} {password}")


@transaction.atomic
def create(role: str) -> str:
    """Create the role's user in the role's group; return the password."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(role, password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return password


def read(logins: Path) -> dict[str, str]:
    if not logins.exists():
        return {}
    return dict(line.split(maxsplit=1) for line in logins.read_text().splitlines() if line.strip())


def write(logins: Path, passwords: dict[str, str]) -> None:
    """Write the file so that nobody else on this machine can read it, from its first byte on."""
    logins.unlink(missing_ok=True)
    descriptor = os.open(logins, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{role} {password}\n" for role, password in passwords.items())
