from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request, show, wants_part
from kb.search.proposing import completions
from kb.views.answers import revalidated
from kb.views.filters import Begun, SearchFilter
from kb.views.results import FoundClaims
from kb.views.things import CLAIMS, KINDS, FoundThings, Tab


@require_safe
@revalidated
def search_page(request: Request) -> HttpResponse:
    """What answers a question, among claims, sentences, actors, events or articles."""
    form = SearchFilter(request.GET, request.user)
    if not wants_part(request) and "" in request.GET.values():
        return HttpResponseRedirect(request.path + form.address())
    context: dict[str, Any] = {"form": form, "tabs": []}
    if form.asked or form.chosen():
        found = {name: FoundThings(form, name) for name in KINDS if name != CLAIMS}
        all_: dict[str, FoundClaims | FoundThings] = {CLAIMS: FoundClaims(form), **found}
        context |= {
            "found": all_[form.shown or CLAIMS],
            "tabs": [Tab(form, name, all_[name]) for name in all_],
        }
    response = show(request, "kb/search.html", "results", context)
    if wants_part(request):
        response["HX-Push-Url"] = request.path + form.address()
    return response


@require_safe
@revalidated
def search_words(request: Request) -> HttpResponse:
    """How what is being typed may go on, as options of the search box."""
    words = completions(Begun(request.GET).typed(), request.user)
    return render(request, "kb/completions.html", {"words": words})
