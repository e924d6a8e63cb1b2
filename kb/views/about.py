"""How the site works, who runs it, and what it keeps of its readers."""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.operator import OperatorText, UnreadableText, operator_text
from kb.views.answers import revalidated

__all__ = ["about", "imprint", "privacy"]

log = logging.getLogger(__name__)


@require_safe
@revalidated
def about(request: Request) -> HttpResponse:
    """The method. Long prose reads better written in each language than translated in pieces."""
    return render(request, f"kb/about/{_language()}.html", {"reports_to": settings.REPORT_URL})


@require_safe
def imprint(request: Request) -> HttpResponse:
    return _shown(request, "IMPRINT_FILE", "kb/imprint.html")


@require_safe
def privacy(request: Request) -> HttpResponse:
    return _shown(request, "PRIVACY_FILE", "kb/privacy.html")


def _shown(request: Request, setting: str, template: str) -> HttpResponse:
    """The operator's text as it is in its file now, and how to put one there while there is none."""
    text: OperatorText | None = None
    try:
        text = operator_text(setting, _language())
    except UnreadableText as why:
        log.error("%s", why)  # where it lies is nothing for readers
    context = {"text": text, "setting": setting, "facts": f"kb/privacy/{_language()}.html"}
    response = render(request, template, context)
    response["Cache-Control"] = "no-cache"
    return response


def _language() -> str:
    language = get_language()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
