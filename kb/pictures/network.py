"""Who speaks about somebody, and about whom they speak: one in the middle, the others around.

The heaviest stand on top: to the left rather those who speak, to the right rather those who are
spoken of, but neither side becomes much the higher one. The arrows tell who is which.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.pictures.lettering import WIDTH, lines

__all__ = ["Edge", "Network", "Node", "Other", "network"]

MOST = 10  # others that are drawn
NARROW, BROAD = 112, 196  # room for names on either side, or on the only one
MOST_LINES = 3
LINE = 16  # from one line of a name to the next
NUMBER = 26  # a number of claims: a target high enough for a finger
LEAST_TARGET = 24  # height of what can be touched
GAP = 12  # from one to the next
LEAST = 176  # height, so that the name in the middle has room
RADIUS = 8
PORT = 5  # lines that come and lines that go meet the middle so far from each other
THICK = 5  # the thickest line
FROM_WORDS = 5  # from words to their line
BESIDE = 3  # as much of that belongs to what can be touched
MIDDLE_LINES = 4
AMID, ASIDE = 72, 124  # room for the name in the middle, between two sides or beside one
LOOP = 38  # how high the line from the middle to itself rises


@dataclass(frozen=True)
class Other:
    """Somebody with the claims by them about the one in the middle, and by that one about them."""

    key: int
    name: str
    slug: str
    speaks: int
    is_meant: int

    @property
    def weight(self) -> int:
        return self.speaks + self.is_meant


@dataclass(frozen=True)
class Edge:
    """Claims as a line; `text_y` is where their number stands beside it, `top` that of its target."""

    count: int
    is_coming: bool  # towards the middle
    path: str
    head: str
    thickness: int
    top: int
    text_y: int


@dataclass(frozen=True)
class Node:
    """One of the others: the lines of the name at `x`, from `y` on, and the claims below."""

    other: Other
    words: tuple[tuple[int, str], ...]  # where each line stands, and what it says
    x: int
    left: int  # of the target
    width: int
    top: int
    height: int
    is_left: bool
    edges: tuple[Edge, ...]

    number_height = NUMBER


@dataclass(frozen=True)
class Network:
    """Where all of it stands; who is not drawn is counted."""

    height: int
    x: int
    y: int
    words: tuple[tuple[int, str], ...]  # the name in the middle, line by line
    nodes: tuple[Node, ...]
    itself: int  # claims of the one in the middle about the same
    loop: str
    loop_head: str
    loop_y: int
    rest: int  # others that are not drawn

    width = WIDTH
    radius = RADIUS

    @property
    def ranked(self) -> list[Other]:
        """Those that are drawn, the heaviest first."""
        return sorted((node.other for node in self.nodes), key=_rank)


def network(name: str, others: Iterable[Other], itself: int = 0) -> Network | None:
    """The heaviest of the others around `name`; of those as heavy as each other the older ones.

    None where there is nobody.
    """
    known = sorted(others, key=_rank)
    drawn = known[:MOST]
    if not drawn:
        return None
    is_between = len(drawn) > 1
    sides = _sides(drawn, room := NARROW if is_between else BROAD)
    x = WIDTH // 2 if is_between else (WIDTH - ASIDE // 2 if sides[0] else ASIDE // 2)
    words = lines(name, AMID if is_between else ASIDE, MIDDLE_LINES)
    above = RADIUS + (LOOP + NUMBER if itself else 0)
    below = RADIUS + LINE * len(words) + 8
    height = max(LEAST, *(_height(side) for side in sides), 2 * max(above, below))
    y = height // 2
    heaviest = max(itself, *(max(other.speaks, other.is_meant) for other in drawn))
    nodes = [
        node
        for side, is_left in zip(sides, (True, False), strict=True)
        for node in _side(side, room, (x, y), heaviest, is_left=is_left)
    ]
    return Network(
        height=height,
        x=x,
        y=y,
        words=tuple((y + RADIUS + 4 + LINE * n, line) for n, line in enumerate(words, start=1)),
        nodes=tuple(nodes),
        itself=itself,
        loop=_loop(x, y - RADIUS),
        loop_head=_head(x + 7, y - RADIUS - 3, 0, 1),
        loop_y=y - RADIUS - LOOP,
        rest=len(known) - len(drawn),
    )


Block = tuple[Other, tuple[str, ...], int]  # somebody, the lines of the name, the height of all


def _rank(other: Other) -> tuple[int, int]:
    return -other.weight, other.key


def _sides(drawn: Sequence[Other], room: int) -> tuple[list[Block], list[Block]]:
    """Each on the side that suits; the lightest go over as long as one side is much the higher."""
    left: list[Block] = []
    right: list[Block] = []
    for other in drawn:
        (left if other.speaks >= other.is_meant else right).append(_block(other, room))
    while abs(_height(left) - _height(right)) > 2 * max(left, right, key=_height)[-1][2]:
        high, low = (left, right) if _height(left) > _height(right) else (right, left)
        if len(high) == 1:
            break
        low.append(high.pop())
        low.sort(key=lambda block: _rank(block[0]))
    return left, right


def _block(other: Other, room: int) -> Block:
    words = lines(other.name, room, MOST_LINES)
    numbers = bool(other.speaks) + bool(other.is_meant)
    return other, words, _name_height(words) + NUMBER * numbers


def _name_height(words: Sequence[str]) -> int:
    return max(LEAST_TARGET, LINE * len(words) + 2)


def _height(blocks: Sequence[Block]) -> int:
    return sum(height for *_, height in blocks) + GAP * max(0, len(blocks) - 1)


def _side(
    blocks: Sequence[Block], room: int, middle: tuple[int, int], heaviest: int, *, is_left: bool
) -> Iterable[Node]:
    top = middle[1] - _height(blocks) // 2
    x = room if is_left else WIDTH - room
    for other, words, height in blocks:
        numbers_from = top + _name_height(words)
        first_line = numbers_from - LINE * len(words) + LINE - 4
        start = x + FROM_WORDS if is_left else x - FROM_WORDS
        counts = [(other.speaks, True), (other.is_meant, False)]
        edges = [
            _edge(count, coming, start, numbers_from + NUMBER * n, middle, heaviest, is_left)
            for n, (count, coming) in enumerate(each for each in counts if each[0])
        ]
        yield Node(
            other,
            words=tuple((first_line + LINE * n, line) for n, line in enumerate(words)),
            x=x,
            left=0 if is_left else x - BESIDE,
            width=room + BESIDE,
            top=top,
            height=_name_height(words),
            is_left=is_left,
            edges=tuple(edges),
        )
        top += height + GAP


def _edge(
    count: int,
    is_coming: bool,
    start: int,
    top: int,
    middle: tuple[int, int],
    heaviest: int,
    is_left: bool,
) -> Edge:
    y = top + NUMBER // 2
    side = -1 if is_left else 1
    port = middle[1] - PORT if is_coming else middle[1] + PORT
    near, far = (RADIUS + 8, 0) if is_coming else (RADIUS + 3, 8)
    end, begin = middle[0] + side * near, start - side * far
    turn = begin + (end - begin) // 5  # it turns near the words; around the middle there is room
    head = _head(end - side * 8, port, -side, 0) if is_coming else _head(start, y, side, 0)
    return Edge(
        count,
        is_coming,
        path=f"M{begin} {y}C{turn} {y} {turn} {port} {end} {port}",
        head=head,
        thickness=1 + round((THICK - 1) * count / heaviest),
        top=top,
        text_y=y + 4,
    )


def _head(x: int, y: int, right: int, down: int) -> str:
    """An arrow whose tip is at `x`, `y`, pointing to the right (or left: -1) or down."""
    back_x, back_y = x - 9 * right, y - 9 * down
    across_x, across_y = 5 * down, 5 * right
    return (
        f"M{x} {y}L{back_x - across_x} {back_y - across_y}L{back_x + across_x} {back_y + across_y}Z"
    )


def _loop(x: int, y: int) -> str:
    return f"M{x - 6} {y}C{x - 34} {y - LOOP} {x + 36} {y - LOOP - 4} {x + 7} {y - 10}"
