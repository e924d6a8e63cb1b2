"""What all public pages share: fresh copies for readers, and an answer for what is gone."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from kb.http import Request, show, wants_part
from kb.models import Claim, Decision, Revision
from kb.search.asking import MAX_LENGTH
from kb.search.index import is_behind
from kb.views.asof.withdrawn import last_day
from kb.views.fields import Asking
from kb.views.filters import NAMES

__all__ = [
    "BUILD",
    "for_anybody",
    "missing",
    "moved",
    "public_state",
    "revalidated",
    "show_results",
]

View = Callable[..., HttpResponse]

BY_WORDS = frozenset(("q", *NAMES))  # what an address asks of the terms
_FACES = (settings.BASE_DIR / "templates", settings.BASE_DIR / "kb")
_SUFFIXES = (".html", ".py", ".mo", ".css", ".js")


def _build() -> int:
    """Says when the pages' own files last changed: a page of before is then no longer fresh."""
    files = (path for face in _FACES for path in Path(face).rglob("*"))
    return max((int(p.stat().st_mtime) for p in files if p.suffix in _SUFFIXES), default=0)


BUILD = _build()


def public_state(request: HttpRequest) -> str | None:
    """What the public pages are made from; None while an answer may lack what was just written."""
    if not BY_WORDS.isdisjoint(request.GET) and is_behind():
        return None
    return f"{Revision.current()}.{BUILD}"


def _etag(request: Request, *args: Any, **kwargs: Any) -> str | None:
    if wants_part(request) or request.user.is_authenticated:
        return None
    state = public_state(request)
    return f'"{state}"' if state else None


def revalidated(view: View) -> View:
    """Decorator: a reader's copy is good as long as nothing public changed (304)."""
    conditional = condition(etag_func=_etag)(view)

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = conditional(request, *args, **kwargs)
        fresh = "private, no-store" if request.user.is_authenticated else "no-cache"
        response.headers.setdefault("Cache-Control", fresh)
        return response

    return answer


def show_results(
    request: Request, template: str, form: Asking, context: dict[str, Any]
) -> HttpResponse:
    """What answers the question of `form`: the page, or its part, with the address people keep."""
    address = request.path + form.address()
    if wants_part(request):
        response = show(request, template, "results", context)
        response["HX-Push-Url"] = address
        return response
    if any(not value or len(value) > MAX_LENGTH for value in request.GET.values()):
        # A form without JavaScript sends its open fields too; the address people keep is short.
        return HttpResponseRedirect(address)
    return show(request, template, "results", context)


def missing(request: HttpRequest, once_public: QuerySet[Any]) -> HttpResponse:
    """The answer for what the reader may not see: 301, 410 with the reason, or 404.

    `once_public` holds the thing if it was public at any time.
    """
    thing = once_public.first()
    if thing is None:
        raise Http404
    merged_into = getattr(thing, "merged_into_id", None)
    if merged_into:
        # Only to what the reader may see: an address can be a name that is not public yet.
        visible = type(thing)._default_manager.visible_to(request.user)
        if successor := visible.filter(pk=merged_into).first():
            return moved(request, successor.get_absolute_url())
    taken = [Decision.Verb.WITHDRAWN, Decision.Verb.SEALED]
    if merged_into:
        taken.append(Decision.Verb.MERGED)  # else it was undone, and is not why it is gone
    decision = thing.decisions.filter(verb__in=taken).order_by("-pk").first()
    context = {"decision": decision, "noun": _noun(thing)}
    if decision and isinstance(thing, Claim):
        # Whatever was asked for, a card or a file: its page is what is looked back on.
        context["page"] = f"{reverse('claims')}{thing.pk}/"
        context["last_day"] = last_day(thing, decision, request.user)
    return render(request, "410.html", context, status=410)


def _noun(thing: Model) -> str:
    return str(thing._meta.verbose_name)


def moved(request: HttpRequest, address: str) -> HttpResponse:
    """301 to `address`, what was asked for along with it."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def for_anybody(view: View) -> View:
    """Decorator for what machines read: whoever asks is nobody, and any page may fetch it."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer
