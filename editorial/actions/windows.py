"""The window in which published claims change because something else did.

A correction of an article and a merge of actors touch claims that nobody rewrote. The database
lets a published claim change only with a decision for its next version by somebody else than its
writer; here that is the system's own account, and the reason names who did what.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F

from editorial.actions import accounts
from editorial.bulk import Rows
from kb.models import Claim, Decision, Revision

__all__ = ["reopened"]


@contextmanager
def reopened(claims: Collection[int], *, by: User, reason: str, **content: Any) -> Iterator[None]:
    """Within it, the chains and evidence of these published claims may change, by id.

    Their writers stay who they are. `content` holds expressions for fields of the claims that
    change with them, such as speaker=Case(…). On leaving they are published again, in their next
    version, and their history names `by`. Many claims take as many statements as one.

    The caller is within a transaction and has locked the claims. Raises IntegrityError when a
    claim is left without support, or with a chain that does not end in its speaker.
    """
    if not claims:
        yield
        return
    rows = Rows(by, reason)
    own = Claim.objects.filter(pk__in=claims)
    keeper = accounts.keeper()
    rows.decide(
        {
            "claim_id": pk,
            "claim_version": version + 1,
            "verb": Decision.Verb.CORRECTED,
            "reason": reason,
            "by_id": keeper.pk,
        }
        for pk, version in own.order_by("pk").values_list("pk", "version")
    )
    own.update(status=Claim.Status.IN_REVIEW, version=F("version") + 1, **content)
    yield
    own.update(status=Claim.Status.PUBLISHED)
    rows.record(Claim, rows.stored(own), "~")
    Revision.raise_number()
