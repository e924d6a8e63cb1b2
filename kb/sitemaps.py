"""What search engines are told of: what everybody may see, in both languages, and the news of two days.

The files follow https://www.sitemaps.org/protocol.html, with Google's extensions for languages
(xhtml:link) and news. They lie at the root, since a sitemap speaks of what lies below it. A file
holds a range of ids, so that it costs the same however long the base gets, and stays the same
until one of its own changes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from kb.feeds.atom import NAME, serializable
from kb.models import Actor, Article, Claim, Decision, Event, Revision, Tag
from kb.models.article import ArticleQuerySet
from kb.views.answers import BUILD

__all__ = ["SIZE", "news", "robots", "sitemap", "sitemap_index"]

SIZE = 5000  # ids a file; each has an address in every language, and 50,000 are allowed
NEWS_DAYS = 2  # today and the day before: nothing older than 48 hours
NEWS_SIZE = 1000  # addresses, what Google takes at most
ANYONE = AnonymousUser()
CODES = [code for code, _name in settings.LANGUAGES]
PAGES = ("home", "claims", "actors", "events", "articles", "contradictions", "corrections")
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
TOLD = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED)

View = Callable[..., HttpResponse]


class Section(NamedTuple):
    """A kind of pages: what has one, and how a decision about a claim leads to it."""

    rows: Callable[[], QuerySet[Any]]
    ways: tuple[str, ...]


SECTIONS = {
    "claims": Section(lambda: Claim.objects.visible_to(ANYONE).only("text"), ("claim",)),
    "actors": Section(
        lambda: Actor.objects.visible_to(ANYONE).listed().only("slug"),
        ("claim__speaker", "claim__about"),
    ),
    "events": Section(
        lambda: Event.objects.visible_to(ANYONE).only("slug"),
        ("claim__events",),
    ),
    "articles": Section(
        lambda: (
            Article.objects.visible_to(ANYONE)
            .select_related("current_version")
            .only("title", "current_version__created_at")
        ),
        ("claim__article",),
    ),
    "tags": Section(
        lambda: Tag.objects.visible_to(ANYONE).only("slug"), ("claim__tag_links__tag",)
    ),
}


def crawled(view: View) -> View:
    """Decorator for a file: a copy is good as long as nothing public changed and for a day (304)."""
    conditional = condition(etag_func=_etag)(view)

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = conditional(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    return f'"{Revision.current()}.{BUILD}.{localdate():%Y%m%d}"'


@crawled
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files there are; none of them is empty."""
    names = ["pages-1"]
    for name, section in SECTIONS.items():
        numbers = section.rows().order_by().values_list((F("pk") - 1) / SIZE + 1).distinct()
        names += [f"{name}-{number}" for number in sorted(number for (number,) in numbers)]
    if _news().exists():
        names.append("news")
    lines = (
        f"<sitemap><loc>{_absolute(request, f'/sitemap-{n}.xml')}</loc></sitemap>" for n in names
    )
    return _file("sitemapindex", {}, lines)


@crawled
def sitemap(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """The pages of one section whose ids lie in the range that `number` counts from 1."""
    if section == "pages" and number == 1:
        with override(settings.LANGUAGE_CODE):
            pages = dict.fromkeys(_bare(reverse(name)) for name in PAGES)
        return _file("urlset", {"xhtml": XHTML}, _addresses(request, pages))
    if section not in SECTIONS:
        raise Http404
    first, last = (number - 1) * SIZE + 1, number * SIZE
    rows = list(SECTIONS[section].rows().filter(pk__gte=first, pk__lte=last).order_by("pk"))
    if not rows:
        raise Http404
    changed = _changed(SECTIONS[section].ways, first, last)
    with override(settings.LANGUAGE_CODE):
        found = {_bare(row.get_absolute_url()): _latest(row, changed) for row in rows}
    return _file("urlset", {"xhtml": XHTML}, _addresses(request, found))


def _changed(ways: Iterable[str], first: int, last: int) -> dict[int, datetime]:
    """When a claim was last published or corrected that shows on a page with one of these ids."""
    changed: dict[int, datetime] = {}
    for way in ways:
        ids = {f"{way}__gte": first, f"{way}__lte": last}
        claims = Claim.objects.visible_to(ANYONE)
        decisions = Decision.objects.filter(verb__in=TOLD, claim__in=claims, **ids)
        times = decisions.order_by().values_list(way).annotate(Max("at"))
        for key, at in times:
            changed[key] = max(at, changed.get(key, at))
    return changed


def _latest(row: Any, changed: dict[int, datetime]) -> datetime | None:
    version = row.current_version if isinstance(row, Article) else None
    times = [changed.get(row.pk), version.created_at if version else None]
    return max((time for time in times if time), default=None)


def _bare(address: str) -> str:
    """An address of the site's own language without it in front."""
    return address.removeprefix(f"/{settings.LANGUAGE_CODE}")


def _addresses(request: HttpRequest, pages: Mapping[str, datetime | None]) -> Iterator[str]:
    """Each page in each language, with all the others; who speaks none of them gets the bare one."""
    host = _absolute(request, "/").removesuffix("/")
    for path, changed_at in pages.items():
        path = escape(path)
        others = "".join(_link(code, f"{host}/{code}{path}") for code in CODES)
        others += _link("x-default", f"{host}{path}")
        at = f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if changed_at else ""
        lastmod = f"<lastmod>{at}</lastmod>" if at else ""
        for code in CODES:
            yield f"<url><loc>{host}/{code}{path}</loc>{lastmod}{others}</url>"


def _link(language: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'


@crawled
def news(request: HttpRequest) -> HttpResponse:
    """Articles of today and yesterday that can be read here at least in part; there may be none."""
    articles = _news().select_related("outlet").newest_first()[:NEWS_SIZE]
    return _file("urlset", {"news": NEWS}, (_report(request, each) for each in articles))


def _news() -> ArticleQuerySet:
    today = localdate()
    days = (today - timedelta(days=NEWS_DAYS - 1), today)
    shown = (Article.Access.FULL, Article.Access.QUOTES)
    return Article.objects.visible_to(ANYONE).filter(access__in=shown, published_on__range=days)


def _report(request: HttpRequest, article: Article) -> str:
    spoken = article.language.lower().partition("-")[0]
    code = spoken if spoken in CODES else settings.LANGUAGE_CODE
    address = _absolute(request, f"/{code}{article.permalink}")
    outlet = article.outlet.name if article.outlet else NAME
    return (
        f"<url><loc>{address}</loc><news:news><news:publication>"
        f"<news:name>{escape(serializable(outlet))}</news:name>"
        f"<news:language>{_news_language(article.language)}</news:language></news:publication>"
        f"<news:publication_date>{article.published_on:%Y-%m-%d}</news:publication_date>"
        f"<news:title>{escape(serializable(article.title))}</news:title></news:news></url>"
    )


def _news_language(tag: str) -> str:
    """The code that Google's schema takes: of two or three letters, and two of Chinese."""
    tag = tag.lower()
    if tag in ("zh-cn", "zh-tw"):
        return tag
    spoken = tag.partition("-")[0]
    return spoken if re.fullmatch("[a-z]{2,3}", spoken) else "und"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may fetch, and where the list of it all is."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {_absolute(request, reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _absolute(request: HttpRequest, address: str) -> str:
    return escape(request.build_absolute_uri(address))


def _file(element: str, names: dict[str, str], lines: Iterable[str]) -> HttpResponse:
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in names.items())
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{SCHEMA}"{spaces}>'
    text = "\n".join([opening, *lines, f"</{element}>", ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
