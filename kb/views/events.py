from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Claim, Event, Participation, Sentence
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import event_as_of, is_asked
from kb.views.entries import entries, with_speaker
from kb.views.filters import Page
from kb.views.merges import merges
from kb.views.paging import cut

SHOWN = 25  # claims; the list of claims has all


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
    page = cut(with_speaker(Claim.objects.visible_to(user).naming(event)), by="-pk", size=SHOWN)
    participations = _participations(event, user)
    absent = Participation.Role.ABSENT
    visible = Event.objects.visible_to(user)
    context = {
        "event": event,
        "merges": merges(event, user),
        "whole": visible.filter(pk=event.part_of_id).first() if event.part_of_id else None,
        "parts": visible.filter(part_of=event).order_by("start", "pk"),
        "present": [each for each in participations if each.role != absent],
        "absent": [each for each in participations if each.role == absent],
        "entries": entries(page.rows, user),
        "has_more": page.after is not None,
    }
    return render(request, "kb/event.html", context)


def _participations(event: Event, user: Any) -> QuerySet[Participation]:
    sentences = Sentence.objects.visible_to(user).select_related("version__article")
    return (
        event.participations.filter(actor__merged_into=None)
        .select_related("actor")
        .prefetch_related(Prefetch("sentence", sentences.defer("version__text")))
        .order_by("actor__sort_name", "pk")
    )
