"""From the forms of a claim's page to the verbs that write it."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions import claims, labels
from editorial.actions.claims import CONTENT, Hop, Passage
from kb.models import Attribution, Claim, Evidence, Mode, raised_at_end

__all__ = ["write"]


@raised_at_end()
def write(form: Any, formsets: dict[str, Any], by: User) -> None:
    """Drafts or revises the claim of `form` with all that its page holds.

    Raises ValidationError for what the verbs refuse.
    """
    if form.instance._state.adding:
        _draft(form, formsets, by)
    else:
        _revise(form, formsets, by)
        if {"about_actors", "about_events", "its_tags"} & {*form.changed_data}:
            labels.relabel(claim=form.instance, by=by, **_labels(form))
        if "outcome" in form.changed_data:
            outcome = form.cleaned_data["outcome"]
            labels.note_outcome(claim=form.instance, by=by, outcome=outcome)
    _relate(form.instance, formsets.get("relations"), by)


def _draft(form: Any, formsets: dict[str, Any], by: User) -> None:
    content = {name: form.cleaned_data[name] for name in (*CONTENT, "outcome")}
    hops = _chain(formsets.get("attributions"))
    if hops and not content["speaker"]:
        content["speaker"] = hops[-1].actor
    if content["mode"] != Mode.AUTHOR and not content["speaker"]:
        raise ValidationError(_("Say who speaks, or choose the author's own voice."), code="chain")
    chosen = _labels(form)
    claim = claims.draft(
        by=by,
        hops=hops,
        passages=_passages(formsets.get("evidence")),
        about=chosen["about"],
        events=chosen["events"],
        tags=[tag.name for tag in chosen["tags"]],
        **content,
    )
    # The admin goes on with the object that it began.
    form.instance.pk, form.instance._state.adding = claim.pk, False
    form.instance.refresh_from_db()


def _revise(form: Any, formsets: dict[str, Any], by: User) -> None:
    """Any change of content, chain or evidence makes a new version, and `by` its writer."""
    claim: Claim = form.instance
    content = {name: form.cleaned_data[name] for name in form.changed_data if name in CONTENT}
    if claim.status == Claim.Status.PUBLISHED:
        # Its page shows content to read only: whatever else was sent is nobody's honest input.
        return
    passages, dropped = _passages(formsets.get("evidence")), _dropped(formsets.get("evidence"))
    hops = _new_chain(form, formsets.get("attributions"))
    if content or passages or dropped or hops is not None:
        claims.revise(claim=claim, by=by, hops=hops, passages=passages, dropped=dropped, **content)


def _relate(claim: Claim, formset: Any, by: User) -> None:
    for form in _new(formset):
        names = ("object", "kind", "note")
        labelled = {name: form.cleaned_data[name] for name in names}
        labels.relate(subject=claim, by=by, **labelled)
    for relation in claim.relations.filter(pk__in=_gone(formset)):
        labels.unrelate(relation=relation, by=by)


def _labels(form: Any) -> dict[str, list[Any]]:
    return {
        "about": list(form.cleaned_data["about_actors"]),
        "events": list(form.cleaned_data["about_events"]),
        "tags": list(form.cleaned_data["its_tags"]),
    }


def _passages(formset: Any) -> list[Passage]:
    names = ("sentence", "start", "end", "stance", "note")
    return [Passage(**{name: form.cleaned_data[name] for name in names}) for form in _new(formset)]


def _dropped(formset: Any) -> list[Evidence]:
    # Read anew: a row that is only shown has no fields, and its form emptied it.
    return list(Evidence.objects.live().filter(pk__in=_gone(formset)))


def _new(formset: Any) -> list[Any]:
    """Forms of rows to be added; of none where the person may not see such rows."""
    forms = formset.extra_forms if formset else []
    return [form for form in forms if form.has_changed() and form not in formset.deleted_forms]


def _gone(formset: Any) -> list[int]:
    return (
        [form.instance.pk for form in formset.deleted_forms if form.instance.pk] if formset else []
    )


def _chain(formset: Any) -> list[Hop]:
    """The hops as they stand in the rows, by position; a row without one comes last."""
    if not formset:
        return []
    kept = [form for form in formset.initial_forms if form not in formset.deleted_forms]
    rows = sorted((*kept, *_new(formset)), key=_place)
    return [_hop(form.instance) for form in rows]


def _place(form: Any) -> tuple[bool, int]:
    place = form.cleaned_data["place"]
    return place is None, place or 0


def _hop(row: Attribution) -> Hop:
    cue = None
    if row.cue_sentence and row.cue_start is not None and row.cue_end is not None:
        cue = Passage(row.cue_sentence, row.cue_start, row.cue_end)
    return Hop(row.actor, row.mode, cue)


def _new_chain(form: Any, formset: Any) -> list[Hop] | None:
    """The chain to write, or None where it stays as it is.

    A chain of one is the speaker: it follows when speaker or mode is all that was changed.
    """
    hops = _chain(formset)
    if formset and formset.has_changed():
        return hops
    if not {"speaker", "mode"} & {*form.changed_data}:
        return None
    speaker, mode = form.cleaned_data["speaker"], form.cleaned_data["mode"]
    if len(hops) > 1:
        return hops
    cue = hops[0].cue if hops else None
    return [] if mode == Mode.AUTHOR else [Hop(speaker, mode, cue)]
