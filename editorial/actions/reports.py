"""Verbs over what readers say is wrong: the desk answers or dismisses it."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kb.models import Report

__all__ = ["answer", "dismiss"]


def answer(*, report: Report, by: User, note: str) -> Report:
    """The report was right, or a reply went out; `note` says what was done."""
    return _close(report, Report.State.ANSWERED, by, note)


def dismiss(*, report: Report, by: User, note: str) -> Report:
    """Nothing follows from the report; `note` says why."""
    return _close(report, Report.State.DISMISSED, by, note)


@transaction.atomic
def _close(report: Report, state: str, by: User, note: str) -> Report:
    """Who, when and what stay in the row; whatever leads to the reader goes, for good.

    Raises ValidationError without a note, and for a report that is closed already.
    """
    note = note.replace("\r\n", "\n").strip()
    if not note:
        raise ValidationError(_("Say what was done; only the desk reads it."), code="note")
    kept = Report.objects.select_for_update().get(pk=report.pk)
    if kept.closed_by is not None:
        message = _("%(who)s closed this report meanwhile.")
        raise ValidationError(message, code="closed", params={"who": kept.closed_by})
    kept.state, kept.note, kept.contact, kept.sender = state, note, "", ""
    kept.closed_by, kept.closed_at = by, timezone.now()
    kept.save(update_fields=("state", "note", "contact", "sender", "closed_by", "closed_at"))
    return kept
