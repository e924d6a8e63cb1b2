from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Article, ArticleVersion, Claim, Evidence, NearDuplicate
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import article_as_of, is_asked
from kb.views.entries import prefetch_speech, with_speaker
from kb.views.filters import Page, Place
from kb.views.lines import Line, blocks, lines
from kb.views.paging import cut

SAME_SHOWN = 20  # near-duplicates; of a wire story there may be hundreds


@require_safe
@revalidated
def article_list(request: Request) -> HttpResponse:
    articles = Article.objects.visible_to(request.user).select_related("outlet", "author")
    page = cut(articles, by="-published_on", after=Page(request.GET).place(), size=50)
    return show(request, "kb/article_list.html", "results", {"page": page})


@require_safe
@revalidated
def article_detail(
    request: Request, pk: int, slug: str = "", number: int | None = None
) -> HttpResponse:
    """An article in its current version, or in version `number`."""
    found = Article.objects.visible_to(request.user).filter(pk=pk)
    found = found.select_related("outlet", "author", "current_version")
    article = found.defer("current_version__text").first()
    if article is None:
        return missing(request, Article.objects.once_public().filter(pk=pk))
    if slug != article.slug:
        return moved(request, article.get_absolute_url() + (f"v{number}/" if number else ""))
    if is_asked(request):
        return article_as_of(request, article, number)
    versions = _versions(article)
    shown = number or (article.current_version.number if article.current_version else None)
    version = next((version for version in versions if version.number == shown), None)
    if version is None:
        return missing(request, Article.objects.none())
    same = NearDuplicate.objects.of([article]).visible_to(request.user).nearest_first()
    context = {
        "article": article,
        "version": version,
        "versions": versions,
        "same": same.select_related("article__outlet", "other__outlet")[:SAME_SHOWN],
    }
    return show(request, "kb/article.html", "text", context | _text(version, request))


def _versions(article: Article) -> list[ArticleVersion]:
    """The versions that are complete: up to the current one."""
    if article.current_version is None:
        return []
    known = article.versions.filter(number__lte=article.current_version.number)
    return list(known.defer("text").order_by("number"))


def _text(version: ArticleVersion, request: Request) -> dict[str, Any]:
    sentences = version.sentences.visible_to(request.user).in_order().select_related("no_claim")
    evidence = Evidence.objects.visible_to(request.user).filter(sentence__version=version)
    found = lines(sentences, evidence, Place(request.GET).sentence())
    if not found:
        return {}
    chosen = next((line for line in found if line.is_chosen), None)
    coverage = version.sentences.coverage(request.user)
    return {
        "blocks": blocks(found),
        "chosen": chosen,
        "notes": _notes(chosen, request.user) if chosen else [],
        "coverage": coverage,
        "ends_in_gap": found[-1].sentence.position < coverage.total,
    }


@dataclass(frozen=True)
class Note:
    """What the chosen sentence does to a claim."""

    stance: str
    claim: Claim

    @property
    def words(self) -> str:
        return {
            "supports": _("supports this claim"),
            "disputes": _("disputes this claim"),
            "context": _("context of this claim"),
        }[self.stance]


def _notes(line: Line, user: Any) -> list[Note]:
    evidence = Evidence.objects.visible_to(user).filter(sentence=line.sentence)
    stances = {row.claim_id: row for row in evidence.order_by("-stance", "claim")}
    claims = list(with_speaker(Claim.objects.visible_to(user).filter(pk__in=stances)))
    prefetch_speech(claims)
    notes = [Note(stances[claim.pk].stance, claim) for claim in claims]
    order = {"supports": 0, "disputes": 1, "context": 2}
    return sorted(notes, key=lambda note: (order[note.stance], note.claim.pk))
