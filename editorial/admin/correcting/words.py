"""What a correction does, in words: verdicts, changes in meaning, outcomes."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editorial.actions.corrections import Outcome
from editorial.models import Reanchoring
from kb.text.alignment import Change

__all__ = ["OUTCOMES", "in_words", "verdict"]

CHANGES = {
    Change.NEGATION: _("negation"),
    Change.NUMBER: pgettext_lazy("in a sentence", "number"),
    Change.DATE: _("date"),
    Change.NAME: _("name"),
    Change.QUOTATION: _("quotation marks"),
    Change.MODAL: _("modal verb or question"),
    Change.KONJUNKTIV: _("Konjunktiv"),
}

OUTCOMES = {
    Outcome.CARRIED: _("goes along"),
    Outcome.WAITS: _("waits with the wording before"),
    Outcome.LOST: _("supports no more"),
}


def in_words(changes: Iterable[str]) -> str:
    """What changed that may change the meaning, such as "negation, number"; "" for nothing."""
    found = set(changes)
    return ", ".join(str(label) for change, label in CHANGES.items() if change in found)


def verdict(value: str) -> str:
    return str(Reanchoring.Verdict(value).label)
