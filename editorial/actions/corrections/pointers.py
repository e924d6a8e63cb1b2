"""What points at the sentences of an article, and what a new text makes of it.

Evidence, cue words, judgements that a sentence holds no claim, and participations in events.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from editorial.models import Reanchoring
from kb.models import Article, Attribution, Evidence, NoClaim, Participation, Sentence
from kb.text.alignment import Fate, Verdict, align, carry

__all__ = ["Found", "Noun", "Outcome", "Place", "Pointer", "pointers"]

STAY = (Verdict.IDENTICAL, Verdict.MOVED)
LIVE = (Evidence.State.STANDS, Evidence.State.WAITING)


class Noun(StrEnum):
    """What points at a sentence."""

    EVIDENCE = "evidence"
    CUE = "cue"
    NO_CLAIM = "no_claim"
    PARTICIPATION = "participation"


class Outcome(StrEnum):
    CARRIED = "carried"  # its sentence is the same: it goes along
    WAITS = "waits"  # it holds with the wording of the version before, until somebody has looked
    LOST = "lost"  # its sentence is gone or says something else: it supports no more


class Place(NamedTuple):
    """A span of a sentence of the new text: its number from 0, start and end, in code points."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pointer:
    """One row that points at a span of a sentence, and where that is in the new text.

    `claim` and `event` are ids of what it belongs to. `places` is where it goes, if it is carried;
    else what is proposed. `row` holds its values, by the names of its columns.
    """

    noun: Noun
    row: Mapping[str, Any]
    sentence: int
    version: int
    start: int
    end: int
    fate: Fate
    places: tuple[Place, ...]
    outcome: Outcome
    claim: int | None = None
    event: int | None = None

    @property
    def pk(self) -> int:
        return int(self.row["id"])

    @property
    def changes_its_claim(self) -> bool:
        """Whether the claim rests on something else afterwards, or is attributed by other words."""
        if self.noun == Noun.CUE:
            return self.outcome == Outcome.CARRIED
        return self.noun == Noun.EVIDENCE and self.outcome != Outcome.WAITS

    @property
    def is_live_support(self) -> bool:
        return self.row.get("stance") == "supports" and self.row["state"] in LIVE


class Found(NamedTuple):
    """What becomes of the sentences of the current version, in order, and of what points at any."""

    fates: list[Fate]
    pointers: list[Pointer]


def pointers(article: Article, new: Sequence[str]) -> Found:
    """All that points into an article, against the sentences of its new text.

    Of evidence what stands or waits, and what was lost before and still waits to be placed.
    Five questions to the database, however much there is.
    """
    rows = list(_rows(article))
    texts = _texts(article, {row["version"] for _noun, row in rows})
    fates = {pk: align(old, new, article.language) for pk, old in texts.items()}
    found = [_pointer(noun, row, fates[row["version"]], texts, new) for noun, row in rows]
    return Found(fates[article.current_version_id or 0], found)


def _rows(article: Article) -> Iterable[tuple[Noun, dict[str, Any]]]:
    lost = Reanchoring.objects.filter(evidence__isnull=False).waiting().values("evidence")
    sources: tuple[tuple[Noun, str, QuerySet[Any]], ...] = (
        (
            Noun.EVIDENCE,
            "sentence",
            Evidence.objects.filter(Q(state__in=LIVE) | Q(state="dropped", pk__in=lost)),
        ),
        (Noun.CUE, "cue_sentence", Attribution.objects.all()),
        # Judgements on wordings before the current one are history.
        (
            Noun.NO_CLAIM,
            "sentence",
            NoClaim.objects.filter(
                Q(sentence__version=article.current_version_id)
                | Q(pk__in=Reanchoring.objects.waiting().values("no_claim"))
            ),
        ),
        (Noun.PARTICIPATION, "sentence", Participation.objects.all()),
    )
    for noun, sentence, found in sources:
        columns = [field.attname for field in found.model._meta.concrete_fields]
        values = (
            found.filter(**{f"{sentence}__version__article": article})
            .annotate(
                place=F(f"{sentence}__pk"),
                version=F(f"{sentence}__version"),
                ordinal=F(f"{sentence}__position"),
                length=Length(f"{sentence}__text"),
            )
            .order_by("pk")
            .values(*columns, "place", "version", "ordinal", "length")
        )
        for row in values:
            yield noun, row


def _texts(article: Article, versions: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    wanted = {*versions, article.current_version_id}
    sentences = Sentence.objects.filter(version__in=wanted).in_order()
    for version, text in sentences.values_list("version", "text"):
        found[version].append(text)
    return found


def _pointer(
    noun: Noun,
    row: dict[str, Any],
    fates: Sequence[Fate],
    texts: Mapping[int, Sequence[str]],
    new: Sequence[str],
) -> Pointer:
    index = row["ordinal"] - 1
    fate, text = fates[index], texts[row["version"]][index]
    start, end = _span(noun, row)
    found = _found(text, start, end, [new[place] for place in fate.places])
    return Pointer(
        noun=noun,
        row=row,
        sentence=row["place"],
        version=row["version"],
        start=start,
        end=end,
        fate=fate,
        places=tuple(Place(fate.places[at], begin, stop) for at, begin, stop in found),
        outcome=_outcome(noun, row, fate, len(found)),
        claim=row.get("claim_id"),
        event=row.get("event_id"),
    )


def _found(text: str, start: int, end: int, new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where a span is in the sentences that it became; of a whole sentence all of them."""
    if [text] == [*new]:
        return [(0, start, end)]
    if (start, end) == (0, len(text)):
        return [(at, 0, len(sentence)) for at, sentence in enumerate(new)]
    return carry(text, start, end, new)


def _span(noun: Noun, row: dict[str, Any]) -> tuple[int, int]:
    if noun == Noun.EVIDENCE:
        return row["start"], row["end"]
    if noun == Noun.CUE:
        return row["cue_start"], row["cue_end"]
    return 0, row["length"]


def _outcome(noun: Noun, row: dict[str, Any], fate: Fate, places: int) -> Outcome:
    if noun == Noun.EVIDENCE and row["state"] not in LIVE:
        return Outcome.WAITS  # what was lost before is brought back by a person alone
    if fate.verdict in STAY and places == 1:
        return Outcome.CARRIED
    if noun == Noun.EVIDENCE and (fate.changes or fate.verdict == Verdict.REMOVED):
        return Outcome.LOST
    return Outcome.WAITS
