"""Evidence as readers see it: rows that touch are one passage, shown in its paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from kb.models import Article, ArticleVersion, Evidence, Sentence

__all__ = [
    "SPOT",
    "Passage",
    "Piece",
    "Quote",
    "Spot",
    "compared",
    "join",
    "quotes",
    "touching",
]

NEAR = 2  # sentences on either side that are shown at once; the rest of a paragraph unfolds
GAP = "[…]"  # for what the reader may not see


@dataclass(frozen=True)
class Passage:
    """Evidence rows of one stance that touch: one quotation, over as many sentences as it takes."""

    rows: tuple[Evidence, ...]

    @property
    def first(self) -> Evidence:
        return self.rows[0]

    @property
    def last(self) -> Evidence:
        return self.rows[-1]

    @property
    def stance(self) -> str:
        return self.first.stance

    @property
    def version(self) -> ArticleVersion:
        return self.first.sentence.version

    @property
    def position(self) -> int:
        """The number of the sentence in which it begins."""
        return self.first.sentence.position

    @property
    def words(self) -> str:
        """What is quoted, the white space between its sentences as one blank."""
        text, last = "", None
        for row in self.rows:
            if last is not None:
                same = row.sentence_id == last.sentence_id
                text += row.sentence.text[last.end : row.start] if same else " "
            text += row.quote
            last = row
        return text


class Spot(NamedTuple):
    """Where an evidence row stands: spots sort in the order of their texts."""

    stance: str
    version: int
    position: int
    start: int
    pk: int
    end: int
    sentence: str
    article: int


# The same, asked of the database.
SPOT = (
    *("stance", "sentence__version", "sentence__position", "start", "pk", "end"),
    *("sentence__text", "sentence__version__article"),
)


def join(evidence: Iterable[Evidence]) -> list[Passage]:
    """Passages in the order of their texts. The rows come with their sentences and versions."""
    rows = {row.pk: row for row in evidence}
    spots = touching(map(_spot, rows.values()))
    return [Passage(tuple(rows[spot.pk] for spot in its)) for its in spots]


def touching(spots: Iterable[Spot]) -> list[list[Spot]]:
    """Those of one passage together, in the order of their texts."""
    found: list[list[Spot]] = []
    for each in sorted(spots):
        if found and _touch(found[-1][-1], each):
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _spot(row: Evidence) -> Spot:
    its = row.sentence
    place = (row.stance, its.version_id, its.position, row.start, row.pk, row.end)
    return Spot(*place, its.text, its.version.article_id)


def _touch(here: Spot, there: Spot) -> bool:
    if (here.stance, here.version) != (there.stance, there.version):
        return False
    if here.position == there.position:
        between = here.sentence[here.end : there.start]
        return here.end <= there.start and not between.strip()
    reaches_end = here.end == len(here.sentence)
    return reaches_end and there.position == here.position + 1 and there.start == 0


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence, marked or not."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Quote:
    """Passages of one paragraph as they stand in it."""

    passages: tuple[Passage, ...]
    before: tuple[str, ...]
    quoted: tuple[Piece, ...]
    following: tuple[str, ...]
    same_as: Article | None = None  # one of nearly the same text, quoted before it

    @property
    def first(self) -> Evidence:
        return self.passages[0].first

    @property
    def last(self) -> Evidence:
        return self.passages[-1].last

    @property
    def stance(self) -> str:
        return self.first.stance

    @property
    def version(self) -> ArticleVersion:
        return self.first.sentence.version

    @property
    def notes(self) -> list[str]:
        rows = (row for passage in self.passages for row in passage.rows)
        return list(dict.fromkeys(row.note for row in rows if row.note))

    @property
    def is_waiting(self) -> bool:
        rows = (row for passage in self.passages for row in passage.rows)
        return any(row.state == Evidence.State.WAITING for row in rows)

    @property
    def far_before(self) -> tuple[str, ...]:
        return self.before[:-NEAR]

    @property
    def near_before(self) -> tuple[str, ...]:
        return self.before[-NEAR:]

    @property
    def near_following(self) -> tuple[str, ...]:
        return self.following[:NEAR]

    @property
    def far_following(self) -> tuple[str, ...]:
        return self.following[NEAR:]


def quotes(passages: Iterable[Passage], around: Iterable[Sentence]) -> list[Quote]:
    """Each passage in its paragraph; those of one stance in one paragraph stand together.

    `around` are the sentences of these paragraphs that the reader may see.
    """
    sentences = sorted(around, key=lambda sentence: (sentence.version_id, sentence.position))
    grouped = groupby(passages, key=lambda p: (p.stance, p.version.pk, p.first.sentence.paragraph))
    return [_quote(tuple(together), sentences) for _, together in grouped]


def compared(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes, each from a near-duplicate naming the first article of the same origin.

    Their articles come with their fingerprints.
    """
    first: dict[int, Article] = {}
    told = []
    for quote in quotes:
        article = quote.version.article
        same = first.setdefault(article.origin, article)
        told.append(quote if same == article else replace(quote, same_as=same))
    return told


def _quote(passages: tuple[Passage, ...], sentences: list[Sentence]) -> Quote:
    rows = [row for passage in passages for row in passage.rows]
    first, last = rows[0].sentence, rows[-1].sentence
    shown = [
        sentence
        for sentence in sentences
        if sentence.version_id == first.version_id
        and first.paragraph <= sentence.paragraph <= last.paragraph
    ]
    before = [s for s in shown if s.position < first.position]
    within = [s for s in shown if first.position <= s.position <= last.position]
    following = [s for s in shown if s.position > last.position]
    return Quote(
        passages,
        before=_around(before, until=first.position),
        quoted=_quoted(within, rows),
        following=_around(following, since=last.position),
    )


def _around(
    sentences: list[Sentence], since: int | None = None, until: int | None = None
) -> tuple[str, ...]:
    """The sentences with a gap wherever some are left out, up to the positions given."""
    texts: list[str] = []
    previous = since
    for sentence in sentences:
        if previous is not None and sentence.position > previous + 1:
            texts.append(GAP)
        texts.append(sentence.text)
        previous = sentence.position
    if sentences and until is not None and previous is not None and until > previous + 1:
        texts.append(GAP)
    return tuple(texts)


def _quoted(sentences: list[Sentence], rows: list[Evidence]) -> tuple[Piece, ...]:
    """The sentences in pieces; the space between two marked ones belongs to the mark."""
    pieces: list[Piece] = []
    for sentence in sentences:
        cut = _cut(sentence, rows)
        if pieces:
            is_one = pieces[-1].is_marked and cut[0].is_marked
            pieces.append(Piece(" ", is_one))
        pieces += cut
    return tuple(
        Piece("".join(piece.text for piece in together), is_marked)
        for is_marked, together in groupby(pieces, key=lambda piece: piece.is_marked)
    )


def _cut(sentence: Sentence, rows: list[Evidence]) -> list[Piece]:
    spans = sorted((row.start, row.end) for row in rows if row.sentence_id == sentence.pk)
    pieces, place = [], 0
    for start, end in spans:
        start = max(start, place)
        if start < end:
            pieces.append(Piece(sentence.text[place:start], False))
            pieces.append(Piece(sentence.text[start:end], True))
            place = end
    pieces.append(Piece(sentence.text[place:], False))
    return [piece for piece in pieces if piece.text]
