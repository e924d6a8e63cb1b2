"""One claim inside other people's pages: a card to embed, and oEmbed, which says how."""

import re
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.models import Claim
from kb.views.answers import for_anybody, missing, revalidated
from kb.views.described import found
from kb.views.entries import Entry, prefetch_speech
from kb.views.grounds import passages

__all__ = ["claim_card", "oembed"]

# Any page may hold a card; a card loads its style sheet and nothing else.
CARD_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
    # None: left to default-src.
    "script-src": None,
    "font-src": None,
    "connect-src": None,
}
ADDRESS = re.compile(r"/claims/([0-9]{1,18})/(?:[-a-z0-9]+/)?")
WIDTH, LEAST_WIDTH = 600, 200  # CSS pixels
# The card's lines in CSS pixels: their height and a letter's width, both taken on the large side.
CLAIM, QUOTE, SMALL = (27, 10.5), (28, 9.5), (21, 7.5)
EDGES, QUOTE_EDGES = 60, 20  # CSS pixels around all of it, and around each quote


@require_safe
@for_anybody
@xframe_options_exempt
@csp_replace(CARD_POLICY)  # type: ignore[untyped-decorator]
@revalidated
def claim_card(request: Request, pk: int) -> HttpResponse:
    """The claim with its first passages for and against, small and without a script."""
    claim = found(pk, request.user)
    if claim is None:
        return missing(request, Claim.objects.once_public().filter(pk=pk))
    return render(request, "kb/card.html", {"claim": claim, "entry": _entry(claim, request.user)})


def _entry(claim: Claim, user: Any) -> Entry:
    prefetch_speech([claim])
    return Entry(claim, passages(claim, user))


class Asked(forms.Form):
    """What oEmbed lets a program ask for."""

    url = forms.CharField(max_length=2000)
    format = forms.CharField(required=False)
    maxwidth = forms.IntegerField(required=False, min_value=1)
    maxheight = forms.IntegerField(required=False, min_value=1)


@require_safe
@for_anybody
@revalidated
def oembed(request: Request) -> HttpResponse:
    """https://oembed.com: 404 for what is no claim here, 401 for what is not public, 501 for XML."""
    asked = Asked(request.GET)
    if not asked.is_valid():
        [(name, errors), *_rest] = asked.errors.items()
        return _plain(f"{name}: {errors[0]}", 400)
    if (asked.cleaned_data["format"] or "json") != "json":
        return _plain(_("format: only json is given here"), 501)
    return _embedded(request, asked.cleaned_data)


def _embedded(request: Request, asked: dict[str, Any]) -> HttpResponse:
    path = _path(request, asked["url"])
    if path and path.startswith("/admin/"):
        return _plain(_("url: this page is not public"), 401)
    language, pk = _claim_at(path or "")
    if pk is None:
        return _plain(_("url: this is no claim of this site"), 404)
    claim = found(pk, request.user)
    if claim is None:
        return missing(request, Claim.objects.once_public().filter(pk=pk))
    with override(language):
        return JsonResponse(_answer(request, claim, asked))


def _path(request: Request, url: str) -> str | None:
    """The path of an address of this site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_here = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    return parts.path if is_here else None


def _claim_at(path: str) -> tuple[str, int | None]:
    """The language of the address and the id of the claim that is there."""
    first, _, rest = path.removeprefix("/").partition("/")
    is_bare = first not in dict(settings.LANGUAGES)
    found = ADDRESS.fullmatch(path if is_bare else f"/{rest}")
    return settings.LANGUAGE_CODE if is_bare else first, int(found[1]) if found else None


def _answer(request: Request, claim: Claim, asked: dict[str, Any]) -> dict[str, Any]:
    width = min(WIDTH, asked["maxwidth"] or WIDTH)
    entry = _entry(claim, request.user)
    height = _height(entry, max(width, LEAST_WIDTH))
    height = min(height, asked["maxheight"] or height)
    address = request.build_absolute_uri(reverse("claim_card", args=(claim.pk,)))
    frame = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        iri_to_uri(address),
        width,
        height,
        claim.text,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": claim.text,
        "author_name": claim.speaker.name,
        "author_url": request.build_absolute_uri(claim.speaker.get_absolute_url()),
        "provider_name": "Belegstelle",
        "provider_url": request.build_absolute_uri("/"),
        "html": frame,
        "width": width,
        "height": height,
    }


def _height(entry: Entry, width: int) -> int:
    """Enough for the card at this width, in CSS pixels."""
    speech = len(entry.claim.speaker.name) + 60  # with manner of speech and date
    height = EDGES + _lines(len(entry.claim.text), CLAIM, width) + _lines(speech, SMALL, width)
    for passage in (entry.quote, entry.objection):
        if passage:
            source = len(passage.version.article.title) + 50  # with stance, outlet and date
            height += QUOTE_EDGES + _lines(source, SMALL, width)
            height += _lines(len(passage.words), QUOTE, width)
    return height + _lines(80, SMALL, width)


def _lines(chars: int, line: tuple[int, float], width: int) -> int:
    """The height of so many letters in lines of this sort, with some room for early breaks."""
    height, letter = line
    return height * ceil(chars * letter / (width - 60) * 1.15)


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
