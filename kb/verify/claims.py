"""Four eyes, and nothing that was public gone without a word."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef

from kb.models import Claim, Decision, Evidence, Revision
from kb.text.blank import is_blank
from kb.verify.finding import Finding, rows

__all__ = ["claims", "revision"]


def claims() -> Iterator[Finding]:
    all_claims = Claim.objects.prefetch_related("decisions", "attributions").order_by("pk")
    supported = Evidence.objects.supporting().filter(claim=OuterRef("pk"))
    for claim in rows(all_claims.annotate(rests=Exists(supported))):
        place = f"claim {claim.pk}"
        decisions = list(claim.decisions.all())
        yield from _four_eyes(claim, decisions, place)
        yield from _chain(claim, place)
        for decision in decisions:
            if decision.claim_version > claim.version:
                yield Finding("four-eyes", place, f"decision {decision.pk} is ahead of its claim")


def _four_eyes(claim: Any, decisions: list[Decision], place: str) -> Iterator[Finding]:
    others = {
        d.claim_version
        for d in decisions
        if d.verb in ("published", "corrected") and d.by_id != claim.writer_id
    }
    was_public = any(d.verb == "published" for d in decisions)
    if claim.status == Claim.Status.PUBLISHED:
        if claim.version not in others:
            yield Finding("four-eyes", place, "is published without somebody else's decision")
        if is_blank(claim.text):
            yield Finding("four-eyes", place, "is published without a text")
        if not claim.rests:
            yield Finding("four-eyes", place, "is published without a support that stands")
    elif was_public and not any(d.verb == "withdrawn" for d in decisions):
        yield Finding("silence", place, "was public and is not, without a decision")
    if was_public != claim.was_public:
        yield Finding("silence", place, "its decisions and its first publication disagree")


def _chain(claim: Claim, place: str) -> Iterator[Finding]:
    hops = sorted(claim.attributions.all(), key=attrgetter("position"))
    last = next((hop for hop in hops if hop.position == claim.hops), None)
    if last and (last.actor_id, last.mode) != (claim.speaker_id, claim.mode):
        yield Finding("four-eyes", place, "its last hop is not its speaker and mode")
    is_whole = [hop.position for hop in hops] == list(range(1, claim.hops + 1))
    if claim.status == Claim.Status.PUBLISHED and not is_whole:
        yield Finding("four-eyes", place, "its attribution has gaps")


def revision() -> Iterator[Finding]:
    if Revision.objects.exclude(pk=1).exists():
        yield Finding("silence", "revision", "there is more than one row")
