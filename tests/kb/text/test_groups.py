from hypothesis import given
from hypothesis import strategies as st

from kb.text.groups import Groups

TIES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)))


@given(TIES)
def test_a_group_goes_by_the_smallest_that_hangs_together(ties: list[tuple[int, int]]) -> None:
    groups = Groups()
    group = {number: {number} for number in range(13)}
    for one, other in ties:
        groups.tie(one, other)
        together = group[one] | group[other]
        group |= dict.fromkeys(together, together)
    assert [groups.smallest(n) for n in range(13)] == [min(group[n]) for n in range(13)]


def test_a_long_chain_is_no_deep_one() -> None:
    groups = Groups()
    for number in range(20_000, 0, -1):
        groups.tie(number, number - 1)
    assert groups.smallest(20_000) == 0
