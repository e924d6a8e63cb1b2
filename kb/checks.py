"""System checks. They look into the database: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from kb import triggers

_HINT = "Run `manage.py migrate`; then `manage.py verify` says whether anything got in meanwhile."


def _differences(databases: Sequence[str] | None) -> list[str]:
    found = []
    for alias in databases or ():
        if triggers.is_ready(connections[alias]):
            found += triggers.differences(connections[alias])
    return found


@register(Tags.database)
def triggers_in_place(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning, not an error: an error would keep `migrate` from mending it."""
    return [Warning(line, hint=_HINT, id="kb.W001") for line in _differences(databases)]


@register(Tags.database, deploy=True)
def triggers_in_place_for_deployment(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    return [Error(line, hint=_HINT, id="kb.E001") for line in _differences(databases)]
