"""Looking up quotes in the current version of their article."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from editorial.importing.errors import QuoteError, quoted
from editorial.importing.seeds.items import Quote
from editorial.importing.similar import remedy
from kb.models import Article, Sentence
from kb.text.spans import Passage, SpanError, find_quote, to_pieces

__all__ = ["CurrentText"]

_PLACES_SHOWN = 5


@dataclass
class CurrentText:
    """An article with the text and the sentences of its current version, read once."""

    article: Article

    @cached_property
    def text(self) -> str:
        version = self.article.current_version
        return version.text if version else ""

    @cached_property
    def sentences(self) -> list[Sentence]:
        version = self.article.current_version
        return list(version.sentences.order_by("position")) if version else []

    def pieces(self, quote: Quote) -> list[tuple[Sentence, int, int]]:
        """The one place of `quote` as spans of the sentences it touches. Raises QuoteError."""
        place = self._place(quote)
        try:
            pieces = to_pieces(place.start, place.end, self.sentences)
        except SpanError as error:
            raise QuoteError(
                f"quote {quoted(quote.text)} begins or ends with white space between sentences; "
                "leave that out"
            ) from error
        return [(self.sentences[piece.sentence], piece.start, piece.end) for piece in pieces]

    def whole_sentences(self, quote: Quote) -> list[Sentence]:
        """The sentences that `quote` consists of. Raises QuoteError if it is not whole ones."""
        pieces = self.pieces(quote)
        sentences = [sentence for sentence, _, _ in pieces]
        if pieces[0][1] > 0 or pieces[-1][2] < len(sentences[-1].text):
            whole = self.text[sentences[0].start : sentences[-1].end]
            raise QuoteError(f"quote {quoted(quote.text)} is only a part of {quoted(whole)}")
        return sentences

    def _place(self, quote: Quote) -> Passage:
        everywhere = find_quote(quote.text, self.text)
        places = [place for place in everywhere if self._is_in(place, quote.paragraph)]
        if not everywhere:
            raise QuoteError(
                f"quote not found: {quoted(quote.text)}; {remedy(quote.text, self.text)}"
            )
        if not places:
            found = f"quote {quoted(quote.text)} is not in paragraph {quote.paragraph}"
            raise QuoteError(f"{found}, but there: {self._listed(everywhere)}")
        if quote.nth:
            if quote.nth > len(places):
                found = f"nth = {quote.nth}, but {quoted(quote.text)} is there {len(places)} times"
                raise QuoteError(f"{found}: {self._listed(places)}")
            return places[quote.nth - 1]
        if len(places) > 1:
            found = f"quote {quoted(quote.text)} is there {len(places)} times"
            which = "say which by nth (or paragraph)"
            raise QuoteError(f"{found}: {self._listed(places)}; {which}")
        return places[0]

    def _is_in(self, place: Passage, paragraph: int | None) -> bool:
        return paragraph is None or self._paragraph(place) == paragraph

    def _paragraph(self, place: Passage) -> int:
        """The paragraph in which the place begins; white space belongs to the one before."""
        index = bisect_right(self.sentences, place.start, key=lambda sentence: sentence.start)
        return self.sentences[max(index - 1, 0)].paragraph

    def _listed(self, places: list[Passage]) -> str:
        shown = [
            f"nth = {number} in paragraph {self._paragraph(place)}, {self._context(place)}"
            for number, place in enumerate(places[:_PLACES_SHOWN], start=1)
        ]
        more = len(places) - _PLACES_SHOWN
        return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")

    def _context(self, place: Passage) -> str:
        around = self.text[max(place.start - 20, 0) : place.end + 20]
        return quoted(f"…{' '.join(around.split())}…")
