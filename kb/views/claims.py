from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from kb.http import Request, show, wants_part
from kb.views.answers import revalidated
from kb.views.filters import ClaimFilter
from kb.views.results import FoundClaims


@require_safe
@revalidated
def claim_list(request: Request) -> HttpResponse:
    form = ClaimFilter(request.GET, request.user)
    if not wants_part(request) and "" in request.GET.values():
        # A form without JavaScript sends its open fields too; the address people keep is short.
        return HttpResponseRedirect(request.path + form.address())
    context = {"form": form, "found": FoundClaims(form)}
    response = show(request, "kb/claim_list.html", "results", context)
    if wants_part(request):
        response["HX-Push-Url"] = request.path + form.address()
    return response
