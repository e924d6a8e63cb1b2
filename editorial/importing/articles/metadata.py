"""What a page says about its article: in JSON-LD first, then in its head, then in its markup."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _
from htmldate import find_date
from lxml.html import HtmlElement

from editorial.importing.articles.cleaning import plain, visible
from kb.models import Article

__all__ = ["Metadata", "read_metadata", "web_address", "without_by", "written_day"]

_KINDS = {
    "OpinionNewsArticle": Article.Kind.COMMENTARY,
    "NewsArticle": Article.Kind.NEWS,
    "ReportageNewsArticle": Article.Kind.NEWS,
    "AnalysisNewsArticle": Article.Kind.NEWS,
    "LiveBlogPosting": Article.Kind.NEWS,
}
_ARTICLE = re.compile(r"\w*Article|BlogPosting|LiveBlogPosting|Report")
_BY = re.compile(
    r"^(?:(?:von|by|par|di|de|text|interview|autor(?:in)?|author|auteur|autore)\b[:\s]+)+",
    re.IGNORECASE,
)
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_AUTHORS = ("author", "article:author", "dcterms.creator", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "pubdate",
)
_RIGHTS = ("dcterms.license", "dc.rights", "dcterms.rights", "copyright", "rights")
_NODES_LIMIT = 10_000


@dataclass(slots=True)
class Metadata:
    """Empty where the page says nothing. `is_free`: None where it does not say."""

    title: str = ""
    author: str = ""
    published_on: date | None = None
    url: str = ""
    language: str = ""
    outlet: str = ""
    license: str = ""
    kind: str = ""
    description: str = ""
    is_article: bool = False
    is_free: bool | None = None
    notes: list[str] = field(default_factory=list)


def read_metadata(tree: HtmlElement, address: str = "") -> Metadata:
    """What the page under `tree` declares; `address` is where it was fetched from, if it was."""
    linked, metas = _linked_article(tree), _metas(tree)
    found = Metadata()
    found.outlet = _name(linked.get("publisher")) or metas.get("og:site_name", "")
    found.outlet = found.outlet or _unless_address(metas.get("application-name", ""))
    found.title = _title(tree, linked, metas, found.outlet)
    found.author = _author(tree, linked, metas, found.outlet)
    found.url = _address(tree, linked, metas, address)
    found.notes.extend(_elsewhere(found.url, address))
    found.language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    found.language = (
        found.language or metas.get("content-language", "") or metas.get("language", "")
    )
    found.language = found.language or _text(linked.get("inLanguage")) or metas.get("og:locale", "")
    found.license = _license(tree, linked, metas)
    found.description = _text(linked.get("description")) or metas.get("og:description", "")
    found.kind = next((_KINDS[t] for t in _types(linked) if t in _KINDS), "")
    found.is_article = bool(linked) or metas.get("og:type", "").startswith("article")
    found.is_free = _is_free(linked, metas)
    _date(found, tree, linked, metas)
    return found


def without_by(name: str) -> str:
    """A byline without its "Von"."""
    return _BY.sub("", " ".join(name.split()), count=1).strip(" ,|–-")


def _linked_article(tree: HtmlElement) -> dict[str, Any]:
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and the page says most of it elsewhere, too
        for node in _nodes(content):
            if any(_ARTICLE.fullmatch(name) for name in _types(node)):
                return node
    return {}


def _nodes(content: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [content], 0
    while waiting and (seen := seen + 1) < _NODES_LIMIT:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[name] for name in ("@graph", "mainEntity") if name in node)


def _types(node: dict[str, Any]) -> list[str]:
    types = node.get("@type", [])
    return [str(name) for name in (types if isinstance(types, list) else [types])]


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first of each name, in lower case."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        content = visible(meta.get("content") or "")
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _title(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], outlet: str) -> str:
    """The heading readers see; where that says more ("Nato: …"), what the page calls its headline."""
    headings = [h for h in tree.iter("h1") if plain(h) and plain(h) != outlet]
    declared = [_text(linked.get("headline")), metas.get("og:title", "")]
    declared = [_without_outlet(title, outlet) for title in declared if title]
    if headings:
        seen = plain(headings[0])
        return next((title for title in declared if title in seen), seen)
    titles = [
        *declared,
        *(_without_outlet(plain(t), outlet) for t in tree.iterfind(".//head/title")),
    ]
    return next(filter(None, titles), "")


def _without_outlet(title: str, outlet: str) -> str:
    title = " ".join(title.split())
    head, mark, tail = title, "", ""
    for separator in (" | ", " - ", " – ", " — ", " · "):
        if separator in title:
            head, mark, tail = title.rpartition(separator)
            break
    is_outlet = mark and outlet and tail.casefold() in outlet.casefold()
    return head.strip() if is_outlet or (mark == " | " and len(head) > len(tail)) else title


def _author(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], outlet: str) -> str:
    declared = linked.get("author")
    people = declared if isinstance(declared, list) else [declared]
    names = [_name(person) for person in people]
    if not any(names):
        names = [next((metas[name] for name in _AUTHORS if name in metas), "")]
    if not any(map(_unless_address, names)):
        marked = tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '),"
            " ' author ') or contains(@class, 'byline') or contains(@class, 'author-name')]"
        )
        names = [without_by(plain(element)) for element in marked[:1]]
    names = [without_by(name) for name in names if _unless_address(name)]
    names = [name for name in dict.fromkeys(names) if name != outlet and len(name) < 120]
    return ", ".join(filter(None, names))


def _address(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], address: str) -> str:
    links = [link.get("href", "") for link in tree.xpath("//link[@rel='canonical']")]
    main = linked.get("mainEntityOfPage")
    main = main.get("@id", "") if isinstance(main, dict) else main
    candidates = [*links, metas.get("og:url", ""), _text(main), _text(linked.get("url")), address]
    return next(filter(None, (web_address(c, address) for c in candidates)), "")


def _elsewhere(url: str, address: str) -> Iterator[str]:
    """A page may call any address its own, and by that an article is known again: whoever looks at
    it should see whose article it wants to be."""
    named, asked = (urlsplit(each).hostname or "" for each in (url, address))
    if asked and named.removeprefix("www.") != asked.removeprefix("www."):
        note = _("address: the page at %(asked)s calls one at %(named)s its own")
        yield note % {"asked": asked, "named": named}


def web_address(written: str, base: str = "") -> str:
    """`written`, seen from the page at `base`, as an article's address; nothing if it is none.

    An article never stands at the root: some sites call their home page canonical.
    """
    try:
        url = urljoin(base, written.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    is_deep = parts.path not in ("", "/") or parts.query
    return url.partition("#")[0] if is_whole and is_deep else ""


def _license(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]) -> str:
    link = next((e.get("href", "") for e in tree.xpath("//*[@rel='license'][@href]")), "")
    declared = linked.get("license")
    declared = declared.get("url") if isinstance(declared, dict) else declared
    named = next((metas[name] for name in _RIGHTS if name in metas), "")
    return link or _text(declared) or named or _text(linked.get("copyrightNotice"))


def _is_free(linked: dict[str, Any], metas: dict[str, str]) -> bool | None:
    free = linked.get("isAccessibleForFree")
    if free is not None:
        return str(free).rpartition("/")[2].lower() not in ("false", "no", "0")
    tier = metas.get("article:content_tier", "")
    return tier == "free" if tier in ("free", "locked", "metered") else None


def _date(
    found: Metadata, tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]
) -> None:
    """The day as it is written, in the outlet's own time zone."""
    marked = [
        element.get("datetime", "")
        for element in tree.xpath(
            "//time[@itemprop='datePublished' or @pubdate or ancestor::header]"
        )
    ]
    written = [
        _text(linked.get("datePublished")),
        *(metas.get(name, "") for name in _DATES),
        *marked,
    ]
    found.published_on = next(filter(None, map(written_day, written)), None)
    if found.published_on is None:
        guess = find_date(tree, extensive_search=False, original_date=True, url=found.url or None)
        found.published_on = written_day(guess or "")
        if guess:
            note = _("date: %(day)s, read from the page's address or markup")
            found.notes.append(note % {"day": guess})


def written_day(written: str) -> date | None:
    """The day of an ISO date or time as it is written, or nothing."""
    if not (found := _DAY.match(written)):
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _name(node: Any) -> str:
    if isinstance(node, list):
        return ", ".join(filter(None, map(_name, node)))
    return _text(node.get("name")) if isinstance(node, dict) else _text(node)


def _text(value: Any) -> str:
    return visible(value) if isinstance(value, str) else ""


def _unless_address(value: str) -> str:
    return "" if "://" in value or "@" in value or value.startswith("www.") else value
