from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kb.http import Request, show, wants_part
from kb.models import Claim, Stance
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import claim_as_of, is_asked, withdrawn_as_of
from kb.views.described import described, found
from kb.views.entries import Entry
from kb.views.grounds import Around, Ground, grounds, passages
from kb.views.neighbours import neighbours
from kb.views.pairs import Side, against


@require_safe
@revalidated
def claim_detail(request: Request, pk: int, slug: str = "") -> HttpResponse:
    """A claim with all it rests on; to htmx one quote with more around it (`?around=`)."""
    user = request.user
    claim = found(pk, user)
    if claim is None:
        once_public = Claim.objects.once_public().filter(pk=pk)
        return withdrawn_as_of(request, pk) or missing(request, once_public)
    if slug != claim.slug:
        return moved(request, claim.get_absolute_url())
    if is_asked(request):
        return claim_as_of(request, claim)
    asked = Around(request.GET)
    if wants_part(request):
        return _part(request, grounds(passages(claim, user), user, asked), asked)
    told = described(claim, user)
    shown = grounds(told.passages, user, asked)
    entry = Entry(claim, told.passages)
    context = {
        "claim": claim,
        "told": told,
        "entry": entry,
        "side": Side(entry, ""),
        "against": against(told.relations, user),
        "relations": [each for each in told.relations if not each.type],
        "supports": [each for each in shown if each.quote.stance == Stance.SUPPORTS],
        "disputes": [each for each in shown if each.quote.stance == Stance.DISPUTES],
        "context": [each for each in shown if each.quote.stance == Stance.CONTEXT],
        "sources": [article for article in told.sources if article.url],
        "neighbours": neighbours(claim, user),
        "document": told.document(request.build_absolute_uri),
    }
    return show(request, "kb/claim.html", "quote", context)


def _part(request: Request, shown: list[Ground], asked: Around) -> HttpResponse:
    ground = next((each for each in shown if each.quote.first.pk in asked.reaches()), None)
    if ground is None:
        return missing(request, Claim.objects.none())
    return show(request, "kb/claim.html", "quote", {"ground": ground, "is_widened": True})
