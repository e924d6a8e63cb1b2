"""Verbs over what a correction reworded: it gets a place in the new wording, or goes.

What belongs to a claim that is published is proposed by a suggestion, which a colleague decides
on; everything else is done at once. Until then it waits: docs/decisions/0007.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.actions import claims, suggestions
from editorial.actions.parts import Hop, Passage
from editorial.models import Reanchoring, Suggestion
from editorial.state import content
from kb.models import (
    Claim,
    Evidence,
    NoClaim,
    Participation,
    Revision,
    Sentence,
    raised_at_end,
    recorded_as,
)

__all__ = ["drop", "place", "proposed"]


def proposed(reanchoring: Reanchoring) -> list[Passage]:
    """Where the correction itself would put it; empty where it found nothing."""
    found = Sentence.objects.in_bulk([pk for pk, _start, _end in reanchoring.proposed])
    return [Passage(found[pk], start, end) for pk, start, end in reanchoring.proposed]


@raised_at_end()
def place(
    *, reanchoring: Reanchoring, by: User, passages: Sequence[Passage], reason: str = ""
) -> Reanchoring:
    """Puts it at `passages` of the current wording: those proposed, or others that `by` chose.

    Stance and note are those it had. Raises ValidationError when it waits no more, when a passage
    lies outside its sentence or in an older wording, and for what a gate refuses.
    """
    row = _waiting(reanchoring)
    _check(row, passages)
    suggestion = _move(row, by, passages, reason)
    return _settle(row, suggestion, Reanchoring.State.SETTLED, by, reason)


@raised_at_end()
def drop(*, reanchoring: Reanchoring, by: User, reason: str) -> Reanchoring:
    """Lets it go: the new wording does not say so any more."""
    row = _waiting(reanchoring)
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="reason")
    suggestion = _move(row, by, (), reason)
    return _settle(row, suggestion, Reanchoring.State.DROPPED, by, reason)


# --- Steps -------------------------------------------------------------------------------------


def _waiting(reanchoring: Reanchoring) -> Reanchoring:
    found = Reanchoring.objects.select_for_update(of=("self",)).filter(pk=reanchoring.pk)
    row = found.waiting().select_related("version__article", "sentence").first()
    if row is None:
        raise ValidationError(
            _("This passage does not wait any more: somebody has settled or proposed it."),
            code="settled",
        )
    return row


def _move(
    row: Reanchoring, by: User, passages: Sequence[Passage], reason: str
) -> Suggestion | None:
    """Moves what points to `passages`, or nowhere; a suggestion where it has to wait."""
    with recorded_as(by, reason):
        if row.evidence:
            return _move_evidence(row.evidence, by, passages, reason)
        if row.cue_of and row.cue_position:
            return _move_cue(row.cue_of, row.cue_position, by, passages, reason)
        if row.participation:
            _move_participation(row.participation, passages)
        if row.no_claim:
            _move_no_claim(row.no_claim, by, passages)
    return None


def _check(row: Reanchoring, passages: Sequence[Passage]) -> None:
    if not passages:
        raise ValidationError(_("Pick where it stands now, or drop it."), code="place")
    current = row.version.article.current_version_id
    for passage in passages:
        if passage.sentence.version_id != current:
            raise ValidationError(
                _("“%(quote)s” is not of the current wording of the article: pick it there."),
                code="place",
                params={"quote": passage.sentence.text[passage.start : passage.end]},
            )
        if not 0 <= passage.start < passage.end <= len(passage.sentence.text):
            raise ValidationError(
                _(
                    "Characters %(start)d to %(end)d lie outside the sentence, which has %(length)d."
                ),
                code="place",
                params={
                    "start": passage.start,
                    "end": passage.end,
                    "length": len(passage.sentence.text),
                },
            )


def _settle(
    row: Reanchoring, suggestion: Suggestion | None, state: str, by: User, reason: str
) -> Reanchoring:
    if suggestion:
        row.suggestion = suggestion
        row.save(update_fields=("suggestion",))
        return row
    row.state, row.by, row.reason, row.settled_at = state, by, reason, timezone.now()
    row.save(update_fields=("state", "by", "reason", "settled_at"))
    Revision.raise_number()
    return row


def _move_evidence(
    old: Evidence, by: User, passages: Sequence[Passage], reason: str
) -> Suggestion | None:
    claim = Claim.objects.select_for_update().get(pk=old.claim_id)
    is_live = old.state in (Evidence.State.STANDS, Evidence.State.WAITING)
    if claim.is_public and (passages or is_live):
        new = [[p.sentence.pk, p.start, p.end, old.stance] for p in passages]
        return _suggest(claim, by, partial(_with_evidence, old=old, new=new), reason)
    if passages:
        moved = [
            Passage(p.sentence, p.start, p.end, old.stance, old.note, replaces=old)
            for p in passages
        ]
        claims.revise(claim=claim, by=by, passages=moved)
    elif is_live:
        old.state = Evidence.State.DROPPED
        old.save(update_fields=("state",))
    return None


def _with_evidence(said: dict[str, Any], old: Evidence, new: list[Any]) -> dict[str, Any]:
    gone = [old.sentence_id, old.start, old.end, old.stance]
    kept = [place for place in said["evidence"] if place != gone]
    return {"evidence": sorted([*kept, *(place for place in new if place not in kept)])}


def _move_cue(
    claim: Claim, position: int, by: User, passages: Sequence[Passage], reason: str
) -> Suggestion | None:
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    cue = passages[0] if passages else None
    if claim.is_public:
        where = [cue.sentence.pk, cue.start, cue.end] if cue else [None, None, None]
        change = partial(_with_cue, position=position, where=where)
        return _suggest(claim, by, change, reason)
    chain = claim.attributions.select_related("actor", "cue_sentence").order_by("position")
    hops = [
        Hop(link.actor, link.mode, cue if link.position == position else _cue_of(link))
        for link in chain
    ]
    claims.revise(claim=claim, by=by, hops=hops)
    return None


def _with_cue(said: dict[str, Any], position: int, where: list[Any]) -> dict[str, Any]:
    chain = [list(link) for link in said["attribution"]]
    chain[position - 1][2:] = where
    return {"attribution": chain}


def _cue_of(link: Any) -> Passage | None:
    if link.cue_sentence is None:
        return None
    return Passage(link.cue_sentence, link.cue_start, link.cue_end)


def _move_participation(participation: Participation, passages: Sequence[Passage]) -> None:
    participation.sentence = passages[0].sentence if passages else None
    participation.save(update_fields=("sentence",))


def _move_no_claim(old: NoClaim, by: User, passages: Sequence[Passage]) -> None:
    """The old judgement stays as the record of the old wording."""
    sentences = {passage.sentence for passage in passages}
    for sentence in sorted(sentences, key=lambda sentence: sentence.position):
        if not NoClaim.objects.filter(sentence=sentence).exists():
            NoClaim.objects.create(sentence=sentence, reason=old.reason, by=by)


@transaction.atomic
def _suggest(
    claim: Claim, by: User, change: Callable[[dict[str, Any]], dict[str, Any]], reason: str
) -> Suggestion:
    """Proposes the change on top of what `by` proposes for the claim already: all waits together."""
    own = Suggestion.objects.filter(claim=claim, by=by, state=Suggestion.State.OPEN).first()
    said = content(claim) | (own.content if own else {})
    note = reason or (own.note if own else "") or _("The article was corrected.")
    made = suggestions.suggest(claim=claim, by=by, content=said | change(said), note=note)
    if own and own != made:
        Reanchoring.objects.filter(suggestion=own).update(suggestion=made)
    return made
