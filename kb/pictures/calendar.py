"""A stretch of time in equal slots of the calendar: days, weeks, months, years or more."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Slot", "Slots", "slots"]

DAYS = {"day": 1, "week": 7}
# By the word for them their lengths in months; "years" are several.
MONTHS = (
    ("month", 1),
    ("quarter", 3),
    ("year", 12),
    ("years", 60),
    ("years", 120),
    ("years", 300),
    ("years", 600),
    ("years", 1200),
    ("years", 12000),
)


@dataclass(frozen=True)
class Slot:
    """From one day to another, both within; `unit` is day, week, month, quarter, year or years."""

    first: date
    last: date
    unit: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Slots:
    """Slots that follow each other without a gap."""

    all: tuple[Slot, ...]

    @property
    def first(self) -> date:
        return self.all[0].first

    @property
    def last(self) -> date:
        return self.all[-1].last

    def index(self, day: date) -> int:
        """The slot in which `day` lies; it must lie in one."""
        return bisect_right(self.all, day, key=lambda slot: slot.first) - 1

    def begin(self, day: date) -> float:
        """How many slots lie before the beginning of `day`, with the part of its own."""
        index = self.index(day)
        slot = self.all[index]
        return index + (day - slot.first).days / slot.days

    def end(self, day: date) -> float:
        """The same up to the end of `day`."""
        return self.begin(day) + 1 / self.all[self.index(day)].days


def slots(first: date, last: date, most: int) -> Slots:
    """The slots of the shortest unit in which at most `most` hold all days from `first` to `last`.

    Weeks begin on Monday, several years at a multiple of their number.
    """
    for unit, days in DAYS.items():
        begin, end = _by_days(first, days), _by_days(last, days)
        if end - begin < most:
            found = (_of_days(index, days, unit) for index in range(begin, end + 1))
            return Slots(tuple(found))
    unit, months = next(
        (unit, months)
        for unit, months in MONTHS
        if _by_months(last, months) - _by_months(first, months) < most
    )
    begin, end = _by_months(first, months), _by_months(last, months)
    return Slots(tuple(_of_months(index, months, unit) for index in range(begin, end + 1)))


def _by_days(day: date, days: int) -> int:
    return (day.toordinal() - 1) // days  # the first day of the calendar was a Monday


def _by_months(day: date, months: int) -> int:
    return (day.year * 12 + day.month - 1) // months


def _of_days(index: int, days: int, unit: str) -> Slot:
    begin = index * days + 1
    end = min(begin + days - 1, date.max.toordinal())
    return Slot(date.fromordinal(begin), date.fromordinal(end), unit)


def _of_months(index: int, months: int, unit: str) -> Slot:
    begin, end = index * months, (index + 1) * months
    first = date(begin // 12, begin % 12 + 1, 1) if begin >= 12 else date.min
    is_last = end // 12 > date.max.year
    last = date.max if is_last else date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
    return Slot(first, last, unit)
