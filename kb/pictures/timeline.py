"""What lasted, and how many claims were made when, along one axis of time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.pictures.calendar import Slot, Slots, slots
from kb.pictures.lettering import WIDTH, shortened, width

__all__ = ["Bar", "Column", "Row", "Stretch", "Tick", "Timeline", "timeline"]

MOST_SLOTS = 12  # so that each is a target broad enough for a finger
MOST_ROWS = 8
EDGE = 6  # units left free at either side
ROW = 36  # a stretch: its words above, its bar below
THIN, THIN_AT = 8, 22
CAPTION = 22  # above or below the bars: whose claims they are
BARS = 62  # the highest bar
BROAD = 22  # the broadest
NUMBER = 17  # the number at the end of a bar
AXIS = 24  # the axis with its words
WORDS = 64  # room for a time at the axis


@dataclass(frozen=True)
class Stretch:
    """What lasted from one day to another, both within; without `end` it goes on.

    Without `start` it began at some time before. `time` says when in words, `look` what it is:
    office, event …
    """

    words: str
    time: str
    start: date | None
    end: date | None
    address: str
    look: str


@dataclass(frozen=True)
class Row:
    """A stretch as it is drawn: its words begin, or end, at `text_x`."""

    stretch: Stretch
    words: str
    x: int
    y: int
    bar_y: int
    width: int
    text_x: int
    is_ending: bool  # the words end there

    @property
    def height(self) -> int:
        return ROW - 4


@dataclass(frozen=True)
class Bar:
    """A number of claims; `y` is its upper end, `number_y` the line its number stands on."""

    x: int
    y: int
    width: int
    height: int
    count: int
    number_y: int
    target_y: int

    target_height = BARS + NUMBER


@dataclass(frozen=True)
class Column:
    """A slot of time with its bars; `x` and `width` are those of the whole slot."""

    slot: Slot
    x: int
    width: int
    above: Bar | None
    below: Bar | None

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Tick:
    """A slot whose beginning is told at the axis."""

    slot: Slot
    x: int


@dataclass(frozen=True)
class Timeline:
    """Where all of it stands; what is not drawn is counted."""

    height: int
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    axis_y: int
    above_y: int  # the upper end of the bars above the axis; their caption stands over it
    below_y: int  # the upper end of those below; the end of the axis where there are none
    rest: int = 0  # stretches that are not drawn
    outside: int = 0  # claims of times that the axis does not reach

    width = WIDTH

    @property
    def has_above(self) -> bool:
        return any(column.above for column in self.columns)

    @property
    def has_below(self) -> bool:
        return any(column.below for column in self.columns)

    @property
    def told(self) -> list[Column]:
        """The columns in which there is something."""
        return [column for column in self.columns if column.above or column.below]


def timeline(
    stretches: Iterable[Stretch],
    above: Mapping[date, int],
    below: Mapping[date, int],
    *,
    reaches_beyond: bool = True,
) -> Timeline | None:
    """Stretches in rows, the earliest first, and the numbers of claims above and below the axis.

    None where there is one moment only, or nothing: then there is no course of time to be seen.
    Of more than MOST_ROWS stretches the latest are drawn. Where the axis does not reach beyond the
    stretches, the claims of other times are not drawn but counted.
    """
    dated = sorted((s for s in stretches if s.start or s.end), key=_order)
    drawn = dated[-MOST_ROWS:]
    days = [day for stretch in drawn for day in (stretch.start, stretch.end) if day]
    if reaches_beyond or not days:
        days += [*above, *below]
    time = slots(min(days), max(days), MOST_SLOTS) if days else None
    if time is None or len(time.all) == 1:
        return None
    counted = _by_slot(time, above), _by_slot(time, below)
    outside = sum([*above.values(), *below.values()]) - sum(map(Counter.total, counted))
    return replace(_laid_out(time, drawn, *counted), rest=len(dated) - len(drawn), outside=outside)


def _order(stretch: Stretch) -> tuple[int, int, str, str]:
    """By the beginning; of those that begin on one day the longest first."""
    begin, end = stretch.start or date.min, stretch.end or date.max
    return begin.toordinal(), -end.toordinal(), stretch.words, stretch.address


def _by_slot(time: Slots, counts: Mapping[date, int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for day, count in counts.items():
        if time.first <= day <= time.last:
            found[time.index(day)] += count
    return found


def _laid_out(
    time: Slots, drawn: Sequence[Stretch], above: Counter[int], below: Counter[int]
) -> Timeline:
    above_y = len(drawn) * ROW + (CAPTION + NUMBER if above else 8)
    axis_y = above_y + (BARS if above else 0)
    below_y = axis_y + AXIS
    tallest = max([*above.values(), *below.values(), 1])
    columns = [
        _column(time, index, above[index], below[index], tallest, axis_y, below_y)
        for index in range(len(time.all))
    ]
    return Timeline(
        height=below_y + (BARS + NUMBER + CAPTION if below else 0),
        rows=tuple(_row(stretch, time, place * ROW) for place, stretch in enumerate(drawn)),
        columns=tuple(columns),
        ticks=tuple(_ticks(columns)),
        axis_y=axis_y,
        above_y=above_y,
        below_y=below_y,
    )


def _x(place: float, time: Slots) -> int:
    return EDGE + round(place * (WIDTH - 2 * EDGE) / len(time.all))


def _row(stretch: Stretch, time: Slots, y: int) -> Row:
    begin = _x(time.begin(stretch.start), time) if stretch.start else 0
    end = _x(time.end(stretch.end), time) if stretch.end else WIDTH
    if stretch.end and stretch.start:
        # What was short is to be seen, too.
        end = max(end, begin + THIN)
        begin, end = (WIDTH - (end - begin), WIDTH) if end > WIDTH else (begin, end)
    words = shortened(stretch.words, WIDTH - 4)
    fits = begin + width(words) <= WIDTH
    ends_at = max(min(end, WIDTH), width(words))
    return Row(
        stretch,
        words,
        x=begin,
        y=y,
        bar_y=y + THIN_AT,
        width=end - begin,
        text_x=begin if fits else ends_at,
        is_ending=not fits,
    )


def _column(
    time: Slots, index: int, above: int, below: int, tallest: int, axis_y: int, below_y: int
) -> Column:
    x = _x(index, time)
    whole = _x(index + 1, time) - x
    broad = min(BROAD, whole - 4)
    left = x + (whole - broad) // 2

    def bar(count: int, *, hangs: bool) -> Bar | None:
        if not count:
            return None
        height = max(3, round(count * BARS / tallest))
        if hangs:
            return Bar(left, below_y, broad, height, count, below_y + height + 13, below_y)
        top = axis_y - height
        return Bar(left, top, broad, height, count, top - 4, axis_y - BARS - NUMBER)

    return Column(time.all[index], x, whole, bar(above, hangs=False), bar(below, hangs=True))


def _ticks(columns: Sequence[Column]) -> Iterable[Tick]:
    """At the beginning of as many slots as there is room for words."""
    step = -(-WORDS // columns[0].width)
    for column in columns[::step]:
        if column.x + WORDS <= WIDTH:
            yield Tick(column.slot, column.x + 3)
