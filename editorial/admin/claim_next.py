"""What can be done next with a claim, on its page: the steps, and why one is not possible."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.actions import batches, gates
from editorial.admin.base import Beside
from editorial.admin.claim_steps import TITLES, step_address
from editorial.models import Assignment, Step
from kb.models import Claim

__all__ = ["ClaimNext"]


@dataclass(frozen=True, slots=True)
class Next:
    """A step from where the claim stands: with an address, or with what hinders it."""

    title: Any
    url: str
    why: list[str]


class ClaimNext(Beside):
    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        assignment = Assignment.objects.select_related("to", "by").filter(claim=obj).first()
        may_assign = batches.may_take(Step.ASSIGN, request.user)
        return {
            **super().beside(request, obj),
            "next_steps": next_steps(obj, request.user),
            "assignment": assignment,
            "assign_url": step_address(Step.ASSIGN, obj) if may_assign else "",
        }


def next_steps(claim: Claim, by: Any) -> list[Next]:
    """The steps that lead on from the claim's status."""
    return [_next(step, claim, by) for step in gates.FROM if gates.fits(claim, step)]


def _next(step: Step, claim: Claim, by: Any) -> Next:
    if not batches.may_take(step, by):
        return Next(TITLES[step], "", [_("This takes a colleague who has the right to it.")])
    hindrances = gates.hindrances([claim], step, by)[claim.pk]
    why = [line for hindrance in hindrances for line in hindrance.messages]
    return Next(TITLES[step], "" if why else step_address(step, claim), why)
