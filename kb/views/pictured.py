"""What the pictures of a page are drawn from, as far as its reader may see it."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kb.models import Actor, Affiliation, ClaimAbout, Event, Precision
from kb.pictures import Network, Other, Stretch, network
from kb.search.backend import among
from kb.templatetags.words import period
from kb.views.dated import Found

__all__ = ["Speaking", "bounds", "of_events", "of_offices", "speaking"]

LAST_MONTH = 12


@dataclass(frozen=True)
class Speaking:
    """Who speaks about an actor and about whom it speaks; what is not drawn is counted."""

    picture: Network | None
    unnamed: int  # claims about the actor by speakers who have no name of their own
    is_cut: bool  # counted over the claims recorded last


def speaking(actor: Actor, said: Found, about: Found, user: Any) -> Speaking:
    """From the claims by the actor and those about it. Two queries."""
    links = ClaimAbout.objects.filter(claim__in=among(said.ids))
    meant = Counter(links.values_list("actor", flat=True))
    speaks = Counter(row.speaker for row in about.rows)
    itself = speaks.pop(actor.pk, 0)
    meant.pop(actor.pk, None)
    others = _others(speaks, meant, user)
    named = {other.key for other in others}
    return Speaking(
        picture=network(actor.name, others, itself),
        unnamed=sum(count for key, count in speaks.items() if key not in named),
        is_cut=said.is_full or about.is_full,
    )


def _others(speaks: Counter[int], meant: Counter[int], user: Any) -> list[Other]:
    rows = Actor.objects.visible_to(user).listed().filter(merged_into=None)
    named = rows.filter(pk__in=among(sorted({*speaks, *meant}))).values_list("pk", "name", "slug")
    return [Other(pk, name, slug, speaks[pk], meant[pk]) for pk, name, slug in named]


def of_offices(offices: Iterable[Affiliation]) -> list[Stretch]:
    """Offices as what lasted; without an end they go on."""
    return [
        Stretch(
            ", ".join(filter(None, (office.role, office.organisation.name))),
            _tenure(office.start, office.end),
            office.start,
            office.end,
            office.organisation.get_absolute_url(),
            "office",
        )
        for office in offices
    ]


def of_events(events: Iterable[Event], look: str = "event") -> list[Stretch]:
    """Events as what lasted, each from the first to the last day that it may have had."""
    return [
        Stretch(
            event.title, strip_tags(period(event)), *bounds(event), event.get_absolute_url(), look
        )
        for event in events
    ]


def _tenure(start: date | None, end: date | None) -> str:
    shown = pgettext("date format", "j F Y")
    if start and end:
        return _("{start} to {end}").format(
            start=date_format(start, shown), end=date_format(end, shown)
        )
    if start:
        return _("since %(start)s") % {"start": date_format(start, shown)}
    return _("until %(end)s") % {"end": date_format(end, shown)} if end else ""


def bounds(event: Event) -> tuple[date, date]:
    """The first and the last day that an event may have had, as exactly as it is known."""
    end = event.end or event.start
    if event.start_precision == Precision.YEAR:
        return date(event.start.year, 1, 1), date(end.year, LAST_MONTH, 31)
    if event.start_precision == Precision.MONTH:
        last = monthrange(end.year, end.month)[1]
        return event.start.replace(day=1), end.replace(day=last)
    return event.start, end
