"""The forms under every curated model: they neither overwrite nor swallow anything."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.edits import marks

__all__ = ["CuratedForm", "Refused"]


class Refused:
    """Put before a form for a second look at the same input, after it was refused.

    The reason of the database or the action stands above the form; the input is still there.
    """

    refusal: ValidationError

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]  # of the form it is put before
        raise ValidationError(self.refusal.messages, code="refused")


class CuratedForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved after the page was opened."""

    # Fields, and formsets by their prefix, that mean something only together.
    unit: frozenset[str] = frozenset()

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks: dict[str, int] = {}
        if self.instance.pk:
            self.marks = marks(self.instance)
            self.initial["seen_version"] = self.version_now()

    def version_now(self) -> str:
        """What tells this state of the object, and of the rows that belong to it, from every other.

        Not each change of a row makes a new version of its owner; each has its history row.
        """
        parts = (f"{name}={mark}" for name, mark in sorted(self.marks.items()))
        return ":".join([str(self.instance.version), *parts])

    def histories(self) -> list[models.QuerySet]:
        """History rows of all that this form changes."""
        return [type(self.instance).history.filter(id=self.instance.pk)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen_version") != self.initial["seen_version"]:
            raise ValidationError(self._who_was_faster(), code="lost-edit")
        return cleaned

    def _who_was_faster(self) -> str:
        latest = [rows.select_related("history_user").first() for rows in self.histories()]
        found = [row for row in latest if row]
        if not found:
            return _("Somebody else saved this meanwhile. Open it again before you change it.")
        last = max(found, key=lambda row: row.history_date)
        when = date_format(timezone.localtime(last.history_date), "DATETIME_FORMAT")
        return _(
            "%(who)s saved this meanwhile, on %(when)s. Nothing of yours is saved: open it again "
            "in another window and compare."
        ) % {"who": last.history_user or _("Somebody else"), "when": when}
