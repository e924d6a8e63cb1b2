from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.pictures.calendar import slots

MOST = 12


@given(st.dates(), st.dates())
def test_slots_follow_each_other_and_hold_every_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = slots(first, last, MOST)
    assert 1 <= len(found.all) <= MOST
    assert found.first <= first <= last <= found.last
    for before, after in zip(found.all, found.all[1:], strict=False):
        assert after.first - before.last == timedelta(days=1)
    for day in (first, last):
        slot = found.all[found.index(day)]
        assert slot.first <= day <= slot.last
    assert 0 <= found.begin(first) < found.end(first) <= found.end(last) <= len(found.all)


@pytest.mark.parametrize(
    ("first", "last", "unit", "count"),
    [
        ("2025-12-03", "2025-12-03", "day", 1),
        ("2025-12-01", "2025-12-12", "day", 12),
        ("2025-12-01", "2025-12-13", "week", 2),
        ("2025-01-31", "2025-12-01", "month", 12),
        ("2024-10-01", "2025-12-03", "quarter", 5),
        ("2019-04-04", "2025-12-03", "year", 7),
        ("1949-04-04", "2025-12-03", "years", 9),
    ],
)
def test_the_shortest_unit_that_fits_is_taken(first: str, last: str, unit: str, count: int) -> None:
    found = slots(date.fromisoformat(first), date.fromisoformat(last), MOST)
    assert ({slot.unit for slot in found.all}, len(found.all)) == ({unit}, count)


def test_weeks_begin_on_monday_and_decades_with_a_round_year() -> None:
    weeks = slots(date(2025, 12, 3), date(2026, 1, 3), MOST)
    assert (weeks.first, weeks.last) == (date(2025, 12, 1), date(2026, 1, 4))
    decades = slots(date(1949, 4, 4), date(2025, 12, 3), MOST)
    assert (decades.first, decades.last) == (date(1940, 1, 1), date(2029, 12, 31))
