"""What waits for a place, as the queue and its own page show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editorial.admin.correcting.marking import Run, as_html, cut, marked, sides
from editorial.admin.correcting.words import in_words
from editorial.models import Reanchoring
from kb.models import Attribution, Claim, Sentence

__all__ = ["NOUNS", "Entry", "Place", "entries", "settles", "with_all"]

NOUNS = {
    "evidence": _("evidence"),
    "cue_of": _("cue words of an attribution"),
    "participation": _("participation in an event"),
    "no_claim": _("judgement “no claim”"),
}
CLAIMS = ("kb.change_claim", "kb.change_evidence")
NEEDS = {
    "evidence": CLAIMS,
    "cue_of": CLAIMS,
    "participation": ("kb.change_participation",),
    "no_claim": ("kb.add_noclaim",),
}


@dataclass(frozen=True)
class Place:
    """A sentence of the new wording, with the passage that is proposed marked in it."""

    number: int
    text: SafeString


@dataclass(frozen=True)
class Entry:
    """Something that waits: what points at which words, and where these may stand now."""

    row: Reanchoring
    noun: str
    claim: Claim | None
    old: SafeString
    places: list[Place]

    @property
    def what(self) -> str:
        return str(NOUNS[self.noun])

    @property
    def number(self) -> int:
        """Of the sentence as it was."""
        return self.row.sentence.position

    @property
    def meaning(self) -> str:
        return in_words(self.row.changes)

    @property
    def is_decided_on(self) -> bool:
        """Whether a place for it is proposed to a colleague, and not just taken."""
        return bool(self.claim and self.claim.is_public)

    @property
    def is_lost(self) -> bool:
        evidence = self.row.evidence
        return bool(evidence and evidence.state == "dropped")


def with_all(rows: Any) -> Any:
    """With all that an entry shows of a row."""
    return rows.select_related(
        "version__article",
        "sentence__version",
        "evidence__claim",
        "cue_of",
        "participation__event",
        "participation__actor",
        "no_claim",
        "suggestion",
        "by",
    )


def entries(rows: Iterable[Reanchoring]) -> list[Entry]:
    """The entries for `rows`, which came `with_all`: two questions more, however many there are."""
    rows = list(rows)
    wanted = {place[0] for row in rows for place in row.proposed}
    sentences = Sentence.objects.in_bulk(sorted(wanted))
    chains = Attribution.objects.filter(claim__in={row.cue_of_id for row in rows if row.cue_of_id})
    hops = {(hop.claim_id, hop.position): hop for hop in chains}
    return [_entry(row, sentences, hops) for row in rows]


def settles(user: Any, entry: Entry) -> bool:
    """Whether `user` may say where it goes."""
    return bool(user.has_perms(NEEDS[entry.noun]))


def _entry(
    row: Reanchoring, sentences: Mapping[int, Sentence], hops: Mapping[Any, Attribution]
) -> Entry:
    noun = next(name for name in NOUNS if getattr(row, f"{name}_id"))
    claim = row.evidence.claim if row.evidence else row.cue_of
    start, end = _span(row, hops)
    found = [(sentences[pk], first, last) for pk, first, last in row.proposed if pk in sentences]
    whole = " ".join(sentence.text for sentence, _first, _last in found)
    before, after = sides(row.sentence.text, whole or row.sentence.text)
    return Entry(
        row=row,
        noun=noun,
        claim=claim,
        old=marked(before, start, end) if start < end else as_html(before),
        places=_places(after, found),
    )


def _span(row: Reanchoring, hops: Mapping[Any, Attribution]) -> tuple[int, int]:
    """The words that were meant, in code points of the sentence as it was."""
    if row.evidence:
        return row.evidence.start, row.evidence.end
    if row.cue_of_id:
        hop = hops.get((row.cue_of_id, row.cue_position))
        is_there = hop and hop.cue_sentence_id == row.sentence_id
        return (hop.cue_start or 0, hop.cue_end or 0) if hop and is_there else (0, 0)
    return 0, len(row.sentence.text)


def _places(runs: Sequence[Run], found: Iterable[tuple[Sentence, int, int]]) -> list[Place]:
    places, offset = [], 0
    for sentence, start, end in found:
        own = cut(runs, offset, offset + len(sentence.text))
        places.append(Place(sentence.position, marked(own, start, end)))
        offset += len(sentence.text) + 1
    return places
