"""The queue: claims in review and open suggestions together, whatever waits longest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from editorial.admin.claim_steps import step_address
from editorial.admin.comparison import listed
from editorial.admin.correcting.links import waiting as passages_waiting
from editorial.admin.report import reports_waiting
from editorial.admin.sight import sees
from editorial.differences import differing
from editorial.models import Assignment, Step, Suggestion
from kb.models import Claim, Evidence

__all__ = ["QueuePages"]

PER_PAGE = 25
WHOSE = (("", _("All")), ("mine", _("Mine")), ("others", _("Others’")))
CLAIM, SUGGESTION = "claim", "suggestion"


class Place(NamedTuple):
    """Where something stands in the queue; claims and suggestions have numbers of their own."""

    since: datetime
    noun: str
    pk: int


@dataclass
class Entry:
    """What waits, as its line in the queue shows it."""

    place: Place
    claim: Claim
    suggestion: Suggestion | None
    by: Any
    assigned_to: Any
    supports: int
    is_own: bool
    changed: str
    address: str
    step: str  # where it is decided, "" for whoever may not

    @property
    def is_stale(self) -> bool:
        return bool(self.suggestion and self.suggestion.claim_version != self.claim.version)


class QueueForm(forms.Form):
    whose = forms.ChoiceField(choices=WHOSE, required=False)
    after = forms.CharField(required=False)

    def clean_after(self) -> Place | None:
        """The place after which the page begins; nonsense is the beginning."""
        since, noun, pk = [*self.cleaned_data["after"].split("~"), "", ""][:3]
        try:
            found = parse_datetime(since)
            if found and is_aware(found):
                found.astimezone(UTC)  # databases keep times so
        except (ValueError, OverflowError):
            return None
        if not found or not is_aware(found) or not pk.isdecimal() or len(pk) > 18:
            return None
        return Place(found, noun, int(pk))


def claims_waiting() -> QuerySet[Claim]:
    """Claims in review with `since`, when they were submitted last."""
    rows = Claim.history.model.objects.filter(id=OuterRef("pk"), status=Claim.Status.IN_REVIEW)
    others = Claim.history.model.objects.filter(id=OuterRef("id"))
    before = others.exclude(status=Claim.Status.IN_REVIEW).order_by("-history_id")
    began = rows.filter(
        history_id__gt=Coalesce(Subquery(before.values("history_id")[:1]), 0)
    ).order_by("history_id")
    return Claim.objects.filter(status=Claim.Status.IN_REVIEW).annotate(
        since=Coalesce(Subquery(began.values("history_date")[:1]), F("created_at"))
    )


def suggestions_waiting() -> QuerySet[Suggestion]:
    waiting = Suggestion.objects.filter(state=Suggestion.State.OPEN)
    return waiting.annotate(since=F("created_at"))


def waiting(user: Any) -> list[tuple[str, Any, Q]]:
    """What waits and `user` may look at, by its noun; with what of it is theirs."""
    found: list[tuple[str, Any, Q]] = [(CLAIM, claims_waiting(), mine("writer", "pk", user))]
    if sees(user, Suggestion):
        found.append((SUGGESTION, suggestions_waiting(), mine("by", "claim", user)))
    return found


def mine(author: str, claim: str, user: Any) -> Q:
    """What `user` wrote, or what is about a claim that is theirs to look after."""
    theirs = Assignment.objects.filter(claim=OuterRef(claim), to=user)
    return Q(**{author: user}) | Q(Exists(theirs))


def places(whose: str, user: Any, after: Place | None) -> list[Place]:
    """The next of those that wait, one more than a page holds: two queries."""
    found: list[Place] = []
    for noun, rows, own in waiting(user):
        if whose:
            rows = rows.filter(own if whose == "mine" else ~own)
        if after:
            rows = rows.filter(_behind(noun, after))
        keys = rows.order_by("since", "pk").values_list("since", "pk")[: PER_PAGE + 1]
        found += [Place(since, noun, pk) for since, pk in keys]
    return sorted(found)[: PER_PAGE + 1]


def _behind(noun: str, after: Place) -> Q:
    at_once = Q(since=after.since)
    if noun == after.noun:
        at_once &= Q(pk__gt=after.pk)
    return Q(since__gt=after.since) | at_once if noun >= after.noun else Q(since__gt=after.since)


def counted(user: Any) -> tuple[int, int]:
    """How many wait, and how many of them are the user's."""
    numbers = [
        rows.aggregate(all=Count("pk"), own=Count("pk", filter=own))
        for _noun, rows, own in waiting(user)
    ]
    return sum(row["all"] for row in numbers), sum(row["own"] for row in numbers)


