"""The way back from a merge: what is still as the merge left it goes back, the rest stays and is told.

Honest parts, not all or nothing: a merge that was wrong for months has been worked on since, and
what an editor did meanwhile was done for the one that stands. So each row is looked at by itself
(way_back.py). Refused as a whole is only what a later merge rests on: that is undone first.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.actions import gates
from editorial.actions.batches import locked
from editorial.actions.imported import still_imported
from editorial.actions.merging.links import MODELS, naming
from editorial.actions.merging.merge import locked_pair
from editorial.actions.merging.plans import Change
from editorial.actions.merging.speech import Speech, hand_over
from editorial.actions.merging.way_back import WayBack, pair, way_back
from editorial.actions.merging.writing import Writing, as_row
from editorial.bulk import Rows
from editorial.models import Merge, MergedRow
from kb.errors import explained
from kb.models import Claim, Decision, Revision, raised_at_end

__all__ = ["unmerge"]


def unmerge(*, merge: Merge, by: User, reason: str) -> WayBack:
    """Undoes a merge: the old address answers for itself again, and a decision says why.

    Raises ValidationError where it was undone already, or where something was built on it that has
    to be undone first. Returns what went back and what stayed, each with the reason.
    """
    gates.need_reason(reason)
    with explained(), raised_at_end():
        merge = locked(Merge.objects).get(pk=merge.pk)
        gone, into = locked_pair(*pair(merge))
        back = way_back(merge, lock=True)
        if back.refused:
            raise ValidationError([ValidationError(line, code="unmerge") for line in back.refused])
        said = _("Undone: %(reason)s") % {"reason": reason}
        verb = Decision.Verb.MERGED  # there is no other for it, and the last one counts
        Decision.objects.create(**{merge.noun: gone}, verb=verb, reason=said, by=by)
        writing = Writing(Rows(by, reason))
        with still_imported(*naming(into)):
            writing.change(_in_order(back.changes))
            for model, notes in _by_model(back.restored):
                writing.rows.put(model, [as_row(model, note.said) for note in notes])
            for model, notes in _by_model(back.added):
                writing.take_away(model, [note.row for note in notes])
            _give_back_speech(writing, back, gone, into, reason)
        merge.undone_by, merge.undone_at, merge.undo_reason = by, timezone.now(), reason
        merge.save(update_fields=("undone_by", "undone_at", "undo_reason"))
        Revision.raise_number()
    return back


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """First what becomes empty: an id that only one may have, and whom another is merged into."""
    return sorted(changes, key=lambda change: change.new is not None)


def _by_model(notes: Iterable[MergedRow]) -> list[tuple[Any, list[MergedRow]]]:
    tables: dict[str, list[MergedRow]] = {}
    for note in notes:
        tables.setdefault(note.table, []).append(note)
    return [(MODELS[table], group) for table, group in tables.items()]


def _give_back_speech(writing: Writing, back: WayBack, gone: Any, into: Any, reason: str) -> None:
    published = [pk for pk, status in back.claims.items() if status == Claim.Status.PUBLISHED]
    others = [pk for pk in back.claims if pk not in set(published)]
    said = {"gone": str(gone), "into": str(into), "why": reason}
    why = _("“%(gone)s” is not “%(into)s” after all: %(why)s") % said
    hand_over(writing, Speech(published, others, back.spoken, back.hops), to=gone.pk, reason=why)
