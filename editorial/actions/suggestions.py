"""Verbs over suggestions: what somebody wants changed in a published claim, and what becomes of it.

Each locks the claim first, so that of two who decide at once the second is told.
"""

from copy import copy
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.actions import claims, gates, labels
from editorial.actions.parts import Hop, Passage, chain_of
from editorial.actions.standing import in_todays_terms
from editorial.differences import CHAIN, LABELS, differing, named, onto
from editorial.models import Suggestion
from editorial.state import content as content_now
from editorial.wellformed import refuse_malformed, refuse_unstorable, unfit
from kb.errors import REFUSALS
from kb.models import Actor, Article, Claim, Event, Sentence, Stance, Tag, raised_at_end

__all__ = ["accept", "acceptable", "outcome", "reject", "retract", "suggest"]

DAYS = ("said_on", "due_on")


@transaction.atomic
def suggest(*, claim: Claim, by: User, content: dict[str, Any], note: str = "") -> Suggestion:
    """Proposes that a published claim say `content`, in the form of `editorial.state.content`.

    It takes the place of what `by` proposed for the claim before; the same again is that same
    suggestion. Raises ValidationError for what nobody could accept, with its place and value.
    """
    refuse_malformed(content)
    refuse_unstorable(_("Note"), note)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    _refuse_unless_published(claim)
    current = content_now(claim)
    content = current | content
    if not differing(current, content):
        raise ValidationError(_("Nothing differs from the claim as it stands."), code="same")
    _check(claim, current, content)
    own = Suggestion.objects.filter(claim=claim, by=by, state=Suggestion.State.OPEN)
    known = own.filter(claim_version=claim.version, note=note).first()
    if known and (known.base, known.content) == (current, content):
        return known
    own.update(state=Suggestion.State.SUPERSEDED)
    return Suggestion.objects.create(
        claim=claim, claim_version=claim.version, base=current, content=content, note=note, by=by
    )


@raised_at_end()
def accept(*, suggestion: Suggestion, by: User, reason: str) -> Claim:
    """Puts a suggestion in force as a correction by who proposed it, decided on by `by`.

    What else was changed in the claim since stays. All other open suggestions for the claim are
    superseded. Raises ValidationError where the claim became something else in the very fields
    that the suggestion changes, and for passages that do not stand in the current text any more.
    """
    claim = _decidable(suggestion, by, reason)
    current = content_now(claim)
    wanted = acceptable(suggestion, claim, current)
    names = differing(current, wanted)
    if names.difference(LABELS):
        change = _change(claim, current, wanted)
        claims.correct(claim=claim, writer=suggestion.by, by=by, reason=reason, **change)
    if names.intersection(LABELS):
        _relabel(claim, wanted, suggestion.by)
    _decide(suggestion, Suggestion.State.ACCEPTED, by, reason)
    rivals = Suggestion.objects.filter(claim=claim, state=Suggestion.State.OPEN)
    rivals.update(state=Suggestion.State.SUPERSEDED)
    return claim


@transaction.atomic
def reject(*, suggestion: Suggestion, by: User, reason: str) -> Suggestion:
    """Leaves the claim as it is; `reason` is for who proposed it."""
    _decidable(suggestion, by, reason)
    return _decide(suggestion, Suggestion.State.REJECTED, by, reason)


@transaction.atomic
def retract(*, suggestion: Suggestion, by: User) -> Suggestion:
    """Takes an own suggestion back while nobody has decided on it."""
    _lock(suggestion)
    if suggestion.by != by:
        raise ValidationError(
            _("Only %(who)s takes this suggestion back; others reject it."),
            code="not-own",
            params={"who": suggestion.by},
        )
    suggestion.state = Suggestion.State.RETRACTED
    suggestion.save(update_fields=("state",))
    return suggestion


def acceptable(suggestion: Suggestion, claim: Claim, current: dict[str, Any]) -> dict[str, Any]:
    """What the claim, whose content is `current`, would say once the suggestion is in force.

    Raises ValidationError with the reason why it cannot be.
    """
    _refuse_unless_published(claim)
    refuse_malformed(suggestion.content)
    wanted, clashes = outcome(suggestion, claim, current)
    if clashes:
        raise ValidationError(
            _(
                "The claim is in version %(now)d, the suggestion was made for version %(then)d. "
                "Changed since: %(fields)s. Propose it again, or reject it."
            ),
            code="stale",
            params={
                "now": claim.version,
                "then": suggestion.claim_version,
                "fields": ", ".join(sorted(str(named(name)) for name in clashes)),
            },
        )
    if not differing(current, wanted):
        raise ValidationError(
            _("The claim says all of this by now: reject the suggestion."), code="same"
        )
    _check(claim, current, wanted)
    return wanted


