from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.models import Actor, Article, Claim, Event, Stance
from kb.views.answers import revalidated
from kb.views.entries import entries, with_speaker


@require_safe
@revalidated
def home(request: Request) -> HttpResponse:
    user = request.user
    claims = Claim.objects.visible_to(user).newest_first()
    disputed = list(with_speaker(claims.with_passages(Stance.DISPUTES, user))[:4])
    newest = list(with_speaker(claims)[:8])
    shown = {entry.claim.pk: entry for entry in entries({*disputed, *newest}, user)}
    lead = next(iter([*disputed, *newest]), None)
    articles = Article.objects.visible_to(user).select_related("outlet", "author").newest_first()
    context = {
        "lead": shown[lead.pk] if lead else None,
        "disputed": [shown[claim.pk] for claim in disputed if claim != lead],
        "newest": [shown[claim.pk] for claim in newest if claim != lead][:6],
        "articles": articles[:4],
        "events": Event.objects.visible_to(user).newest_first()[:5],
        "speakers": Actor.objects.visible_to(user).speaking(user).listed().by_name()[:12],
    }
    return render(request, "kb/home.html", context)
