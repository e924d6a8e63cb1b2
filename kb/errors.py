"""What the database refused, in words for people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

__all__ = ["REFUSALS", "explained"]

REFUSALS = {
    "text": _(
        "This text cannot be stored: it is empty, holds a NUL character, is longer than 2 MB, "
        "or does not match its hash."
    ),
    "version-number": _("Versions of an article are numbered 1, 2, 3 … without gaps."),
    "version-incomplete": _(
        "A version becomes the current one only when its sentences cover the whole text and it "
        "is newer than the current one."
    ),
    "version-same": _("Nothing changed: text and sentences are those of the version before."),
    "original": _("The original does not match its hash."),
    "sentence-slice": _("A sentence must be exactly what its version says at that place."),
    "sentence-order": _(
        "Sentences follow each other without overlap and with nothing but white space between."
    ),
    "quote": _("The passage lies outside its sentence."),
    "article-begins": _("A new article has no current version yet and is not sealed."),
    "article-keys": _("Source and external id of an article never change."),
    "article-kept": _("An article with a text is never deleted."),
    "article-sealed": _("Sealing and reopening an article take a decision with a reason."),
    "evidence-begins": _("New evidence stands, and replaces only evidence of the same claim."),
    "evidence-frozen": _("Evidence is not re-pointed: drop it and add a new passage in its place."),
    "evidence-wording": _(
        "The article was corrected since: pick the passage again in its current wording."
    ),
    "evidence-state": _("Evidence that was replaced or dropped stays so."),
    "evidence-kept": _("Evidence of a claim that was once public is dropped, not deleted."),
    "no-claim": _("This sentence is judged to hold no claim; lift that judgement first."),
    "covered": _("A claim rests on this sentence; it cannot be judged to hold none."),
    "settled": _(
        "The claim is published: its evidence and attribution change only by a correction that a "
        "colleague accepts."
    ),
    "chain": _(
        "The attribution must lead from 1 to the speaker without a gap, and its last hop must be "
        "the claim's speaker and mode."
    ),
    "claim-begins": _("Claims begin as drafts."),
    "claim-keys": _("This part of a claim never changes."),
    "claim-kept": _("A claim that was public or decided on is withdrawn, not deleted."),
    "claim-text": _("The claim has no text."),
    "claim-version": _("A changed claim is a new version; somebody else may have saved first."),
    "claim-status": _("This step needs another one, or a decision, before it."),
    "four-eyes": _("A claim is published only by a decision of somebody else for this version."),
    "own-work": _("Nobody decides on their own work: ask a colleague."),
    "support": _("A published claim needs at least one passage that supports it."),
    "suggestion-begins": _("A suggestion begins open."),
    "suggestion-frozen": _("What was proposed, and what was decided on it, stays as it is."),
    "decision-fits": _("This decision does not fit the claim as it stands now."),
    "slug": _("Addresses of actors, events and tags never change."),
    "merged": _("Merging takes a decision, and leads to something that is not merged itself."),
    "unrecorded": _(
        "This was written without a record of it, and is kept until that is cleared up."
    ),
    "value": _("A number or date is not one."),
    "named": _("This was named by a claim or article and is merged, not deleted."),
    "person-kept": _("People are deactivated, never deleted."),
    "revision": _("The revision number only rises."),
    "key": _("There is one with this number or name already."),
    "frozen": _("This is a record: it is never changed or deleted."),
    "isolation": _("Writing needs the isolation level READ COMMITTED or SERIALIZABLE."),
}

_OTHER = _("The database refused this: it would break a rule of the knowledge base (%(detail)s).")


@contextmanager
def explained() -> Iterator[None]:
    """Turns what the database refuses within it into a ValidationError with the reason.

    Stands outside the transaction: PostgreSQL lets nothing more happen in one that failed.
    """
    try:
        yield
    except IntegrityError as refusal:
        code = refusal_code(refusal)
        if code in REFUSALS:
            raise ValidationError(REFUSALS[code], code=code) from refusal
        detail = str(refusal).splitlines()[0]
        raise ValidationError(_OTHER, code="integrity", params={"detail": detail}) from refusal


def refusal_code(refusal: IntegrityError) -> str:
    """The code of a trigger's refusal, such as `four-eyes`; "" for any other error."""
    match = re.search(r"INV ([a-z-]+)", str(refusal))
    return match.group(1) if match else ""
