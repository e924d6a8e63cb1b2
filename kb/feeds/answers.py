"""What all feeds share: one copy for everybody, in the language asked for, and an answer for what is gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import condition, require_safe

from kb.http import Request
from kb.views.answers import missing, moved, public_state

__all__ = ["ANYONE", "followed", "gone", "refused"]

ANYONE = AnonymousUser()

View = Callable[..., HttpResponse]


def followed(view: View) -> View:
    """Decorator for a feed: whoever asks is nobody, and a copy is good as long as nothing public
    changed (304).

    The words between the quotes are in the language that `lang` in the address names, else in
    the one the reader's program asks for, else German.
    """
    conditional = condition(etag_func=_etag)(view)

    @require_safe
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = ANYONE
        with override(_language(request)):
            response = conditional(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", get_language() or "")
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer


def _language(request: Request) -> str | None:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language()


def _etag(request: Request, *args: Any, **kwargs: Any) -> str | None:
    state = public_state(request)
    return f'"{state}.{get_language()}"' if state else None


def gone(request: Request, once_public: QuerySet[Any], feed: str) -> HttpResponse:
    """The answer for a thing that is not public: 301 to the `feed` of what it was merged into,
    410 with the reason, or 404. `once_public` holds it if it was public at any time."""
    thing = once_public.first()
    if thing is not None and thing.merged_into_id:
        visible = type(thing)._default_manager.visible_to(ANYONE)
        if successor := visible.filter(pk=thing.merged_into_id).first():
            return moved(request, reverse(feed, args=(successor.slug,)))
    return missing(request, once_public)


def refused(form: Form) -> HttpResponse:
    """The answer to an address that asks for what cannot be: 400, a line for each field."""
    lines = [
        f"{name}={form.data.get(name, '')!r}: {error}"
        for name, errors in form.errors.items()
        for error in errors
    ]
    return HttpResponse(
        "\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", status=400
    )
