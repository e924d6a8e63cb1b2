"""From what a document says of its sentences and passages to spans of its text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from editorial.importing.documents.items import Document, GivenEvidence
from editorial.importing.errors import quoted
from editorial.importing.similar import remedy
from kb.text.sentences import SEGMENTER, Span, split
from kb.text.spans import Passage, SpanError, find_quote, to_pieces

__all__ = ["GIVEN", "PassageError", "Text", "segmented"]

GIVEN = "given"
_PLACES_SHOWN = 5
# Looking for what is like a quote reads the whole text: of a long one seconds, each time.
SEARCHED_CHARS = 5_000_000
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class PassageError(ValueError):
    """Evidence that has no one place in the text; the message says what would be right."""


def segmented(document: Document) -> tuple[list[Span], str]:
    """The sentences of a document's text, and who cut them: the given list, or our own rules."""
    if document.sentences is None:
        return split(document.text, document.language), SEGMENTER
    return list(_given(document.text, document.language, document.sentences)), GIVEN


def _given(text: str, language: str, sentences: Sequence[tuple[int, int, str]]) -> Iterator[Span]:
    """The given sentences, and between them those of our own where text is left out."""
    paragraph, reached = 1, 0
    for start, end, role in [*sentences, (len(text), len(text), "")]:
        for span in _left_out(text, language, reached, start):
            paragraph += _is_new_paragraph(text, reached, span.start)
            reached = span.end
            # What begins a part is the lead only where it begins the text.
            role = "body" if span.role == "lead" and paragraph > 1 else span.role
            yield span._replace(paragraph=paragraph, role=role)
        if start < end:
            paragraph += _is_new_paragraph(text, reached, start)
            reached = end
            yield Span(start, end, paragraph, role)  # type: ignore[arg-type]


def _left_out(text: str, language: str, start: int, end: int) -> Iterator[Span]:
    between = text[start:end]
    if between and not between.isspace():
        for span in split(between, language):
            yield span._replace(start=span.start + start, end=span.end + start)


def _is_new_paragraph(text: str, reached: int, start: int) -> bool:
    return reached > 0 and bool(_BLANK_LINE.search(text, reached, start))


class Text:
    """A text with its sentences, in which evidence finds its place."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        self.spans = spans
        self._searched = 0

    def place(
        self, evidence: GivenEvidence, given: Sequence[tuple[int, int, str]] | None = None
    ) -> Passage:
        """The one passage that `evidence` names; `given` is the list its sentence_index counts in.

        Raises PassageError.
        """
        named = (
            given[evidence.sentence_index]
            if given and evidence.sentence_index is not None
            else None
        )
        if evidence.start is not None and evidence.end is not None:
            place = self._checked(evidence.start, evidence.end, evidence.quote)
        elif evidence.quote is not None:
            within = Passage(named[0], named[1]) if named else None
            place = self._found(evidence.quote, within)
        elif named:
            place = Passage(named[0], named[1])
        else:
            raise PassageError("nothing says where; give start and end, or a quote")
        if named and not named[0] <= place.start < named[1]:
            raise PassageError(
                f"sentence_index {evidence.sentence_index} is the sentence [{named[0]}:{named[1]}], "
                f"which does not hold {place.start}"
            )
        self._need_edges(place)
        return place

    def pieces(self, place: Passage) -> list[tuple[int, int, int]]:
        """The passage as pieces: index of the sentence, and code points within it."""
        return [tuple(piece) for piece in to_pieces(place.start, place.end, self.spans)]  # type: ignore[misc]

    def _checked(self, start: int, end: int, quote: str | None) -> Passage:
        if not start < end <= len(self.text):
            outside = (
                f"[{start}:{end}] is no part of the text, which has {len(self.text)} code points"
            )
            why = f"; {self._why_not_there(start, end, quote)}" if quote is not None else ""
            raise PassageError(outside + why)
        if quote is not None and self.text[start:end] != quote:
            there = f"text[{start}:{end}] is {quoted(self.text[start:end])}, not {quoted(quote)}"
            raise PassageError(f"{there}; {self._why_not_there(start, end, quote)}")
        return Passage(start, end)

    def _why_not_there(self, start: int, end: int, quote: str) -> str:
        units = self.text.encode("utf-16-le")
        if units[2 * start : 2 * end] == quote.encode("utf-16-le"):
            first = len(units[: 2 * start].decode("utf-16-le", "ignore"))
            right = f"{first} and {first + len(quote)}"
            return f"the offsets count UTF-16 units; counted in code points they are {right}"
        places = find_quote(quote, self.text)
        if places:
            shown = self._listed(places)
            return f"the quote stands at {shown}"
        return self._remedy(quote)

    def _remedy(self, quote: str) -> str:
        """What is there instead; of a long text only for the first few quotes that are not."""
        self._searched += len(self.text)
        if self._searched > SEARCHED_CHARS:
            return "what is like it was not looked for, after so many quotes that are not there"
        return remedy(quote, self.text)

    def _found(self, quote: str, within: Passage | None) -> Passage:
        places = find_quote(quote, self.text)
        if not places:
            raise PassageError(f"quote not found: {quoted(quote)}; {self._remedy(quote)}")
        if within:
            inside = [place for place in places if within.start <= place.start < within.end]
            if not inside:
                named = f"the sentence [{within.start}:{within.end}]"
                raise PassageError(
                    f"{quoted(quote)} is not in {named}, but at {self._listed(places)}"
                )
            places = inside
        if len(places) > 1:
            raise PassageError(
                f"quote {quoted(quote)} is there {len(places)} times, at {self._listed(places)}; "
                "say which by start and end"
            )
        return places[0]

    def _listed(self, places: Iterable[Passage]) -> str:
        all_places = [f"{place.start}:{place.end}" for place in places]
        more = len(all_places) - _PLACES_SHOWN
        return ", ".join(all_places[:_PLACES_SHOWN]) + (f" and {more} more" if more > 0 else "")

    def _need_edges(self, place: Passage) -> None:
        try:
            to_pieces(place.start, place.end, self.spans)
        except SpanError as error:
            raise PassageError(
                f"[{place.start}:{place.end}] begins or ends in white space between sentences; "
                "leave that out"
            ) from error
