"""The system accounts: what follows by itself is never in a person's name."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

__all__ = ["keeper", "publisher", "writer"]


def writer() -> User:
    """Who writes what an import brings."""
    return _account("import-writer", "Import")


def publisher() -> User:
    """Who publishes what an import brings."""
    return _account("import-publisher", "Import (publisher)")


def keeper() -> User:
    """Who decides on what a correction or a merge entails for claims: nobody's opinion is in it."""
    return _account("keeper", "Belegstelle")


def _account(username: str, name: str) -> User:
    # Without a usable password and inactive: nobody ever logs in with it.
    nobody = {"first_name": name, "is_active": False, "password": make_password(None)}
    return User.objects.get_or_create(username=username, defaults=nobody)[0]