def entries(found: Iterable[Place], user: Any) -> list[Entry]:
    """The lines for these places; as many queries for many as for one."""
    found = list(found)
    open_ones = Suggestion.objects.select_related("by")
    suggested = open_ones.in_bulk([place.pk for place in found if place.noun == SUGGESTION])
    of = {
        place: suggested[place.pk].claim_id if place.noun == SUGGESTION else place.pk
        for place in found
        if place.noun == CLAIM or place.pk in suggested
    }
    claims = (
        Claim.objects.select_related("speaker", "article", "writer")
        .prefetch_related("attributions__actor")
        .in_bulk(of.values())
    )
    supporting = Evidence.objects.supporting().filter(claim__in=claims).order_by()
    supports = dict(supporting.values_list("claim").annotate(Count("pk")))
    rows = Assignment.objects.filter(claim__in=claims).select_related("to")
    assigned = {row.claim_id: row.to for row in rows}
    may_decide = user.has_perm("kb.publish_claim")
    return [
        _entry(
            place,
            claims[pk],
            suggested[place.pk] if place.noun == SUGGESTION else None,
            assigned.get(pk),
            supports.get(pk, 0),
            user,
            may_decide=may_decide,
        )
        for place, pk in of.items()
        if pk in claims
    ]


def _entry(
    place: Place,
    claim: Claim,
    suggestion: Suggestion | None,
    assigned_to: Any,
    supports: int,
    user: Any,
    *,
    may_decide: bool,
) -> Entry:
    by = suggestion.by if suggestion else claim.writer
    if suggestion:
        address = step = reverse("admin:editorial_suggestion_change", args=(suggestion.pk,))
        names = differing(suggestion.base, suggestion.content) if suggestion.base else ()
        changed = listed(names)
    else:
        address = reverse("admin:kb_claim_change", args=(claim.pk,))
        step, changed = step_address(Step.PUBLISH, claim), ""
    return Entry(
        place=place,
        claim=claim,
        suggestion=suggestion,
        by=by,
        assigned_to=assigned_to,
        supports=supports,
        is_own=by == user,
        changed=changed,
        address=address,
        step=step if may_decide and by != user else "",
    )


class QueuePages(admin.ModelAdmin):
    """Adds the queue to the claims of the admin."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.queue_view)
        return [path("queue/", view, name="kb_claim_queue"), *super().get_urls()]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = QueueForm(request.GET)
        said = form.cleaned_data if form.is_valid() else {}
        whose, after = said.get("whose") or "", said.get("after") or None
        found = places(whose, request.user, after)
        number, own = counted(request.user)
        last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
        following = f"{last.since.isoformat()}~{last.noun}~{last.pk}" if last else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Queue"),
            "opts": self.opts,
            "tabs": [(value, capfirst(label), value == whose) for value, label in WHOSE],
            "whose": whose,
            "entries": entries(found[:PER_PAGE], request.user),
            "number": number,
            "own": own,
            "passages_waiting": passages_waiting(request.user),
            "reports_waiting": reports_waiting(request.user),
            "is_first": after is None,
            "following": following,
            "may_decide": request.user.has_perm("kb.publish_claim"),
        }
        return TemplateResponse(request, "admin/kb/claim/queue.html", context)
