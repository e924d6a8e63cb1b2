"""Where a page leads whoever finds it wrong."""

from django import template

from kb import reporting
from kb.models import Claim

__all__ = ["report_address"]

register = template.Library()


@register.simple_tag
def report_address(claim: Claim, permalink: str) -> str:
    """The operator's address with the absolute `permalink`, or our own form."""
    return reporting.address(claim, permalink)
