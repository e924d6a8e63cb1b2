"""What somebody picked at the desk: sentences, or parts of them, written as in a form.

"12" is the whole of sentence 12, "12:3-40" its characters from 3 up to 40 (code points,
end exclusive). The words themselves are never sent.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions.parts import Passage
from kb.models import ArticleVersion, Sentence, Stance

__all__ = ["MOST", "Pick", "passages", "read", "sentences"]

MOST = 200  # sentences at once; nobody means more with one claim

_PICK = re.compile(r"(\d{1,9})(?::(\d{1,9})-(\d{1,9}))?", re.ASCII)


class Pick(NamedTuple):
    """A sentence by its position, and the part of it; without `end` the whole."""

    position: int
    start: int = 0
    end: int | None = None


def read(values: Iterable[str]) -> dict[int, Pick]:
    """The picks that `values` write, by position and in order of the text.

    Raises ValidationError for what is no pick, and for more than MOST.
    """
    picks = {}
    for value in values:
        found = _PICK.fullmatch(value)
        if not found:
            raise ValidationError(
                _("“%(value)s” names no sentence: write 12, or 12:3-40 for a part."),
                code="pick",
                params={"value": value[:40]},
            )
        position, start, end = (int(part) if part else None for part in found.groups())
        picks[position or 0] = Pick(position or 0, start or 0, end)
    if len(picks) > MOST:
        raise ValidationError(
            _("%(n)d sentences are picked; at most %(most)d go together."),
            code="pick",
            params={"n": len(picks), "most": MOST},
        )
    return dict(sorted(picks.items()))


def sentences(version: ArticleVersion, picks: Iterable[Pick]) -> list[Sentence]:
    """The sentences that `picks` name, in order. Raises ValidationError for one that is not there."""
    wanted = {pick.position for pick in picks}
    found = list(version.sentences.filter(position__in=wanted).in_order())
    if missing := wanted - {sentence.position for sentence in found}:
        raise ValidationError(
            _("This text has no sentence %(n)d."), code="pick", params={"n": min(missing)}
        )
    return found


def passages(
    found: Iterable[Sentence], picks: dict[int, Pick], stance: str = Stance.SUPPORTS
) -> list[Passage]:
    """The picked parts of the sentences `found`.

    Raises ValidationError for a part outside its sentence, and for a stance that there is not.
    """
    if stance not in Stance.values:
        raise ValidationError({"stance": _("Choose what the picked passage does to the claim.")})
    return [_passage(sentence, picks[sentence.position], stance) for sentence in found]


def _passage(sentence: Sentence, pick: Pick, stance: str) -> Passage:
    length = len(sentence.text)
    end = length if pick.end is None else pick.end
    if not pick.start < end <= length:
        raise ValidationError(
            _(
                "Sentence %(n)d has %(length)d characters; the passage would go from %(start)d "
                "to %(end)d."
            ),
            code="pick",
            params={"n": pick.position, "length": length, "start": pick.start, "end": end},
        )
    return Passage(sentence, pick.start, end, stance)
