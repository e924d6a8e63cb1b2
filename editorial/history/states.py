"""How an object stood at a moment, from the rows of history that were in force then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from editorial.history.rows import PARTS, Row, Values, in_force, rows_of
from editorial.state import content_of
from kb.models import Attribution, Claim, ClaimAbout, ClaimEvent, ClaimTag, Evidence

__all__ = ["LIVE", "Past", "past_of"]

LIVE = (Evidence.State.STANDS, Evidence.State.WAITING)


@dataclass(frozen=True)
class Past:
    """An object as it stood at a moment: its own values and those of its parts by their model."""

    own: Values
    parts: dict[type[Any], list[Values]]

    def content(self, tags: dict[int, str]) -> dict[str, Any]:
        """What a claim said, in the form of `editorial.state.content`.

        `tags` are the names of tags by their ids; those that it lacks are left out.
        """
        chain = sorted(self.parts[Attribution], key=lambda hop: hop["position"])
        evidence = [row for row in self.parts[Evidence] if row["state"] in LIVE]
        tagged = [row["tag_id"] for row in self.parts[ClaimTag]]
        hop = ("actor_id", "mode", "cue_sentence_id", "cue_start", "cue_end")
        passage = ("sentence_id", "start", "end", "stance")
        return content_of(
            Claim(**self.own),
            chain=_picked(chain, hop),
            evidence=_picked(evidence, passage),
            about=[row["actor_id"] for row in self.parts[ClaimAbout]],
            events=[row["event_id"] for row in self.parts[ClaimEvent]],
            tags=[tags[pk] for pk in tagged if pk in tags],
        )


def past_of(model: type[Any], pk: int, at: datetime) -> Past | None:
    """How the object stood at the moment `at`; None where it was not there.

    A query for each table.
    """
    rows = rows_of(model, pk, until=at)
    own = in_force(row for row in rows if row.is_own)
    if not own:
        return None
    parts = {part.model for part in PARTS.get(model, ())}
    return Past(own[0], {each: in_force(_parts(rows, each)) for each in parts})


def _parts(rows: Iterable[Row], model: type[Any]) -> list[Row]:
    return [row for row in rows if row.part.model is model and not row.is_own]


def _picked(rows: Iterable[Values], names: tuple[str, ...]) -> list[list[Any]]:
    return [[row[name] for name in names] for row in rows]
