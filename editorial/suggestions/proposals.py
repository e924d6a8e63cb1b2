"""The cues of a paragraph brought together: what they say of its sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from editorial.suggestions.cues import Cue, CueKind, Place
from kb.models import Mode

__all__ = ["Named", "Paragraph", "Placed", "Proposal", "Reason", "together"]

SENTENCES_BACK = 4  # so far before a sentence its speaker may be named, in the same paragraph
_DISTANT = frozenset(CueKind) - {CueKind.SAYING}
# Speech that goes on from sentence to sentence without naming its speaker again.
_GOING_ON = frozenset({CueKind.QUOTATION, CueKind.SUBJUNCTIVE})


class Placed(Protocol):
    """A sentence: kb.models.Sentence, or anything like it."""

    @property
    def position(self) -> int: ...
    @property
    def paragraph(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mode is proposed, as the editor reads it: the kind, translated, and the article's words.

    `start` and `end` are code points within the sentence at `position`.
    """

    kind: CueKind
    words: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name who speaks: code points within the sentence at `position`."""

    position: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the cues say of some sentences; `mode` is None where they say nothing clear.

    `warning` holds the reasons to hesitate before the claim is entered in the author's own voice.
    """

    mode: Mode | None = None
    reasons: tuple[Reason, ...] = ()
    speaker: Named | None = None
    warning: tuple[Reason, ...] = ()


class Paragraph(NamedTuple):
    """Sentences of one paragraph, their places in its text, and the cues of that text."""

    sentences: Sequence[Placed]
    places: Sequence[Place]
    cues: Sequence[Cue]

    def proposal(self, n: int) -> Proposal:
        """What the cues say of the n-th sentence."""
        own = [cue for cue in self.cues if self._touches(cue, n)]
        mode, deciding = _mode(own, self.places[n])
        if mode is None and (back := self._looking_back_at(n)):
            mode, deciding = Mode.REPORTED, [back]
        return Proposal(
            mode,
            tuple(self._reason(cue, n) for cue in deciding),
            self._speaker(n, own, deciding) if mode else None,
            tuple(self._reason(cue, n) for cue in own if cue.kind in _DISTANT),
        )

    def _touches(self, cue: Cue, n: int) -> bool:
        start, end = self.places[n]
        if cue.kind is CueKind.QUOTATION:
            return cue.start < end and start < cue.end
        return start <= cue.start < end

    def _looking_back_at(self, n: int) -> Cue | None:
        """The cue of the next sentence that speaks of the n-th: "So lautete Ruttes Kernbotschaft"."""
        if n + 1 == len(self.places):
            return None
        return next((c for c in self.cues if c.looks_back and self._touches(c, n + 1)), None)

    def _speaker(self, n: int, own: list[Cue], deciding: list[Cue]) -> Named | None:
        for cue in (*deciding, *own):
            if cue.speaker:
                return self._named(cue.speaker)
        back = self._looking_back_at(n)
        if back and back.speaker:
            return self._named(back.speaker)
        if any(cue.kind in _GOING_ON for cue in deciding):
            for before in range(n - 1, max(n - 1 - SENTENCES_BACK, -1), -1):
                for cue in self.cues:
                    if cue.speaker and self._touches(cue, before):
                        return self._named(cue.speaker)
        return None

    def _named(self, place: Place) -> Named:
        n = self._at(place.start)
        start, end = place.moved(-self.places[n].start)
        sentence = self.sentences[n]
        return Named(sentence.position, start, end, sentence.text[start:end])

    def _reason(self, cue: Cue, n: int) -> Reason:
        """The cue within the n-th sentence, or within its own where it stands in another."""
        at = n if self._touches(cue, n) else self._at(cue.start)
        place, sentence = self.places[at], self.sentences[at]
        start, end = max(cue.start, place.start), min(cue.end, place.end)
        return Reason(
            cue.kind, cue.words, sentence.position, start - place.start, end - place.start
        )

    def _at(self, position: int) -> int:
        return max(n for n, place in enumerate(self.places) if place.start <= position)


def _mode(cues: list[Cue], place: Place) -> tuple[Mode | None, list[Cue]]:
    """The mode that the cues of a sentence speak for, and those that decide it."""
    quoted = [cue for cue in cues if cue.kind is CueKind.QUOTATION]
    indirect = [cue for cue in cues if cue.mode is Mode.INDIRECT]
    letters = sum(min(cue.end, place.end) - max(cue.start, place.start) for cue in quoted)
    is_mostly_quoted = 2 * letters >= place.end - place.start
    if quoted and (is_mostly_quoted or not indirect):
        return Mode.DIRECT, [cue for cue in cues if cue.mode is Mode.DIRECT]
    for mode in (Mode.INDIRECT, Mode.DIRECT, Mode.REPORTED):
        if deciding := [cue for cue in cues if cue.mode is mode]:
            return mode, deciding
    return None, []


def together(proposals: Iterable[Proposal]) -> Proposal:
    """One proposal for several sentences; no mode where theirs differ."""
    found = list(proposals)
    modes = {proposal.mode for proposal in found if proposal.mode}
    warning = tuple(reason for proposal in found for reason in proposal.warning)
    if len(modes) != 1:
        return Proposal(warning=warning)
    reasons = dict.fromkeys(reason for proposal in found for reason in proposal.reasons)
    speaker = next((proposal.speaker for proposal in found if proposal.speaker), None)
    return Proposal(modes.pop(), tuple(reasons), speaker, warning)
