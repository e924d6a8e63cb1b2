"""Who speaks in a sentence and how, told by cues without a model.

Precise rather than complete: what is only possible is not shown. German and English by their words,
every language by quotation marks. Proposes; writes nothing. Figures: bench/speech.md.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from editorial.suggestions import english, german, quotations
from editorial.suggestions.cues import Cue, CueKind, Place
from editorial.suggestions.proposals import Named, Paragraph, Placed, Proposal, Reason, together
from editorial.suggestions.quotations import Quotation
from editorial.suggestions.wording import words
from kb.models import Mode
from kb.text.sentences import split
from kb.text.spans import Extent

__all__ = ["Named", "Proposal", "Reason", "cues", "distance", "propose"]

LONGEST_REASON_CHARS = 80  # of a quotation more is not shown as a reason
LONGEST_SENTENCE_CHARS = 1_000  # what is longer is a table or a list; its beginning is looked at
FARTHEST_FRAME_CHARS = 60  # a verb of saying farther from a quotation does not introduce it

_NAME = re.compile(
    r"[A-ZÄÖÜ]\S*(?:\s(?:[A-ZÄÖÜ0-9]\S*|of|the|and|in|der|des|und|von|zu))*\s[A-ZÄÖÜ0-9]\S*"
)
_RULES: dict[str, Callable[[str], Iterator[Cue]]] = {"de": german.cues, "en": english.cues}


def cues(text: str, language: str) -> list[Cue]:
    """The cues of `text`, a sentence or a paragraph; places are code points within it.

    `language` is a language tag; its first subtag decides ("de-CH" is German).
    """
    base = _base(language)
    return _cues(text, split(text, base) if base in _RULES else (), base)


def propose(sentences: Iterable[Placed], picked: Iterable[int], language: str) -> Proposal:
    """What the cues say of the sentences at the positions `picked`.

    `sentences` are those of the article, in order, or at least all of the paragraphs that a picked
    one stands in: a quotation may have been opened, a speaker named in the sentence before.
    """
    wanted = set(picked)
    known = list(sentences)
    found: list[Proposal] = []
    for paragraph in sorted({one.paragraph for one in known if one.position in wanted}):
        of_it = [one for one in known if one.paragraph == paragraph]
        cued = _paragraph(of_it, _base(language))
        found += (cued.proposal(n) for n, one in enumerate(of_it) if one.position in wanted)
    return together(found)


def distance(proposal: Proposal, mode: str) -> tuple[Reason, ...]:
    """What speaks against entering a claim in `mode`: in the author's own voice only."""
    return proposal.warning if mode == Mode.AUTHOR else ()


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _paragraph(sentences: list[Placed], language: str) -> Paragraph:
    places: list[Place] = []
    for sentence in sentences:  # with one blank between them, whatever there was
        start = places[-1].end + 1 if places else 0
        places.append(Place(start, start + len(sentence.text)))
    text = " ".join(sentence.text for sentence in sentences)
    return Paragraph(sentences, places, _cues(text, places, language))


def _cues(text: str, places: Sequence[Extent], language: str) -> list[Cue]:
    marks = quotations.find(text, language)
    plain = quotations.masked(text, marks)
    found: list[Cue] = []
    if rules := _RULES.get(language):
        for place in places:
            sentence = plain[place.start : min(place.end, place.start + LONGEST_SENTENCE_CHARS)]
            found += (cue.moved(place.start) for cue in rules(sentence))
    quoted = [_quoted(text, mark, found) for mark in marks if not _is_title(text, mark, language)]
    return sorted([*found, *quoted], key=lambda cue: (cue.start, cue.end))


def _quoted(text: str, mark: Quotation, frames: list[Cue]) -> Cue:
    """The cue that a quotation is: if it is speech, with the speaker named beside it."""
    shown = _shortened(text[mark.start : mark.end])
    if not mark.is_speech:
        return Cue(CueKind.QUOTED_WORDS, None, mark.start, mark.end, shown)
    near = [(gap, n) for n, cue in enumerate(frames) if (gap := _gap(text, mark, cue)) is not None]
    speaker = frames[min(near)[1]].speaker if near else None
    kind = CueKind.QUOTATION
    return Cue(kind, Mode.DIRECT, mark.start, mark.end, shown, mark.inner, speaker)


def _gap(text: str, mark: Quotation, cue: Cue) -> int | None:
    """How far a frame stands from a quotation; None where it names nobody or is not beside it."""
    if cue.speaker is None or cue.looks_back:
        return None
    start, end = (mark.end, cue.start) if cue.start >= mark.end else (cue.end, mark.start)
    between = text[start:end] if start <= end else None
    if between is None or len(between) > FARTHEST_FRAME_CHARS:
        return None
    return None if any(stop in between for stop in (". ", "! ", "? ")) else len(between)


def _is_title(text: str, mark: Quotation, language: str) -> bool:
    """Whether it is a name, or a word before the marks says that a title follows."""
    if language not in _RULES:
        return False
    if not mark.is_speech and _NAME.fullmatch(text, *mark.inner):  # „Game of Thrones“
        return True
    before = re.split(r"[\s-]", text[max(mark.start - 40, 0) : mark.start].rstrip())
    return before[-1] in words(language, "titled")


def _shortened(quotation: str) -> str:
    if len(quotation) <= LONGEST_REASON_CHARS:
        return quotation
    return (quotation[:LONGEST_REASON_CHARS].rpartition(" ")[0] or quotation[:20]) + " …"
