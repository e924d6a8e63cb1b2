"""A form that comes in from somebody whose session has ended: it is shown, not swallowed.

Django would lead on to the login and forget the post. Here the words stand on the answer to be
copied; with scripts the whole form waits in the browser's tab (keep.js) and is put back after login.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from editorial.admin.conflict.gone import typed

__all__ = ["keeping"]


def keeping(its_admin: Any, pattern: URLPattern) -> URLPattern:
    """The same address; what is sent to it without a session is answered with what was sent."""
    view: Callable[..., HttpResponse] = pattern.callback

    @wraps(view)
    def kept(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        has_words = "csrfmiddlewaretoken" in request.POST
        if not has_words or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        # Nobody is known here: what is chosen by its number is not looked up.
        words = [each for each in typed(its_admin, request.POST) if _is_typed(each.field)]
        context = {
            **its_admin.admin_site.each_context(request),
            "title": _("You are no longer logged in"),
            "login": f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}",
            "typed": words,
        }
        return render(request, "admin/conflict/logged_out.html", context, status=403)

    pattern.callback = kept
    return pattern


def _is_typed(field: Any) -> bool:
    return not isinstance(field, forms.ModelChoiceField)
