"""Claims whose speaker, or somebody in whose attribution, becomes somebody else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, When

from editorial.actions.merging.writing import Writing
from editorial.actions.windows import reopened
from editorial.bulk import Row
from kb.models import Attribution, Claim

__all__ = ["Speech", "hand_over"]


@dataclass(frozen=True)
class Speech:
    """What is handed over: the claims that somebody speaks, the hops that name them."""

    published: Collection[int]  # of the claims
    others: Collection[int]
    spoken: Collection[int]  # those among them whose speaker changes
    hops: Collection[int]


def hand_over(writing: Writing, speech: Speech, *, to: int, reason: str) -> None:
    """Makes the actor `to` say what `speech` holds. The claims' writers stay who they are.

    Published claims change within a window. In the others the old hops go first: the database
    never lets a chain end in anybody but the speaker.
    """
    is_theirs = When(pk__in=speech.spoken, then=to)
    speaker = Case(is_theirs, default=F("speaker"), output_field=BigIntegerField())
    hops = Attribution.objects.filter(pk__in=speech.hops)
    said = hops.filter(claim__in=speech.others)
    if speech.others:
        kept = _unlink(writing, said)
        claims = Claim.objects.filter(pk__in=speech.others)
        claims.update(speaker=speaker, version=F("version") + 1)
        writing.rows.record(Claim, writing.rows.stored(claims), "~")
        _link(writing, kept, to)
    by = writing.rows.by
    with reopened(speech.published, by=by, reason=reason, speaker=speaker):
        if speech.published:
            _link(writing, _unlink(writing, hops.filter(claim__in=speech.published)), to)


def _unlink(writing: Writing, hops: Any) -> list[Row]:
    kept = writing.rows.stored(hops)
    writing.take_away(Attribution, [row["id"] for row in kept])
    return kept


def _link(writing: Writing, kept: Sequence[Row], to: int) -> None:
    """Puts hops back under their own ids, which is what waits for their cues to be re-anchored."""
    writing.rows.put(Attribution, [row | {"actor_id": to} for row in kept])
