"""Claims that were withdrawn, and what that leaves to those who look back."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from kb.asof import Past
from kb.asof.past import restored
from kb.models import Claim, Decision
from kb.views.asof.dates import end_of

__all__ = ["last_day", "last_public", "withdrawal"]


def withdrawal(claim: Claim) -> Decision | None:
    """The decision that took the claim from view; None while it is public or never was."""
    if claim.is_public or not claim.was_public:
        return None
    taken = claim.decisions.filter(verb=Decision.Verb.WITHDRAWN).select_related("by")
    return taken.order_by("-pk").first()


def last_public(claim: Claim) -> Claim:
    """The claim as it was when it was public last: what was written since is not."""
    rows = Claim.history.filter(id=claim.pk, status=Claim.Status.PUBLISHED)
    public: Claim = restored(rows.order_by("-history_id").first())
    return public


def last_day(claim: Claim, decision: Decision, user: object) -> date | None:
    """The last day that ended with the claim in view, where `decision` leaves it to readers."""
    if not decision.stays_readable:
        return None
    day = localdate(decision.at) - timedelta(days=1)
    found = Past(end_of(day), user).claims().filter(id=claim.pk)
    return day if found.exists() else None
