"""System checks. They look into the database: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import connections

from kb import triggers
from kb.operator import SETTINGS, UnreadableText, operator_text

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


@register(deploy=True)
def operators_texts_in_place(**_: Any) -> list[CheckMessage]:
    """Imprint and privacy: whether a site needs them its operator knows; a file named must be there."""
    found: list[CheckMessage] = []
    for name in SETTINGS:
        try:
            text = operator_text(name, settings.LANGUAGE_CODE)
        except UnreadableText as why:
            hint = f"Name a text file in UTF-8 that the site may read, or leave {name} out."
            found.append(Warning(str(why), hint=hint, id="kb.W002"))
        else:
            if text is None:
                hint = f"Write it into a text file and set {name} to its path: docs/operating.md."
                found.append(Info(f"{name} gives no text to show.", hint=hint, id="kb.I001"))
    return found
