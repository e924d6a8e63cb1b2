from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Claim, Tag
from kb.views.answers import missing, moved, revalidated
from kb.views.entries import summaries, with_speaker
from kb.views.filters import Page
from kb.views.merges import merges
from kb.views.paging import cut


@require_safe
@revalidated
def tag_detail(request: Request, slug: str) -> HttpResponse:
    tag = Tag.objects.visible_to(request.user).filter(slug=slug).first()
    if tag is None:
        return missing(request, Tag.objects.once_public().filter(slug=slug))
    if tag.merged_into:
        return moved(request, tag.merged_into.get_absolute_url())
    claims = with_speaker(Claim.objects.visible_to(request.user).tagged(tag))
    page = cut(claims, by="-pk", after=Page(request.GET).place())
    context = {
        "tag": tag,
        "merges": merges(tag, request.user),
        "entries": summaries(page.rows, request.user),
        "page": page,
    }
    return show(request, "kb/tag.html", "results", context)
