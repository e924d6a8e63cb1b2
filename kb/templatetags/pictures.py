"""Times as pictures and lists by time name them."""

from datetime import date
from html import unescape
from typing import Protocol

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kb.pictures import lettering
from kb.pictures.calendar import Slot

__all__ = ["group_time", "shortened", "slot_short", "slot_time", "unit_words"]

register = template.Library()


class Timed(Protocol):
    time: date | None
    unit: str


@register.filter
def shortened(words: str, room: int) -> str:
    """As much of `words` as fits into `room` units; they may be escaped, and are so no more."""
    return lettering.shortened(unescape(words), room)


@register.filter
def slot_time(slot: Slot) -> str:
    """ "3 December 2025", "October to December 2025", "2020 to 2029" """
    day, month, year = _formats()
    if slot.unit in ("day", "month", "year"):
        return date_format(slot.first, {"day": day, "month": month, "year": year}[slot.unit])
    first, last = {
        "week": (day, day),
        "quarter": (pgettext("date format", "F"), month),
        "years": (year, year),
    }[slot.unit]
    words = {"start": date_format(slot.first, first), "end": date_format(slot.last, last)}
    return _("{start} to {end}").format(**words)


@register.filter
def slot_short(slot: Slot) -> str:
    """The same in few letters, for where it begins: "3 Dec.", "Dec. 2025", "2025"."""
    # Translators: Django's format for a day without its year in few letters, as in "3 Dec".
    day = pgettext("date format", "j M")
    # Translators: Django's format for a month in few letters, as in "Dec 2025".
    month = pgettext("date format", "M Y")
    shown = {"day": day, "week": day, "month": month, "quarter": month}
    return date_format(slot.first, shown.get(slot.unit, pgettext("date format", "Y")))


@register.filter
def unit_words(slot: Slot) -> str:
    """How long each slot is."""
    years = slot.last.year - slot.first.year + 1
    return {
        "day": _("From line to line is a day."),
        "week": _("From line to line is a week."),
        "month": _("From line to line is a month."),
        "quarter": _("From line to line is a quarter of a year."),
        "year": _("From line to line is a year."),
        "years": _("From line to line are %(count)d years.") % {"count": years},
    }[slot.unit]


@register.filter
def group_time(group: Timed) -> str:
    """ "2025", "December 2025"; "Day not known" """
    if group.time is None:
        return _("Day not known")
    return date_format(group.time, _formats()[2 if group.unit == "year" else 1])


def _formats() -> tuple[str, str, str]:
    """Django's formats for a day, a month and a year."""
    return (
        pgettext("date format", "j F Y"),
        pgettext("date format", "F Y"),
        pgettext("date format", "Y"),
    )
