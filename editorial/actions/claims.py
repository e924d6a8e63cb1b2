"""Verbs over claims: draft, revise, submit, publish, return, withdraw, correct.

Each is one transaction with its decision and its history. What must hold for everybody is
refused by the database; here people are told before.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.actions import gates
from editorial.actions.actors import voice
from editorial.actions.parts import (
    Hop,
    Passage,
    add_labels,
    add_passages,
    chain_of,
    drop_passages,
    link_chain,
    unlink_chain,
)
from editorial.models import Step
from kb.models import (
    Actor,
    Article,
    Claim,
    Decision,
    Event,
    Evidence,
    Mode,
    Revision,
    raised_at_end,
    recorded_as,
)

__all__ = [
    "Hop",
    "Passage",
    "correct",
    "draft",
    "give_back",
    "publish",
    "revise",
    "submit",
    "withdraw",
]

# What a decision is about: a change of any of these makes a new version of the claim.
CONTENT = ("article", "text", "language", "kind", "speaker", "mode", "said_on", "due_on")


@raised_at_end()
def draft(
    *,
    by: User,
    article: Article,
    text: str,
    kind: str,
    speaker: Actor | None = None,
    mode: str = Mode.AUTHOR,
    hops: Sequence[Hop] = (),
    passages: Iterable[Passage] = (),
    about: Iterable[Actor] = (),
    events: Iterable[Event] = (),
    tags: Iterable[str] = (),
    language: str = "",
    **fields: Any,
) -> Claim:
    """A new draft by `by` with all that belongs to it.

    Without a `speaker` the article's own voice speaks. Without `hops` a claim in any mode but
    the author's has one, its speaker. `fields`: said_on, due_on, external_id, extra.
    """
    speaker = speaker or voice(article=article, by=by)
    chain = chain_of(speaker, mode, hops)
    claim = Claim(
        article=article,
        text=text,
        language=language or article.language,
        kind=kind,
        speaker=speaker,
        mode=mode,
        hops=len(chain),
        writer=by,
        **fields,
    )
    claim.full_clean(exclude=("tags",))
    with recorded_as(by):
        claim.save()
        link_chain(claim, chain)
        add_passages(claim, passages)
        add_labels(claim, about, events, tags)
    return claim


@raised_at_end()
def revise(
    *,
    claim: Claim,
    by: User,
    hops: Sequence[Hop] | None = None,
    passages: Iterable[Passage] = (),
    dropped: Iterable[Evidence] = (),
    **content: Any,
) -> Claim:
    """Changes a claim that is not published; `by` becomes its writer.

    `content` may name any of CONTENT. What is left out stays; `passages` are added, those
    that stand already stay; `dropped` are taken away, once public they stay on record.
    """
    if claim.status == Claim.Status.PUBLISHED:
        raise ValidationError(
            _("A published claim changes only by a correction that a colleague accepts."),
            code="settled",
        )
    with recorded_as(by):
        _rewrite(claim, by, hops, content)
        add_passages(claim, passages)
        drop_passages(claim, dropped)
    return claim


@raised_at_end()
def correct(
    *,
    claim: Claim,
    writer: User,
    by: User,
    reason: str,
    hops: Sequence[Hop] | None = None,
    passages: Iterable[Passage] = (),
    dropped: Iterable[Evidence] = (),
    **content: Any,
) -> Claim:
    """Puts `writer`'s change to a published claim in force, as `by` decides.

    The claim steps back into review and out again within this transaction, which is the only
    window in which its content, chain and evidence may change.
    """
    gates.refuse_unless(claim, Claim.Status.PUBLISHED)
    gates.refuse_own_work(writer, by)
    gates.need_reason(reason)
    _decide(claim, Decision.Verb.CORRECTED, by, reason, version=claim.version + 1)
    with recorded_as(writer, reason):
        _rewrite(claim, writer, hops, content)
        add_passages(claim, passages)
        drop_passages(claim, dropped)
        gates.refuse_without_support(claim)
        gates.refuse_without_text(claim)
        claim.status = Claim.Status.PUBLISHED
        claim.save(update_fields=("status",))
    Revision.raise_number()
    return claim


@transaction.atomic
def submit(*, claim: Claim, by: User) -> Claim:
    """Asks a colleague to publish; what was withdrawn or returned comes back as a new version.

    Who submits wrote nothing: the writer stays who wrote.
    """
    gates.refuse(claim, Step.SUBMIT, by)
    returned = claim.decisions.filter(claim_version=claim.version, verb=Decision.Verb.RETURNED)
    if claim.status == Claim.Status.WITHDRAWN or returned.exists():
        claim.version += 1  # else the old decision would count again
    return _move(claim, Claim.Status.IN_REVIEW, by)


@transaction.atomic
def publish(*, claim: Claim, by: User, reason: str = "") -> Claim:
    """Shows a claim to the public. Never the writer's own, never without support."""
    gates.refuse(claim, Step.PUBLISH, by)
    _decide(claim, Decision.Verb.PUBLISHED, by, reason)
    claim.published_at = claim.published_at or timezone.now()
    _move(claim, Claim.Status.PUBLISHED, by, reason)
    Revision.raise_number()
    return claim


