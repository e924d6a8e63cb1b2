"""Claims that contradict each other as a feed: each pair with both passages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kb.contradictions import latest
from kb.feeds.answers import ANYONE, followed, refused
from kb.feeds.atom import answer, identifier, serializable
from kb.feeds.claims import LENGTH
from kb.http import Request
from kb.templatetags.speech import who_says
from kb.views.contradictions import PairFilter
from kb.views.pairs import Pair, Side, pairs

__all__ = ["contradictions_feed"]

TITLE_CHARS = 90  # of each claim


@followed
def contradictions_feed(request: Request) -> HttpResponse:
    """The pairs that became public last, or those that the same query part narrows the page to."""
    form = PairFilter(request.GET, ANYONE)
    if not form.is_understood:
        return refused(form)
    rows = latest(form.pairs())[:LENGTH]
    chosen = form.chosen()
    return answer(
        request,
        title=f"{_('Contradictions')} ({chosen})" if chosen else _("Contradictions"),
        subtitle=_("Claims that cannot both hold, as an editor confirmed: two by two."),
        link=f"/contradictions/{form.address(after=None)}",
        entries=[_entry(request, pair) for pair in pairs(rows, ANYONE)],
    )


@dataclass(frozen=True)
class Told:
    """One side of a pair: who said it when, and where its passage stands, "" where none may be read."""

    side: Side
    speech: str
    said_on: date | None
    address: str


def _entry(request: Request, pair: Pair) -> dict[str, Any]:
    at = pair.row.since
    texts = (Truncator(side.claim.text).chars(TITLE_CHARS) for side in pair.sides)
    sides = [_told(request, pair, side) for side in pair.sides]
    context = {"pair": pair, "sides": sides, "host": request.build_absolute_uri("/").rstrip("/")}
    return {
        "title": serializable(f"{capfirst(pair.type.label)}: {' – '.join(texts)}"),
        "link": request.build_absolute_uri(f"{pair.second.claim.permalink}#contradictions"),
        # The same whichever of its rows speaks for the pair; the day in UTC, so that no setting moves it.
        "unique_id": identifier(request, f"contradictions/{pair.key}", f"{_public(pair):%Y-%m-%d}"),
        "pubdate": at,
        "updateddate": at,
        "language": get_language() or "",
        "description": serializable(render_to_string("feeds/contradiction.html", context).strip()),
    }


def _told(request: Request, pair: Pair, side: Side) -> Told:
    claim, passage = side.claim, side.entry.quote
    speech = who_says(claim)
    is_subject = claim.pk == pair.row.subject_id
    said_on = pair.row.subject_day if is_subject else pair.row.object_day
    if passage is None:
        return Told(side, speech, said_on, "")
    address = f"{passage.version.article.permalink}v{passage.version.number}/#s{passage.position}"
    return Told(side, speech, said_on, request.build_absolute_uri(address))


def _public(pair: Pair) -> datetime:
    """When both claims were public, each for the first time."""
    times = (side.claim.published_at or pair.row.since for side in pair.sides)
    return max(times)
