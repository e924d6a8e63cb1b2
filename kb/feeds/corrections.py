"""The log of corrections as a feed."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kb.feeds.answers import ANYONE, followed, refused
from kb.feeds.atom import answer, identifier, serializable
from kb.feeds.claims import LENGTH
from kb.http import Request
from kb.views.corrections import LogFilter
from kb.views.log import Act, acts, told

__all__ = ["corrections_feed"]

DECISIONS = 400  # looked at: one act can be many


@followed
def corrections_feed(request: Request) -> HttpResponse:
    """The last decisions, or those that the same query part narrows the log to."""
    form = LogFilter(request.GET, ANYONE)
    if form.has_error("verb"):
        return refused(form)
    rows = told(form.decisions().order_by("-pk")[:DECISIONS], ANYONE)
    chosen = form.chosen()
    return answer(
        request,
        title=f"{_('Corrections')} ({chosen})" if chosen else _("Corrections"),
        subtitle=_("What was corrected, withdrawn, merged, sealed or reopened, and why."),
        link=f"/corrections/{form.address(after=None)}",
        entries=[_entry(request, act) for act in acts(rows)[:LENGTH]],
    )


def _entry(request: Request, act: Act) -> dict[str, Any]:
    row, decision = act.first, act.first.decision
    # Where no address can be told, its place in the log.
    address = row.address or f"/corrections/?after={decision.pk + 1}"
    context = {"act": act, "host": request.build_absolute_uri("/").removesuffix("/")}
    title = f"{row.verb}: {' '.join(row.title.split())}"
    if others := len(act.rows) - 1:
        title = ngettext("%(title)s and %(count)d more", "%(title)s and %(count)d more", others) % {
            "title": title,
            "count": others,
        }
    return {
        "title": serializable(title),
        "link": request.build_absolute_uri(address),
        "unique_id": identifier(request, f"decisions/{decision.pk}", f"{decision.at:%Y-%m-%d}"),
        "pubdate": decision.at,
        "updateddate": decision.at,
        "language": get_language() or "",
        "description": serializable(render_to_string("feeds/decision.html", context).strip()),
    }
