from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.search.proposing import completions
from kb.views.answers import revalidated, show_results
from kb.views.filters import Begun, SearchFilter
from kb.views.results import FoundClaims
from kb.views.things import CLAIMS, KINDS, FoundThings, Searched, Tab


@require_safe
@revalidated
def search_page(request: Request) -> HttpResponse:
    """What answers a question, among claims, sentences, actors, events or articles."""
    form = SearchFilter(request.GET, request.user)
    context: dict[str, Any] = {"form": form, "tabs": []}
    if form.asked or form.chosen():
        found: dict[str, Searched] = {CLAIMS: FoundClaims(form)}
        found |= {kind: FoundThings(form, kind) for kind in KINDS}
        context["found"] = found[form.shown or CLAIMS]
        context["tabs"] = [Tab(form, kind, its) for kind, its in found.items()]
    return show_results(request, "kb/search.html", form, context)


@require_safe
@revalidated
def search_words(request: Request) -> HttpResponse:
    """How what is being typed may go on, as options of the search box."""
    words = completions(Begun(request.GET).typed(), request.user)
    return render(request, "kb/completions.html", {"words": words})
