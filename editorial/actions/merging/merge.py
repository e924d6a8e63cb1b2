"""Two turn out to be the same: all that one had goes to the other, in one transaction."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions import gates
from editorial.actions.imported import still_imported
from editorial.actions.merging.hindrances import hindrances
from editorial.actions.merging.links import Thing, naming
from editorial.actions.merging.plans import Change, Part, Plan, planned
from editorial.actions.merging.speech import Speech, hand_over
from editorial.actions.merging.writing import Writing, set_values
from editorial.bulk import Rows
from editorial.models import Merge, MergedRow, Reanchoring
from kb.errors import explained
from kb.models import (
    Actor,
    Alias,
    Attribution,
    Claim,
    Decision,
    Participation,
    Revision,
    raised_at_end,
)

__all__ = ["locked_pair", "merge"]


def merge(*, gone: Thing, into: Thing, by: User, reason: str) -> Merge:
    """Merges `gone` into `into`; its address answers with the other's from then on.

    A decision about `gone` bears the reason. Claims of which it is the speaker, or in whose
    attribution it stands, change with it; their writers stay, and those that are public get a
    decision of the system's account. As many statements for many rows as for one. Raises
    ValidationError with all that stands in the way (hindrances.py).
    """
    gates.need_reason(reason)
    with explained(), raised_at_end():
        gone, into = locked_pair(gone, into)
        if found := hindrances(gone, into):
            raise ValidationError([ValidationError(each.message, code="merge") for each in found])
        plan = planned(gone, into, lock=True)
        Decision.objects.create(
            **{plan.noun: gone}, verb=Decision.Verb.MERGED, reason=reason, by=by
        )
        row = Merge.objects.create(noun=plan.noun, gone=gone.pk, into=into.pk, by=by, reason=reason)
        writing = Writing(Rows(by, reason))
        with still_imported(*naming(gone)):
            _move(writing, plan)
            if isinstance(gone, Actor):
                _move_speech(writing, plan, reason)
        writing.keep_notes(row)
        Revision.raise_number()
    return row


def locked_pair(gone: Any, into: Any) -> tuple[Any, Any]:
    """Both anew, locked until the transaction ends against all who would name one of them."""
    model = type(gone)
    if type(into) is not model:
        return gone, into
    rows = model._base_manager.select_for_update().filter(pk__in=(gone.pk, into.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    if found.keys() != {gone.pk, into.pk}:
        raise ValidationError(_("One of them was deleted meanwhile."), code="merge")
    return found[gone.pk], found[into.pk]


def _move(writing: Writing, plan: Plan) -> None:
    for part in plan.parts:
        model, field = part.link.model, part.link.field
        writing.change(part.filled)
        _let_go(part)
        writing.fold(model, field, part.folded)
        old, new = plan.gone.pk, plan.into.pk
        writing.change([Change(model, row["id"], field, old, new) for row in part.moved])
    if plan.new_name:
        _name(writing, plan)
    # The last: what was merged is not merged into before it stands empty.
    into = Change(type(plan.gone), plan.gone.pk, "merged_into_id", None, plan.into.pk)
    writing.change([*plan.authored, *plan.own, into])


def _let_go(part: Part) -> None:
    """What waits at the desk for a double that goes waits for the one that stays, or no more."""
    if part.link.model is not Participation or not part.folded:
        return
    filled = {change.pk for change in part.filled}
    kept = {fold.pk: fold.kept["id"] for fold in part.folded if fold.kept["id"] in filled}
    waiting = Reanchoring.objects.filter(participation__in=[fold.pk for fold in part.folded])
    rows = dict(waiting.values_list("pk", "participation"))
    moved = {pk: kept[of] for pk, of in rows.items() if of in kept}
    set_values(Reanchoring, "participation_id", moved)
    waiting.exclude(pk__in=moved).delete()


def _name(writing: Writing, plan: Plan) -> None:
    rows = writing.rows
    alias = {
        "id": rows.next_id(Alias),
        "actor_id": plan.into.pk,
        "name": plan.new_name,
        "language": "",
        "created_at": rows.written_now,
    }
    rows.put(Alias, [alias])
    writing.note(MergedRow.What.ADDED, Alias, alias["id"], content={"name": plan.new_name})


def _move_speech(writing: Writing, plan: Plan, reason: str) -> None:
    said = {"gone": str(plan.gone), "into": str(plan.into), "why": reason}
    why = _("“%(gone)s” was merged into “%(into)s”: %(why)s") % said
    hops = [row["id"] for row in plan.hops]
    speech = Speech(plan.published, plan.others, plan.spoken, hops)
    hand_over(writing, speech, to=plan.into.pk, reason=why)
    old, new = plan.gone.pk, plan.into.pk
    for pk in plan.spoken:
        writing.note(MergedRow.What.CHANGED, Claim, pk, "speaker_id", old=old, new=new)
    for row in plan.hops:
        place = {name: row[name] for name in ("claim_id", "position", "mode")}
        writing.note(
            MergedRow.What.CHANGED,
            Attribution,
            row["id"],
            "actor_id",
            old=old,
            new=new,
            content=place,
        )
