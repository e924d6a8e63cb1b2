"""How much room words take before a browser has set them: a guess that is rather too wide."""

import re

__all__ = ["SIZE", "WIDTH", "lines", "shortened", "width"]

WIDTH = 360  # units of every picture
SIZE = 13  # units of its letters; they are never smaller

# In hundredths of the size, a little more than the widest of the usual sans-serif faces need.
NARROW, USUAL, BROAD, BROADEST = 34, 60, 74, 100
WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;'’|!()[] -/", NARROW),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÄÖÜ&w", BROAD),
    **dict.fromkeys("mMW@%…—", BROADEST),
}
# Beyond the Latin, Greek and Cyrillic letters are such as fill a square.
SQUARE_FROM = "\u1100"
PIECE = re.compile(r"\S+?-(?=\w)|\S+")


def width(text: str) -> int:
    """The units that `text` takes in one line."""
    hundredths = sum(
        WIDTHS.get(letter, BROADEST if letter >= SQUARE_FROM else USUAL) for letter in text
    )
    return -(-hundredths * SIZE // 100)


def shortened(text: str, room: int) -> str:
    """`text`, or as much of it as fits into `room` units, and an ellipsis."""
    if width(text) <= room:
        return text
    while text and width(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip(' -,')}…"


def lines(text: str, room: int, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines of `room` units, broken at blanks and hyphens.

    What is too long for a line of its own, or for the last one, ends in an ellipsis.
    """
    found = [""]
    for piece in PIECE.finditer(text):
        word = piece.group()
        joined = text[piece.start() - 1 : piece.start()].strip() or not found[-1]
        longer = f"{found[-1]}{word}" if joined else f"{found[-1]} {word}"
        if not found[-1] or width(longer) <= room:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        found[most - 1 :] = [" ".join(found[most - 1 :])]
    return tuple(shortened(line, room) for line in found)
