"""How alike two texts are, and by what to find those that are nearly the same.

A text is taken as the set of its shingles: every four words that follow each other, folded. The
likeness of two texts is the share of their shingles that both have (Jaccard). Which texts are worth
comparing is told by their bands: min-hashes (Broder 1997), banded as in Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, 3.4. What was measured: docs/duplicates.md.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence, Set
from hashlib import blake2b
from struct import pack
from zlib import crc32

from kb.text.folding import fold

__all__ = ["BANDS", "CANDIDATES", "NEAR", "Shelf", "bands", "likeness", "shingles"]

NEAR = 0.6  # texts at least this alike are nearly the same
BANDS = 8
CANDIDATES = 10  # with which a text is compared: a thousand copies are no million of links
FEW_WORDS = 8  # a text of fewer is like none but itself

_ROWS = 2 * BANDS  # two min-hashes to a band
_RING = 1 << 64
_POINTS = [_RING * row // _ROWS for row in range(_ROWS)]
# Odd numbers without pattern: the fractional digits of the golden ratio and of π.
_A, _B, _C, _D = (
    0x9E3779B97F4A7C15,
    0x243F6A8885A308D3,
    0x13198A2E03707345,
    0xA4093822299F31D1,
)


def shingles(text: str) -> frozenset[int]:
    """The hashes of all four words of `text` that follow each other: unsigned, 64 bits each.

    Words are folded: case, diacritics and punctuation count for nothing. A text of fewer than eight
    words is one shingle, the whole.
    """
    words = _words(text)
    if len(words) < FEW_WORDS:
        return frozenset((_digest(b" ".join(words)) % _RING,))
    a = [crc32(word) for word in words]
    fours = zip(a, a[1:], a[2:], a[3:], strict=False)
    return frozenset([(a * _A + b * _B + c * _C + d * _D) % _RING for a, b, c, d in fours])


def likeness(one: Set[int], other: Set[int]) -> float:
    """The share of their shingles that two texts have in common: 0.0 to 1.0."""
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def bands(of: Set[int]) -> tuple[int, ...]:
    """BANDS + 1 numbers of 64 bits, signed, made of the shingles `of` a text.

    The first two texts share if their shingles are the same. Texts that are nearly the same
    share one of the others in all likelihood, different texts in none. The same numbers come out on
    every machine and in every version of Python: they are stored.
    """
    ring = sorted(of)
    # The first hash at or behind a point of the ring: a min-hash, and of one sorting sixteen.
    least = [ring[bisect_left(ring, point) % len(ring)] for point in _POINTS]
    pairs = zip(least[:BANDS], least[BANDS:], strict=True)
    mixed = [(one * _A + two * _B + place * _C) % _RING for place, (one, two) in enumerate(pairs)]
    return (_digest(pack(f"<{len(ring)}Q", *ring)), *map(_signed, mixed))


class Shelf:
    """Texts, known by their keys and bands, where each stands beside those it shares a band with."""

    def __init__(self) -> None:
        self.bands: dict[int, Sequence[int]] = {}  # by key
        self._keys: defaultdict[tuple[int, int], list[int]] = defaultdict(list)

    def put(self, key: int, bands: Sequence[int]) -> None:
        """Puts a text there; if it stood there with other bands, it does no longer."""
        for place in enumerate(self.bands.get(key, ())):
            self._keys[place].remove(key)
        self.bands[key] = bands
        for place in enumerate(bands):
            insort(self._keys[place], key)

    def candidates(self, key: int) -> list[int]:
        """The keys of those texts worth comparing with that of `key`, at most CANDIDATES.

        For each of its bands the smallest keys count; of those first come the ones that share most
        bands with it, then the smaller ones.
        """
        mine = self.bands[key]
        beside = {other for place in enumerate(mine) for other in self._beside(place, key)}
        return sorted(beside, key=lambda other: (-self._shared(mine, other), other))[:CANDIDATES]

    def _beside(self, place: tuple[int, int], key: int) -> list[int]:
        least = self._keys[place][: CANDIDATES + 1]
        return [other for other in least if other != key][:CANDIDATES]

    def _shared(self, mine: Sequence[int], other: int) -> int:
        return sum(a == b for a, b in zip(mine, self.bands[other], strict=True))


def _words(text: str) -> list[bytes]:
    """The words of `text`; one of nothing but punctuation is a word as it stands."""
    return fold(text).encode().split() or [text.strip().encode()]


def _digest(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little", signed=True)


def _signed(number: int) -> int:
    return number - _RING if number >= _RING // 2 else number
