"""What a version of an article says otherwise than another, sentence by sentence and in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.models import Article, sees_drafts
from kb.text.alignment import Change, Fate, Piece, Row, Verdict, align, beside, differences

__all__ = ["Changed", "Changes", "Whereabouts", "compared", "may_compare", "whereabouts"]

VERDICTS: dict[str, str | Promise] = {
    Verdict.IDENTICAL: _("identical"),
    Verdict.MOVED: _("moved"),
    Verdict.REWORDED: _("reworded"),
    Verdict.SPLIT: _("split"),
    Verdict.MERGED: _("joined with others"),
    Verdict.REMOVED: _("removed"),
}
NEW = _("new")
MEANINGS: dict[str, str | Promise] = {
    Change.NEGATION: _("negation"),
    Change.NUMBER: pgettext_lazy("in a sentence", "number"),
    Change.DATE: _("date"),
    Change.NAME: _("name"),
    Change.QUOTATION: _("quotation marks"),
    Change.MODAL: _("modal verb or question"),
    Change.KONJUNKTIV: _("Konjunktiv"),
}


@dataclass
class Changed(Row):
    """The same with the difference in words."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What became of it: "reworded"."""
        return ", ".join(str(VERDICTS[each]) for each in dict.fromkeys(self.verdicts)) or str(NEW)

    @property
    def meaning(self) -> str:
        """What changed that may change the meaning: "negation, number"; "" for nothing."""
        return ", ".join(str(words) for each, words in MEANINGS.items() if each in self.changes)


@dataclass(frozen=True)
class Changes:
    """All that differs, in the order of the new text, and how much does not."""

    shown: list[Changed]
    same: int
    total: int  # sentences of the new text


@dataclass(frozen=True)
class Whereabouts:
    """What became of a sentence, and where it stands now; nowhere if it was removed."""

    words: str
    places: list[int]


def may_compare(article: Article, user: Any) -> bool:
    """Whether `user` may read all of all versions. Of quotes alone too little would be left."""
    if article.access == Article.Access.SEALED:
        return False
    return article.access == Article.Access.FULL or sees_drafts(user)


def compared(old: Sequence[str], new: Sequence[str], language: str) -> Changes:
    """The sentences of two versions that follow each other."""
    lines = beside(_settled(align(old, new, language), old, new), len(new), Changed)
    shown = [line for line in lines if not line.is_same]
    for line in shown:
        line.pieces = differences(_joined(old, line.olds), _joined(new, line.news))
    return Changes(shown, len(lines) - len(shown), len(new))


def whereabouts(
    old: Sequence[str], new: Sequence[str], language: str, position: int
) -> Whereabouts:
    """What became of the sentence at `position`, from 1, of the `old` ones."""
    fate = _settled(align(old, new, language), old, new)[position - 1]
    return Whereabouts(str(VERDICTS[fate.verdict]), [place + 1 for place in fate.places])


# --- Steps -----------------------------------------------------------------------------------------


def _settled(fates: Sequence[Fate], old: Sequence[str], new: Sequence[str]) -> list[Fate]:
    """The fates; where it is not sure that a sentence of the same words is the same, to a reader it is.

    It was moved if it changed places with one that was not.
    """
    told = []
    for number, fate in enumerate(fates):
        is_unsure = fate.verdict == Verdict.REWORDED and not fate.changes
        if is_unsure and old[number] == new[fate.places[0]]:
            place = fate.places[0]
            before = any(place < other.places[0] for other in fates[:number] if _stands(other))
            behind = any(other.places[0] < place for other in fates[number:] if _stands(other))
            is_moved = before or behind
            fate = fate._replace(verdict=Verdict.MOVED if is_moved else Verdict.IDENTICAL)
        told.append(fate)
    return told


def _stands(fate: Fate) -> bool:
    return bool(fate.places) and fate.verdict != Verdict.MOVED


def _joined(texts: Sequence[str], numbers: Iterable[int]) -> str:
    return " ".join(texts[number - 1] for number in numbers)
