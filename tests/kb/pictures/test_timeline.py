import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb.pictures import Stretch, Timeline, timeline

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
counts = st.dictionaries(days, st.integers(1, 5000), max_size=40)


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    start, end = sorted((draw(days), draw(days)))
    is_begun, is_over = draw(st.booleans()), draw(st.booleans())
    words = draw(st.text(min_size=1, max_size=120))
    return Stretch(
        words, "", start if is_begun else None, end if is_over else None, "/x/", "office"
    )


def fits(drawn: Timeline) -> None:
    for row in drawn.rows:
        assert 0 <= row.x < row.x + row.width <= drawn.width
        assert row.y + row.height <= drawn.axis_y
    for column in drawn.columns:
        assert column.width >= 24
        for bar in filter(None, (column.above, column.below)):
            assert column.x < bar.x < bar.x + bar.width < column.x + column.width
            assert bar.y >= 0
            assert bar.y + bar.height <= drawn.height
    assert all(0 < tick.x < drawn.width for tick in drawn.ticks)


@given(st.lists(stretches(), max_size=20), counts, counts, st.booleans())
def test_all_stays_in_the_picture_and_nothing_is_lost(
    known: list[Stretch], above: dict[date, int], below: dict[date, int], reaches_beyond: bool
) -> None:
    drawn = timeline(known, above, below, reaches_beyond=reaches_beyond)
    if drawn is None:
        return
    fits(drawn)
    dated = [stretch for stretch in known if stretch.start or stretch.end]
    assert len(drawn.rows) + drawn.rest == len(dated)
    bars = [bar for column in drawn.columns for bar in (column.above, column.below) if bar]
    assert sum(bar.count for bar in bars) + drawn.outside == sum([*above.values(), *below.values()])
    assert drawn.outside == 0 or not reaches_beyond
    shuffled = random.Random(1).sample(known, len(known))
    assert timeline(shuffled, above, below, reaches_beyond=reaches_beyond) == drawn


def test_one_moment_has_no_course_of_time() -> None:
    day = date(2025, 12, 3)
    assert timeline([], {}, {}) is None
    assert timeline([Stretch("Treffen", "", day, day, "/x/", "event")], {day: 3}, {}) is None


def test_a_claim_stands_in_its_slot_and_the_highest_bar_is_the_measure() -> None:
    drawn = timeline([], {date(2019, 4, 4): 2, date(2025, 12, 3): 1}, {date(2025, 1, 1): 4})
    assert drawn is not None
    told = [(column.slot.first.year, column.above, column.below) for column in drawn.told]
    assert [year for year, _, _ in told] == [2019, 2025]
    (_, early, none), (_, late, meant) = told
    assert none is None
    assert early
    assert late
    assert meant
    assert (early.count, late.count, meant.count) == (2, 1, 4)
    assert meant.height == 2 * early.height > early.height > late.height
    assert early.y + early.height == drawn.axis_y == late.y + late.height


def test_an_office_without_an_end_goes_on_to_the_edge() -> None:
    office = Stretch("Amt", "", date(2024, 10, 1), None, "/x/", "office")
    former = Stretch("Ehemals", "", None, date(2024, 12, 31), "/x/", "office")
    drawn = timeline([office, former], {date(2025, 12, 3): 1}, {})
    assert drawn is not None
    first, second = drawn.rows
    assert (first.stretch, first.x) == (former, 0)
    assert second.x + second.width == drawn.width
    assert first.x + first.width == drawn.columns[1].x  # the end of 2024


def test_of_many_stretches_the_latest_are_drawn() -> None:
    known = [
        Stretch(str(y), "", date(y, 1, 1), date(y, 2, 1), "/x/", "event") for y in range(1990, 2010)
    ]
    drawn = timeline(known, {}, {})
    assert drawn is not None
    assert [row.words for row in drawn.rows] == [str(year) for year in range(2002, 2010)]
    assert drawn.rest == 12
    assert drawn.columns[0].slot.first.year == 2002
