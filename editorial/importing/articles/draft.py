"""What reading a file, a feed or a page gives: an article that nobody has stored yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.text.sentences import Span

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """An article as it was read. Its text is stored to the code point.

    `external_id` is by what it is known when it comes again: its canonical address, the id that
    a feed or an agency gives it, or the path of its file. `spans` are its sentences where the
    format says what is a heading or a caption; without them the text is split when it is stored.
    """

    external_id: str
    text: str
    original: bytes
    content_type: str
    title: str = ""
    spans: Sequence[Span] | None = None
    segmenter: str = ""
    kind: str = ""  # of Article.Kind; empty: not known
    language: str = ""
    published_on: date | None = None
    url: str = ""
    author: str = ""
    outlet: str = ""
    license: str = ""
    notes: list[str] = field(default_factory=list)  # what was decided, for the person who looks
    encoding_note: str = ""  # the one of them that says how the bytes became text

    def forget_encoding(self) -> None:
        """For a text whose bytes are not as they came in: nothing is to be said of them."""
        self.notes = [note for note in self.notes if note != self.encoding_note]
        self.encoding_note = ""
