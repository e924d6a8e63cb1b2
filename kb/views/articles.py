from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Article, ArticleVersion, Claim, Evidence, NearDuplicate
from kb.views.answers import missing, moved, revalidated
from kb.views.asof import article_as_of, is_asked
from kb.views.changes import Whereabouts, compared, may_compare, whereabouts
from kb.views.entries import prefetch_speech, with_speaker
from kb.views.filters import Page, Place
from kb.views.lines import STANCES, Line, blocks, lines
from kb.views.paging import cut

STRIP_OPEN = 100  # sentences; of longer texts the strip unfolds
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
    article = _found(pk, request.user)
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
    text = _text(version, request)
    is_current = article.current_version is not None and version.pk == article.current_version.pk
    context = {
        "article": article,
        "version": version,
        "versions": versions,
        "same": same.select_related("article__outlet", "other__outlet")[:SAME_SHOWN],
        "is_current": is_current,
        "is_compared": may_compare(article, request.user),
        "fate": _fate(article, version, text.get("chosen"), request.user),
    }
    return show(request, "kb/article.html", "text", context | text)


@require_safe
@revalidated
def article_changes(request: Request, pk: int, slug: str, number: int) -> HttpResponse:
    """What version `number` says otherwise than the one before it."""
    article = _found(pk, request.user)
    if article is None:
        return missing(request, Article.objects.once_public().filter(pk=pk))
    if slug != article.slug:
        return moved(request, reverse("article_changes", args=(pk, article.slug, number)))
    versions = _versions(article)
    version = next((each for each in versions if each.number == number > 1), None)
    if version is None:
        return missing(request, Article.objects.none())
    context = {
        "article": article,
        "version": version,
        "before": number - 1,
        "versions": versions,
        "compared": None,
    }
    if may_compare(article, request.user):
        old = next(each for each in versions if each.number == number - 1)
        context["compared"] = compared(_sentences(old), _sentences(version), article.language)
    return show(request, "kb/article_changes.html", "changes", context)


def _found(pk: int, user: Any) -> Article | None:
    found = Article.objects.visible_to(user).filter(pk=pk)
    found = found.select_related("outlet", "author", "current_version")
    return found.defer("current_version__text").first()


def _sentences(version: ArticleVersion) -> list[str]:
    return list(version.sentences.in_order().values_list("text", flat=True))


def _fate(
    article: Article, version: ArticleVersion, chosen: Line | None, user: Any
) -> Whereabouts | None:
    """Where the sentence that was chosen in an old version stands today."""
    current = article.current_version
    if chosen is None or current is None or current.pk == version.pk:
        return None
    if not may_compare(article, user):
        return None
    old, new = _sentences(version), _sentences(current)
    return whereabouts(old, new, article.language, chosen.sentence.position)


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
        "lines": found,
        "is_long": len(found) > STRIP_OPEN,
        "blocks": blocks(found),
        "chosen": chosen,
        "notes": _notes(chosen, request.user) if chosen else [],
        "coverage": coverage,
        "ends_in_gap": found[-1].sentence.position < coverage.total,
    }


@dataclass(frozen=True)
class Note:
    """What the chosen sentence does to a claim, and the claim's number in the text."""

    stance: str
    claim: Claim
    number: int

    @property
    def words(self) -> str:
        return {
            "supports": _("supports this claim"),
            "disputes": _("disputes this claim"),
            "context": _("context of this claim"),
        }[self.stance]


def _notes(line: Line, user: Any) -> list[Note]:
    ids = [mark.claim for mark in line.marks]
    claims = {c.pk: c for c in with_speaker(Claim.objects.visible_to(user).filter(pk__in=ids))}
    prefetch_speech(claims.values())
    notes = [
        Note(mark.stance, claims[mark.claim], mark.number)
        for mark in line.marks
        if mark.claim in claims
    ]
    return sorted(notes, key=lambda note: (STANCES.index(note.stance), note.number))
