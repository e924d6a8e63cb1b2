from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.views.answers import revalidated, show_results
from kb.views.filters import ClaimFilter
from kb.views.results import FoundClaims


@require_safe
@revalidated
def claim_list(request: Request) -> HttpResponse:
    """The claims that answer a question, all of them where nothing is asked."""
    form = ClaimFilter(request.GET, request.user)
    context = {"form": form, "found": FoundClaims(form)}
    return show_results(request, "kb/claim_list.html", form, context)