@transaction.atomic
def give_back(*, claim: Claim, by: User, reason: str) -> Claim:
    """Returns a claim from review to its writer, with a reason."""
    gates.refuse(claim, Step.RETURN, by)
    gates.need_reason(reason)
    _decide(claim, Decision.Verb.RETURNED, by, reason)
    return _move(claim, Claim.Status.DRAFT, by, reason)


@transaction.atomic
def withdraw(*, claim: Claim, by: User, reason: str, stays_readable: bool = False) -> Claim:
    """Takes a published claim from view; its address answers 410 with this reason.

    Where it `stays_readable`, readers may look back on the days before (`?asof=`); without it
    it is told of no day.
    """
    gates.refuse(claim, Step.WITHDRAW, by)
    gates.need_reason(reason)
    _decide(claim, Decision.Verb.WITHDRAWN, by, reason, stays_readable=stays_readable)
    _move(claim, Claim.Status.WITHDRAWN, by, reason)
    Revision.raise_number()
    return claim


# --- Steps -------------------------------------------------------------------------------------


def _rewrite(
    claim: Claim,
    by: User,
    hops: Sequence[Hop] | None,
    content: dict[str, Any],
) -> None:
    """Makes the next version of a claim; of a published one within its window.

    The database never lets a chain end in anybody but the speaker, so the old chain goes
    before a draft changes; a published claim must step into its window first.
    """
    if unknown := content.keys() - set(CONTENT):
        raise TypeError(f"not the content of a claim: {', '.join(sorted(unknown))}")
    is_window = claim.status == Claim.Status.PUBLISHED
    for name, value in content.items():
        setattr(claim, name, value)
    is_rechained = hops is not None or not content.keys().isdisjoint(("speaker", "mode"))
    chain = chain_of(claim.speaker, claim.mode, hops or ()) if is_rechained else None
    if chain is not None:
        claim.hops = len(chain)
    claim.writer = by
    claim.version += 1
    claim.full_clean(exclude=("tags",))
    changed = (*content, "hops", "writer", "version", "status")
    if is_window:
        claim.status = Claim.Status.IN_REVIEW
        # History is written when the window closes again.
        Claim.objects.filter(pk=claim.pk).update(**{name: getattr(claim, name) for name in changed})
    if chain is not None:
        unlink_chain(claim)
    if not is_window:
        claim.save(update_fields=changed)
    link_chain(claim, chain or ())


def _move(claim: Claim, status: str, by: User, reason: str = "") -> Claim:
    claim.status = status
    with recorded_as(by, reason):
        claim.save(update_fields=("status", "published_at", "version", "writer"))
    return claim


def _decide(
    claim: Claim, verb: str, by: User, reason: str, version: int = 0, **said: Any
) -> Decision:
    return Decision.objects.create(
        claim=claim, claim_version=version or claim.version, verb=verb, reason=reason, by=by, **said
    )
