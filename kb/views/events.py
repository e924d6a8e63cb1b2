from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Claim, Event, Participation, Sentence
from kb.pictures import timeline
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import event_as_of, is_asked
from kb.views.dated import Dated, Found, Section, dated, section, shown
from kb.views.filters import Page
from kb.views.merges import merges
from kb.views.paging import cut
from kb.views.pictured import bounds, of_events

MOST_PARTS = 100


@require_safe
@revalidated
def event_list(request: Request) -> HttpResponse:
    events = Event.objects.visible_to(request.user).filter(merged_into=None)
    page = cut(events, by="-start", after=Page(request.GET).place(), size=50)
    return show(request, "kb/event_list.html", "results", {"page": page})


@require_safe
@revalidated
def event_detail(request: Request, slug: str) -> HttpResponse:
    user = request.user
    event = Event.objects.visible_to(user).filter(slug=slug).first()
    if event is None:
        return missing(request, Event.objects.once_public().filter(slug=slug))
    if event.merged_into:
        return moved(request, event.merged_into.get_absolute_url())
    if is_asked(request):
        return event_as_of(request, event)
    claims = dated(Claim.objects.visible_to(user).naming(event), user)
    participations = _participations(event, user)
    absent = Participation.Role.ABSENT
    visible = Event.objects.visible_to(user)
    parts = list(visible.filter(part_of=event).order_by("start", "pk")[: MOST_PARTS + 1])
    stretches = [*of_events([event], "whole"), *of_events(parts[:MOST_PARTS])]
    context = {
        "event": event,
        "merges": merges(event, user),
        "whole": visible.filter(pk=event.part_of_id).first() if event.part_of_id else None,
        "parts": parts[:MOST_PARTS],
        "most_parts": MOST_PARTS if len(parts) > MOST_PARTS else None,
        "present": [each for each in participations if each.role != absent],
        "absent": [each for each in participations if each.role == absent],
        "claims": claims,
        "times": _times(event, claims, user),
        "timeline": timeline(stretches, claims.by_day, {}, reaches_beyond=not parts),
    }
    return render(request, "kb/event.html", context)


class Time(NamedTuple):
    """The claims of a time before, at or after an event; None where it is open or not known."""

    name: str
    words: str
    since: date | None
    until: date | None
    section: Section


def _times(event: Event, claims: Found, user: Any) -> list[Time]:
    """The claims before, at and after the event, and those of no known day; without empty ones."""
    first, last = bounds(event)
    rows: dict[str, list[Dated]] = {"before": [], "at": [], "after": [], "undated": []}
    for row in claims.rows:
        rows[_time(row.day, first, last)].append(row)
    known = shown(rows.values(), user)
    day = timedelta(days=1)
    times = [
        ("before", _("Before"), None, first - day if first > date.min else None),
        ("at", _("At the time"), first, last),
        ("after", _("Since"), last + day if last < date.max else None, None),
        ("undated", _("Day not known"), None, None),
    ]
    return [
        Time(name, words, since, until, section(rows[name], known, len(claims)))
        for name, words, since, until in times
        if rows[name]
    ]


def _time(day: date | None, first: date, last: date) -> str:
    if day is None:
        return "undated"
    return "before" if day < first else "after" if day > last else "at"


def _participations(event: Event, user: Any) -> QuerySet[Participation]:
    sentences = Sentence.objects.visible_to(user).select_related("version__article")
    return (
        event.participations.filter(actor__merged_into=None)
        .select_related("actor")
        .prefetch_related(Prefetch("sentence", sentences.defer("version__text")))
        .order_by("actor__sort_name", "pk")
    )
