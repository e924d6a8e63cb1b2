"""The log of corrections as a feed."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kb.feeds.answers import ANYONE, followed, refused
from kb.feeds.atom import answer, identifier, serializable
from kb.feeds.claims import LENGTH
from kb.http import Request
from kb.views.corrections import LogFilter
from kb.views.log import Told, told

__all__ = ["corrections_feed"]


@followed
def corrections_feed(request: Request) -> HttpResponse:
    """The last decisions, or those that the same query part narrows the log to."""
    form = LogFilter(request.GET)
    if form.has_error("verb"):
        return refused(form)
    rows = told(form.decisions().order_by("-pk")[:LENGTH], ANYONE)
    chosen = form.chosen()
    return answer(
        request,
        title=f"{_('Corrections')} ({chosen})" if chosen else _("Corrections"),
        subtitle=_("What was corrected, withdrawn, merged, sealed or reopened, and why."),
        link=f"/corrections/{form.address(after=None)}",
        entries=[_entry(request, row) for row in rows],
    )


def _entry(request: Request, row: Told) -> dict[str, Any]:
    decision = row.decision
    # Where no address can be told, its place in the log.
    address = row.address or f"/corrections/?after={decision.pk + 1}"
    context = {
        "row": row,
        "link": request.build_absolute_uri(row.address) if row.address else "",
        "into": request.build_absolute_uri(row.into.get_absolute_url()) if row.into else "",
    }
    return {
        "title": serializable(f"{row.verb}: {' '.join(row.title.split())}"),
        "link": request.build_absolute_uri(address),
        "unique_id": identifier(request, f"decisions/{decision.pk}", f"{decision.at:%Y-%m-%d}"),
        "pubdate": decision.at,
        "updateddate": decision.at,
        "language": get_language() or "",
        "description": serializable(render_to_string("feeds/decision.html", context).strip()),
    }
