"""The one verb for what needs no decision: names, dates, places, notes."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction

from kb.models import Revision, recorded_as

__all__ = ["change"]


@transaction.atomic
def change(*, row: models.Model, by: User, why: str = "", **fields: Any) -> bool:
    """Sets `fields` of a curated row where they differ; on record, as the row's next version.

    Says whether anything changed. Raises ValidationError for values that do not fit.
    """
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    names = [*changed]
    if hasattr(row, "version"):
        row.version += 1
        names.append("version")
    # A column that is made of another, such as a sort key, follows it.
    names += [f.name for f in row._meta.concrete_fields if getattr(f, "source", "") in changed]
    row.full_clean()
    with recorded_as(by, why):
        row.save(update_fields=names)
    Revision.raise_number()
    return True
