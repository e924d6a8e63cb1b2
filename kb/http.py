"""What every answer carries, and which part of a page was asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

__all__ = ["Request", "permissions_policy", "show", "wants_part"]

# The site reads aloud, films and locates nobody; pages say so to the browser.
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
    "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), picture-in-picture=(), usb=(), xr-spatial-tracking=()"
)


class Request(HttpRequest):
    """A request as the middleware hands it to the views."""

    htmx: HtmxDetails


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: add the Permissions-Policy header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def wants_part(request: Request) -> bool:
    """Whether htmx asks for the part that changed. Going back in history takes the whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def show(request: Request, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The page `template`, or its partial `part` if that is what was asked for."""
    if wants_part(request):
        response = render(request, f"{template}#{part}", context)
        response["Cache-Control"] = "no-store"
    else:
        response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response
