from itertools import pairwise

from bench.growing import Dice
from bench.kill import AT_THE_END, spread


def test_moments_are_spread_over_the_whole_course() -> None:
    shares = sorted(spread(Dice("test"), 20))
    assert len(shares) == 20
    assert 0 <= shares[0] < 0.06
    assert all(later - earlier < 0.12 for earlier, later in pairwise(shares))
    assert sum(share >= 0.95 for share in shares) >= AT_THE_END
    assert shares[-1] < 1


def test_the_same_seed_kills_at_the_same_moments() -> None:
    assert list(spread(Dice("one"), 20)) == list(spread(Dice("one"), 20))
    assert list(spread(Dice("one"), 20)) != list(spread(Dice("two"), 20))
