"""Claims and their articles for programs that manage references: CSL-JSON, and BibTeX made of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from kb.models import Article, ArticleVersion, Claim

__all__ = ["Source", "bibtex", "csl"]

NAME = "Belegstelle"
ARTICLES = {
    Article.Kind.NEWS: "article-newspaper",
    Article.Kind.COMMENTARY: "article-newspaper",
    Article.Kind.INTERVIEW: "interview",
    Article.Kind.SPEECH: "speech",
    Article.Kind.PRESS_RELEASE: "document",
    Article.Kind.OTHER: "document",
}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# What TeX takes for its own. Braces must stay in pairs even where they are escaped.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "&%$#_"},
    }
)
# An address is taken as it stands; what would end the field is said otherwise.
ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})

Item = dict[str, Any]


class Source(NamedTuple):
    """An article in the version that is quoted; without a version the article alone."""

    article: Article
    version: ArticleVersion | None


def csl(
    claim: Claim,
    sources: Iterable[Source],
    *,
    said: str,
    decided_on: date | None,
    absolute: Callable[[str], str],
) -> list[Item]:
    """The claim and the articles it is found in as items of CSL-JSON.

    `said` tells who says it, `decided_on` is the day on which its present wording became public.
    The sources come with their authors and outlets.
    """
    item = _item(
        id=f"belegstelle-claim-{claim.pk}",
        type="entry",
        title=_line(claim.text),
        author=[{"literal": NAME}],
        publisher=NAME,
        issued=_date(decided_on),
        version=str(claim.version),
        URL=absolute(claim.permalink),
        language=claim.language,
        note=_line(said),
    )
    return [item, *(_article(source, absolute) for source in sources)]


def _article(source: Source, absolute: Callable[[str], str]) -> Item:
    article, version = source
    edition = f"-v{version.number}" if version else ""
    author = article.author
    named = author.name if author and author.listed else article.byline
    return _item(
        id=f"belegstelle-article-{article.pk}{edition}",
        type=ARTICLES[Article.Kind(article.kind)],
        title=_line(article.title),
        author=[{"literal": _line(named)}] if named else [],
        **{"container-title": article.outlet.name if article.outlet else ""},
        issued=_date(article.published_on),
        version=str(version.number) if version else "",
        URL=article.url or absolute(article.permalink),
        language=article.language,
        note=f"SHA-256 {version.sha256}" if version else "",
    )


def _item(**values: Any) -> Item:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _date(day: date | None) -> Item | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _line(text: str) -> str:
    return " ".join(text.split())


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Items of CSL-JSON as BibTeX in UTF-8; capitals and names stay as they are."""
    return "\n".join(map(_entry, items))


def _entry(item: Mapping[str, Any]) -> str:
    issued = item["issued"]["date-parts"][0] if "issued" in item else None
    is_newspaper = item["type"] == "article-newspaper" and "container-title" in item
    place = "journal" if is_newspaper else "howpublished"
    fields = {
        "title": _braced(item.get("title", "")),
        "author": _braced(" and ".join(name["literal"] for name in item.get("author", []))),
        place: _value(item.get("container-title", "")),
        "year": _value(str(issued[0])) if issued else "",
        "month": MONTHS[issued[1] - 1] if issued else "",
        "version": _value(item.get("version", "")),
        "language": _value(item.get("language", "")),
        "note": _value(item.get("note", "")),
        "url": f"{{{item['URL'].translate(ADDRESS)}}}",
    }
    lines = [f"  {name} = {value},\n" for name, value in fields.items() if value]
    return f"@{'article' if is_newspaper else 'misc'}{{{item['id']},\n{''.join(lines)}}}\n"


def _value(text: str) -> str:
    return f"{{{text.translate(TEX)}}}" if text else ""


def _braced(text: str) -> str:
    return f"{{{_value(text)}}}" if text else ""
