"""Groups of numbers that hang together."""

__all__ = ["Groups"]


class Groups:
    """Which numbers are tied to which, directly or through others (union-find).

    A group goes by its smallest number; a number that was never tied is a group of its own.
    """

    def __init__(self) -> None:
        self._smaller: dict[int, int] = {}

    def tie(self, one: int, other: int) -> None:
        smaller, larger = sorted((self.smallest(one), self.smallest(other)))
        if smaller != larger:
            self._smaller[larger] = smaller

    def smallest(self, number: int) -> int:
        """The smallest number of the group that `number` belongs to."""
        path = []
        while number in self._smaller:
            path.append(number)
            number = self._smaller[number]
        for passed in path:
            self._smaller[passed] = number
        return number
