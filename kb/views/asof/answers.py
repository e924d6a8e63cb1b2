"""Pages of the past: `?asof=` on the page of a claim, an actor, an event or an article.

The page itself has decided before that its reader may see the thing today.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kb.asof import Past, actor_then, article_then, claim_then, event_then
from kb.asof.differences import Fact, compared
from kb.asof.withdrawn import told_of_old
from kb.http import Request
from kb.models import Actor, Article, Claim, Decision, Event
from kb.views.asof.dates import Days, end_of, is_asked
from kb.views.asof.facts import actor_facts, article_facts, claim_facts, event_facts
from kb.views.asof.pages import actor_page, article_page, claim_page, event_page
from kb.views.asof.withdrawn import last_public, withdrawal

__all__ = ["actor_as_of", "article_as_of", "claim_as_of", "event_as_of", "withdrawn_as_of"]

SHOWN = 25  # claims of each sort on a page
COMPARED = 200  # on either side of a difference


@dataclass(frozen=True)
class Kind:
    """How things of one kind are looked up, shown and compared."""

    template: str
    find: Callable[[Past, int], Any]  # with so many claims; None where it was not public
    page: Callable[[Any, str], dict[str, Any]]
    facts: Callable[[Any, str], Sequence[Fact]]


def claim_as_of(request: Request, claim: Claim) -> HttpResponse:
    return _claim(request, claim, withdrawal(claim))


def _claim(request: Request, claim: Claim, withdrawn: Decision | None) -> HttpResponse:
    def find(past: Past, most: int) -> Any:
        return claim_then(claim.pk, past)

    kind = Kind("kb/asof_claim.html", find, claim_page, claim_facts)
    return _answer(request, claim, kind, withdrawn)


def withdrawn_as_of(request: Request, pk: int) -> HttpResponse | None:
    """A claim withdrawn since, where that leaves its past to readers.

    None where no day is asked for or nothing is left of it: then today's page says why.
    """
    if not is_asked(request):
        return None
    claim = told_of_old().filter(pk=pk).first()
    if claim is None:
        return None
    response = _claim(request, last_public(claim), withdrawal(claim))
    return None if response.status_code == 404 else response


def actor_as_of(request: Request, actor: Actor) -> HttpResponse:
    find = partial(actor_then, actor.pk)
    return _answer(request, actor, Kind("kb/asof_actor.html", find, actor_page, actor_facts))


def event_as_of(request: Request, event: Event) -> HttpResponse:
    find = partial(event_then, event.pk)
    return _answer(request, event, Kind("kb/asof_event.html", find, event_page, event_facts))


def article_as_of(request: Request, article: Article, number: int | None = None) -> HttpResponse:
    """The version current then, or version `number` if it was known then."""

    def find(past: Past, most: int) -> Any:
        return article_then(article.pk, past, number)

    page = partial(article_page, data=request.GET)
    return _answer(request, article, Kind("kb/asof_article.html", find, page, article_facts))


# --- Steps -----------------------------------------------------------------------------------------


def _answer(
    request: Request, thing: Any, kind: Kind, withdrawn: Decision | None = None
) -> HttpResponse:
    form = Days(request.GET)
    noun = thing._meta.verbose_name
    context = {"thing": thing, "noun": noun, "form": form, "withdrawal": withdrawn}
    if not form.is_valid():
        return _refused(request, context | {"problem": form.problem()}, 400)
    day, other = form.days()
    context |= {"day": day, "until": other}
    if other is not None:
        return _difference(request, context, kind, day, other)
    then = kind.find(Past(end_of(day), request.user), SHOWN)
    if then is None:
        return _refused(request, context | {"problem": _not_there(thing)}, 404)
    query = f"?asof={day.isoformat()}"
    return _shown(request, kind.template, context | kind.page(then, query) | {"query": query})


def _difference(
    request: Request, context: dict[str, Any], kind: Kind, day: date, other: date
) -> HttpResponse:
    one, two = (kind.find(Past(end_of(each), request.user), COMPARED) for each in (day, other))
    if one is None and two is None:
        return _refused(request, context | {"problem": _not_there(context["thing"])}, 404)
    before = kind.facts(one, f"?asof={day.isoformat()}") if one else ()
    after = kind.facts(two, f"?asof={other.isoformat()}") if two else ()
    changes, same = compared(before, after)
    context |= {"changes": changes, "same": same if one and two else []}
    context |= {"is_new": one is None, "is_gone": two is None}
    return _shown(request, "kb/asof_difference.html", context)


def _not_there(thing: Any) -> str:
    return {
        Claim: _("This claim was not public on that day."),
        Actor: _("No public page named this actor on that day."),
        Event: _("No public claim named this event on that day."),
        Article: _("This article was not public on that day, or not in this version."),
    }[type(thing)]


def _refused(request: Request, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "kb/asof_none.html", context, status=status)
    # A day that is yet to come has come tomorrow, without anything else that changed.
    response["Cache-Control"] = "no-store"
    return _unlisted(response)


def _shown(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    return _unlisted(render(request, template, context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """For no search engine: it has today's page."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
