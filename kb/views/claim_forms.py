"""A claim for machines, as everybody may see it: JSON-LD, BibTeX, CSL-JSON."""

import json
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kb.exports.citations import bibtex, csl
from kb.http import Request
from kb.models import Claim
from kb.templatetags.speech import who_says
from kb.views.answers import for_anybody, missing, revalidated
from kb.views.described import Described, described, found

__all__ = ["claim_bib", "claim_csl", "claim_jsonld"]


@require_safe
@for_anybody
@revalidated
def claim_jsonld(request: Request, pk: int) -> HttpResponse:
    """The claim in the words of schema.org."""
    claim = found(pk, request.user)
    if claim is None:
        return _gone(request, pk)
    content = described(claim, request.user).document(request.build_absolute_uri)
    return _json(content, "application/ld+json")


@require_safe
@for_anybody
@revalidated
def claim_csl(request: Request, pk: int) -> HttpResponse:
    """The claim and the articles it is found in as CSL-JSON."""
    claim = found(pk, request.user)
    if claim is None:
        return _gone(request, pk)
    items = _items(request, described(claim, request.user))
    return _download(_json(items, "application/vnd.citationstyles.csl+json"), f"{pk}.csl.json")


@require_safe
@for_anybody
@revalidated
def claim_bib(request: Request, pk: int) -> HttpResponse:
    """The same as BibTeX."""
    claim = found(pk, request.user)
    if claim is None:
        return _gone(request, pk)
    text = bibtex(_items(request, described(claim, request.user)))
    answer = HttpResponse(text, content_type="application/x-bibtex; charset=utf-8")
    return _download(answer, f"{pk}.bib")


def _gone(request: Request, pk: int) -> HttpResponse:
    return missing(request, Claim.objects.once_public().filter(pk=pk))


def _items(request: Request, told: Described) -> list[dict[str, Any]]:
    return csl(
        told.claim,
        told.cited.sources,
        said=_said(told.claim),
        decided_on=told.cited.on,
        absolute=request.build_absolute_uri,
    )


def _said(claim: Claim) -> str:
    """Who says it, as plain text in the claim's language."""
    with override(claim.language):
        return unescape(who_says(claim))


def _json(content: Any, content_type: str) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type=content_type)


def _download(answer: HttpResponse, name: str) -> HttpResponse:
    answer.headers["Content-Disposition"] = f'attachment; filename="belegstelle-{name}"'
    return answer
