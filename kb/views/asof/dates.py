"""Which day a reader asks about: `?asof=2025-12-03`, and `&to=2026-01-31` to compare the two."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["Days", "end_of", "is_asked"]

EARLIEST = date(1900, 1, 1)  # nothing was written before; some clocks know no earlier times
SHOWN_CHARS = 40  # of what was typed and is no date
FORMATS = ("%Y-%m-%d", "%d.%m.%Y")  # browsers without a field for dates let people type


def is_asked(request: HttpRequest) -> bool:
    """Whether the address asks how things stood on a day; an empty field asks for today."""
    return bool(request.GET.get("asof", "").strip())


def end_of(day: date) -> datetime:
    """The moment at which `day` ends where the site is at home."""
    return make_aware(datetime.combine(max(day, EARLIEST) + timedelta(days=1), time.min))


class DayField(forms.DateField):
    """A day that has begun already."""

    def __init__(self, **options: Any) -> None:
        wrong = gettext_lazy("This is no date. Write it as year, month and day: 2025-12-31.")
        super().__init__(input_formats=FORMATS, error_messages={"invalid": wrong}, **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day > localdate():
            raise forms.ValidationError(
                _("This day is yet to come. Choose today or a day before it.")
            )
        return day


class Days(forms.Form):
    """The days asked for, in the order of time whichever was named first."""

    asof = DayField()
    to = DayField(required=False)

    def days(self) -> tuple[date, date | None]:
        """The day, and the later one to compare it with. The form is valid."""
        one, other = self.cleaned_data["asof"], self.cleaned_data["to"]
        return (one, None) if other is None else (min(one, other), max(one, other))

    def problem(self) -> str:
        """What is wrong with the days, in one line."""
        name, errors = next(iter(self.errors.items()))
        typed = "".join(c for c in self.data.get(name, "")[:SHOWN_CHARS] if c.isprintable())
        return f"{typed}: {errors[0]}"