def outcome(
    suggestion: Suggestion, claim: Claim, current: dict[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """What the claim, whose content is `current`, would say; and the fields that clash."""
    base, content = in_todays_terms(claim, suggestion.base, suggestion.content)
    if not base:
        # Made before suggestions kept it: what was changed since cannot be told apart any more.
        if claim.version != suggestion.claim_version:
            return current | content, differing(current, content)
        base = current
    return onto(current, base, content)


# --- Steps -------------------------------------------------------------------------------------


def _lock(suggestion: Suggestion) -> Claim:
    """The claim, locked; refused unless the suggestion still waits."""
    claim = Claim.objects.select_for_update().get(pk=suggestion.claim_id)
    suggestion.refresh_from_db(from_queryset=Suggestion.objects.select_for_update())
    if suggestion.state != Suggestion.State.OPEN:
        raise ValidationError(
            _("This suggestion is %(state)s already; it waits no more."),
            code="decided",
            params={"state": suggestion.get_state_display()},
        )
    return claim


def _decidable(suggestion: Suggestion, by: User, reason: str) -> Claim:
    claim = _lock(suggestion)
    if suggestion.by == by:
        raise ValidationError(REFUSALS["own-work"], code="own-work")
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="reason")
    return claim


def _decide(suggestion: Suggestion, state: str, by: User, reason: str) -> Suggestion:
    suggestion.state, suggestion.reason = state, reason
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save(update_fields=("state", "reason", "decided_by", "decided_at"))
    return suggestion


def _refuse_unless_published(claim: Claim) -> None:
    if claim.status != Claim.Status.PUBLISHED:
        raise ValidationError(
            _("Only a published claim is changed by a suggestion; this one is %(status)s."),
            code="claim-status",
            params={"status": claim.get_status_display()},
        )


def _check(claim: Claim, current: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuses what could not be put in force."""
    change = _change(claim, current, wanted)
    if "hops" in change:
        change["hops"] = len(chain_of(change["speaker"], change["mode"], change["hops"]))
    would_be = copy(claim)
    for name in change.keys() - {"passages", "dropped"}:
        setattr(would_be, name, change[name])
    would_be.full_clean(exclude=("tags",))
    gates.refuse_without_text(would_be)
    supports = [row[0] for row in wanted["evidence"] if row[3] == Stance.SUPPORTS]
    open_ones = Sentence.objects.exclude(version__article__access=Article.Access.SEALED)
    if not open_ones.filter(pk__in=supports).exists():
        raise ValidationError(REFUSALS["support"], code="support")
    _found(Actor, wanted["about"])
    _found(Event, wanted["events"])


def _change(claim: Claim, current: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What `claims.correct` is to be told so that a claim says `wanted`."""
    names = differing(current, wanted)
    change = {name: wanted[name] for name in names.intersection(("text", "kind", "language"))}
    for name in names.intersection(DAYS):
        change[name] = date.fromisoformat(wanted[name]) if wanted[name] else None
    if names.intersection(CHAIN):
        chain = wanted["attribution"]
        actors = _found(Actor, [wanted["speaker"], *(hop[0] for hop in chain)])
        cues = _found(Sentence, [hop[2] for hop in chain if hop[2]])
        change["speaker"], change["mode"] = actors[wanted["speaker"]], wanted["mode"]
        change["hops"] = [
            Hop(actors[hop[0]], hop[1], _cue(number, hop, cues.get(hop[2])))
            for number, hop in enumerate(chain, start=1)
        ]
    if "evidence" in names:
        rows = enumerate(wanted["evidence"], start=1)
        new = {number: row for number, row in rows if row not in current["evidence"]}
        change["passages"] = _passages(new)
        gone = [row for row in current["evidence"] if row not in wanted["evidence"]]
        change["dropped"] = [
            e for e in claim.evidence.live() if [e.sentence_id, e.start, e.end, e.stance] in gone
        ]
    return change


def _cue(number: int, hop: list[Any], sentence: Sentence | None) -> Passage | None:
    """The words that show a hop; refused where its place is no whole one."""
    place, span = f"{capfirst(named('attribution'))} {number}", hop[3:]
    if sentence is None:
        if span != [None, None]:
            raise unfit(place, hop, _("a cue with its sentence, or none"))
        return None
    if None in span or not 0 <= span[0] < span[1] <= len(sentence.text):
        raise _out_of(place, span, sentence)
    return Passage(sentence, *span)


def _out_of(place: str, span: list[Any], sentence: Sentence) -> ValidationError:
    wanted = _("two numbers that rise, from 0 to the %(length)d characters of the sentence")
    return unfit(place, span, wanted % {"length": len(sentence.text)})


def _passages(rows: dict[int, Any]) -> list[Passage]:
    """New passages from rows by their numbers; refused unless each stands in the current text of
    an article that is open.
    """
    sentences = _found(Sentence, [row[0] for row in rows.values()], "version__article")
    passages = [Passage(sentences[row[0]], *row[1:]) for row in rows.values()]
    for number, passage in zip(rows, passages, strict=True):
        article = passage.sentence.version.article
        if article.access == Article.Access.SEALED:
            refusal = _("“%(title)s” is sealed: no claim rests on it.")
        elif article.current_version_id != passage.sentence.version_id:
            refusal = _(
                "The passage “%(quote)s” stands in an older wording of “%(title)s”: propose it again "
                "in the current one."
            )
        elif not 0 <= passage.start < passage.end <= len(passage.sentence.text):
            place = f"{capfirst(named('evidence'))} {number}"
            raise _out_of(place, [passage.start, passage.end], passage.sentence)
        else:
            continue
        quote = passage.sentence.text[passage.start : passage.end]
        raise ValidationError(refusal, "passage", {"title": article.title, "quote": quote})
    return passages


def _relabel(claim: Claim, wanted: dict[str, Any], by: User) -> None:
    about = _found(Actor, wanted["about"]).values()
    events = _found(Event, wanted["events"]).values()
    known = Tag.objects.filter(name__in=wanted["tags"])
    labels.relabel(claim=claim, by=by, about=about, events=events, tags=known)
    labels.label(claim=claim, by=by, tags=wanted["tags"])


def _found(model: type[models.Model], ids: list[int], *related: str) -> dict[Any, Any]:
    """The rows by id; refused where one is gone."""
    found = model._default_manager.select_related(*related).in_bulk(ids)
    if missing := set(ids) - found.keys():
        message = _("What the suggestion names is gone: %(noun)s %(ids)s. Propose it again.")
        shown = ", ".join(str(pk) for pk in sorted(missing))
        noun = model._meta.verbose_name
        raise ValidationError(message, code="gone", params={"noun": noun, "ids": shown})
    return found
