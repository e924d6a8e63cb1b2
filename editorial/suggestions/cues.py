"""What in a text says that somebody else is speaking."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.models import Mode

__all__ = ["Cue", "CueKind", "Place"]


class Place(NamedTuple):
    """A part of a text: code points, end exclusive."""

    start: int
    end: int

    def moved(self, by: int) -> "Place":
        return Place(self.start + by, self.end + by)


class CueKind(TextChoices):
    """What a cue is, as an editor reads it before the cue's words: "subjunctive: *sei*"."""

    QUOTATION = "quotation", _("quotation")
    QUOTED_WORDS = "quoted_words", _("words in quotation marks")
    SAYING = "saying", _("verb of saying")
    SOURCE = "source", _("named source")
    SUBJUNCTIVE = "subjunctive", pgettext_lazy("grammar", "subjunctive")
    HEARSAY = "hearsay", _("hearsay")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that show speech, with the mode they speak for; places are those of the text looked at.

    `words` are the cue's own, as they stand there ("werde geboten" where more stands between).
    `said` is what is presented as said, `speaker` who is named as saying it; either may be missing.
    """

    kind: CueKind
    mode: Mode | None
    start: int
    end: int
    words: str
    said: Place | None = None
    speaker: Place | None = None
    looks_back: bool = False  # what is said stands in the sentence before: "So lautete …"

    def moved(self, by: int) -> "Cue":
        """The same cue in a text that begins `by` characters earlier."""
        return Cue(
            self.kind,
            self.mode,
            self.start + by,
            self.end + by,
            self.words,
            self.said and self.said.moved(by),
            self.speaker and self.speaker.moved(by),
            self.looks_back,
        )
