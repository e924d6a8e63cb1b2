"""The sentences of a version as the desk shows them: what covers each, and its claims."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editorial.admin.desk.picks import Pick
from kb.models import ArticleVersion, Claim, Evidence, NoClaim, Sentence, Stance

__all__ = ["Line", "Resting", "lines", "next_open"]


@dataclass(frozen=True)
class Resting:
    """A claim that rests on a sentence, and what the sentence does to it."""

    claim: Claim
    stance: str
    is_part: bool

    @property
    def words(self) -> str:
        return {
            Stance.SUPPORTS: _("supports"),
            Stance.DISPUTES: _("disputes"),
            Stance.CONTEXT: _("context of"),
        }[Stance(self.stance)]


@dataclass(frozen=True)
class Line:
    """One sentence with all that stands to it."""

    sentence: Sentence
    rows: tuple[Evidence, ...]
    begins: bool  # a paragraph
    pick: Pick | None

    @property
    def text(self) -> SafeString:
        """The sentence as HTML. A carriage return is written out: a browser takes CR LF for one
        character else, and counts all that follows wrong."""
        return mark_safe(escape(self.sentence.text).replace("\r", "&#13;"))

    @property
    def judgement(self) -> NoClaim | None:
        return getattr(self.sentence, "no_claim", None)

    @cached_property
    def resting(self) -> list[Resting]:
        whole = (0, len(self.sentence.text))
        known = {(row.claim_id, row.stance): row for row in self.rows}
        return [
            Resting(row.claim, row.stance, (row.start, row.end) != whole) for row in known.values()
        ]

    @property
    def look(self) -> str:
        """How it is covered: supports, disputes, both, no-claim or open."""
        stances = {row.stance for row in self.rows} - {Stance.CONTEXT.value}
        if stances:
            return stances.pop() if len(stances) == 1 else "both"
        return "no-claim" if self.judgement else "open"

    @property
    def words(self) -> str:
        """The same for people who see no colours."""
        return {
            "supports": _("backs a claim"),
            "disputes": _("disputes a claim"),
            "both": _("backs one claim, disputes another"),
            "no-claim": _("no claim"),
            "open": _("open"),
        }[self.look]

    @property
    def value(self) -> str:
        """Its pick as forms write it."""
        pick = self.pick
        if pick is None or pick.end is None:
            return str(self.sentence.position)
        return f"{pick.position}:{pick.start}-{pick.end}"


def lines(
    version: ArticleVersion,
    picks: dict[int, Pick] | None = None,
    only: Collection[int] | None = None,
) -> list[Line]:
    """All sentences of a version, or those at the positions `only`; two queries for any number."""
    picks = picks or {}
    sentences = version.sentences.in_order().select_related("no_claim")
    evidence = Evidence.objects.live().filter(sentence__version=version)
    if only is not None:
        sentences = sentences.filter(position__in=only)
        evidence = evidence.filter(sentence__position__in=only)
    rows = _by_sentence(evidence.select_related("claim").order_by("claim", "start", "pk"))
    found, paragraph = [], None
    for sentence in sentences:
        begins, paragraph = sentence.paragraph != paragraph, sentence.paragraph
        pick = picks.get(sentence.position)
        found.append(Line(sentence, tuple(rows[sentence.pk]), begins, pick))
    return found


def next_open(version: ArticleVersion, after: int) -> int | None:
    """The position of the next sentence that is still open, from the beginning again at the end."""
    covering = Evidence.objects.covering().filter(sentence=OuterRef("pk"))
    still = version.sentences.filter(~Exists(covering), no_claim=None).order_by("position")
    positions = still.values_list("position", flat=True)
    return positions.filter(position__gt=after).first() or positions.first()


def _by_sentence(evidence: Iterable[Evidence]) -> dict[int, list[Evidence]]:
    rows = defaultdict(list)
    for row in evidence:
        rows[row.sentence_id].append(row)
    return rows
