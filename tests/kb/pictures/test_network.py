import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kb.pictures import Network, Other, network


@st.composite
def circles(draw: st.DrawFn) -> list[Other]:
    keys = draw(st.lists(st.integers(1, 10**9), unique=True, min_size=1, max_size=25))
    found = []
    for key in keys:
        speaks, is_meant = draw(st.integers(0, 3000)), draw(st.integers(0, 3000))
        name = draw(st.text(min_size=1, max_size=150))
        found.append(Other(key, name, f"a-{key}", speaks or int(not is_meant), is_meant))
    return found


def targets(drawn: Network) -> list[tuple[int, int, int, int]]:
    """What can be touched, as left, top, right and bottom."""
    found = []
    for node in drawn.nodes:
        right = node.left + node.width
        found.append((node.left, node.top, right, node.top + node.height))
        found += [
            (node.left, edge.top, right, edge.top + node.number_height) for edge in node.edges
        ]
    return found


@given(circles(), st.integers(0, 9), st.text(max_size=150))
def test_all_stays_in_the_picture_and_nothing_lies_upon_another(
    others: list[Other], itself: int, name: str
) -> None:
    drawn = network(name, others, itself)
    assert drawn is not None
    assert len(drawn.nodes) + drawn.rest == len(others)
    found = targets(drawn)
    for left, top, right, bottom in found:
        assert 0 <= left < right <= drawn.width
        assert 0 <= top < bottom <= drawn.height
        assert bottom - top >= 24
    assert not any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for one, other in combinations(found, 2)
    )
    assert max(y for y, _ in drawn.words) <= drawn.height
    shuffled = random.Random(1).sample(others, len(others))
    assert network(name, shuffled, itself) == drawn


def test_nobody_gives_no_picture() -> None:
    assert network("Rutte", []) is None


def test_the_heaviest_are_drawn_and_of_equals_the_older_ones() -> None:
    others = [Other(key, f"Nr. {key}", str(key), 1, 0) for key in range(1, 13)]
    drawn = network("Rutte", [*others, Other(99, "Nato", "nato", 2, 5)])
    assert drawn is not None
    assert {node.other.key for node in drawn.nodes} == {99, *range(1, 10)}
    assert drawn.rest == 3


def test_who_speaks_stands_left_of_who_is_spoken_of() -> None:
    drawn = network("Rutte", [Other(1, "Minister", "m", 2, 0), Other(2, "Nato", "n", 1, 6)])
    assert drawn is not None
    left, right = drawn.nodes
    assert (left.other.name, left.is_left, right.other.name, right.is_left) == (
        "Minister",
        True,
        "Nato",
        False,
    )
    assert [(edge.count, edge.is_coming) for edge in right.edges] == [(1, True), (6, False)]
    assert right.edges[1].thickness > right.edges[0].thickness


def test_those_on_one_side_only_stand_around_all_the_same() -> None:
    drawn = network("Nato", [Other(key, "Jemand", str(key), 1, 0) for key in range(1, 9)])
    assert drawn is not None
    assert [node.is_left for node in drawn.nodes].count(True) == 4
