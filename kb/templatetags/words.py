"""What pages say in words of their own: counts, times, relations, quotation marks."""

from datetime import date
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kb.models import ClaimRelation, Coverage, Event, Precision

__all__ = ["bears_out", "cover", "marks", "other_language", "period", "relation", "sources"]

register = template.Library()

# Opening and closing mark by the language of the text (CLDR).
MARKS = {
    "de": "„“",
    "de-ch": "«»",
    "en": "“”",
    "fr": "«»",
    "it": "«»",
    "es": "«»",
    "pl": "„”",
    "nl": "‘’",
}


class Counted(Protocol):
    supports: int
    disputes: int
    articles: int


class Sourced(Protocol):
    """A claim as ClaimQuerySet.with_sources gives it."""

    article_count: int
    source_count: int


@register.filter
def marks(language: str) -> tuple[str, str]:
    """The quotation marks of a language: opening, closing."""
    tag = language.lower()
    pair = MARKS.get(tag) or MARKS.get(tag.partition("-")[0]) or "“”"
    return pair[0], pair[1]


@register.filter
def bears_out(entry: Counted, sourced: Sourced | None = None) -> str:
    """ "supported by 3 passages in 2 articles, disputed by 1"

    With the claim `sourced`: "supported by 3 passages (2 articles, 1 independent source), …".
    """
    parts = []
    if entry.supports and sourced and sourced.article_count > 1:
        parts.append(f"{_supported(entry.supports, 1)} ({sources(sourced)})")
    elif entry.supports:
        parts.append(_supported(entry.supports, entry.articles))
    if entry.disputes:
        parts.append(
            ngettext(
                "disputed by %(count)d passage", "disputed by %(count)d passages", entry.disputes
            )
            % {"count": entry.disputes}
        )
    return ", ".join(parts)


def _supported(passages: int, articles: int) -> str:
    if articles > 1:
        return _("supported by %(passages)d passages in %(articles)d articles") % {
            "passages": passages,
            "articles": articles,
        }
    words = ngettext("supported by %(count)d passage", "supported by %(count)d passages", passages)
    return words % {"count": passages}


@register.filter
def sources(claim: Sourced) -> str:
    """ "5 articles, 1 independent source" """
    articles = ngettext("%(count)d article", "%(count)d articles", claim.article_count)
    independent = ngettext(
        "%(count)d independent source", "%(count)d independent sources", claim.source_count
    )
    return (
        f"{articles % {'count': claim.article_count}}, "
        f"{independent % {'count': claim.source_count}}"
    )


@register.filter
def cover(coverage: Coverage) -> str:
    """ "36 of 38 sentences support or dispute a claim or were judged to hold none; 2 are open." """
    known = {"settled": coverage.settled, "total": coverage.total, "open": coverage.open}
    if not coverage.open:
        return (
            ngettext(
                "The one sentence supports or disputes a claim or was judged to hold none.",
                "%(settled)d of %(total)d sentences support or dispute a claim or were judged to "
                "hold none.",
                coverage.total,
            )
            % known
        )
    return (
        ngettext(
            "%(settled)d of %(total)d sentences support or dispute a claim or were judged to hold "
            "none; %(open)d is still open.",
            "%(settled)d of %(total)d sentences support or dispute a claim or were judged to hold "
            "none; %(open)d are still open.",
            coverage.open,
        )
        % known
    )


@register.filter
def relation(row: Any) -> str:
    """How this claim stands to the other; `row` has a `kind` and says whether it `is_outgoing`."""
    kinds = ClaimRelation.Kind
    outgoing = {
        kinds.CONTRADICTS: _("contradicts"),
        kinds.SUPPORTS: pgettext("relation", "supports"),
        kinds.RESTATES: _("restates"),
        kinds.REVISES: _("revises"),
        kinds.QUALIFIES: _("qualifies"),
    }
    incoming = {
        kinds.CONTRADICTS: _("is contradicted by"),
        kinds.SUPPORTS: _("is supported by"),
        kinds.RESTATES: _("is restated by"),
        kinds.REVISES: _("is revised by"),
        kinds.QUALIFIES: _("is qualified by"),
    }
    return (outgoing if row.is_outgoing else incoming)[row.kind]


@register.filter
def period(event: Event) -> SafeString:
    """When an event is or was, as exactly as it is known."""
    precision = event.start_precision
    start = _time(event.start, precision)
    if event.end is None or _time(event.end, precision) == start:
        return start
    in_month = (event.start.year, event.start.month) == (event.end.year, event.end.month)
    if precision == Precision.DAY and in_month:
        # Translators: the first day of several in one month, as in "24 to 25 June 2025".
        start = _time(event.start, precision, pgettext("date format", "j"))
    return format_html(_("{start} to {end}"), start=start, end=_time(event.end, precision))


def _time(value: date, precision: str, shown: str = "") -> SafeString:
    # Translators: Django's formats for dates of this precision.
    words, length = {
        Precision.DAY: (pgettext("date format", "j F Y"), len("2025-12-03")),
        Precision.MONTH: (pgettext("date format", "F Y"), len("2025-12")),
        Precision.YEAR: (pgettext("date format", "Y"), len("2025")),
    }[Precision(precision)]
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat()[:length],
        date_format(value, shown or words),
    )


@register.simple_tag(takes_context=True)
def other_language(context: dict[str, Any]) -> dict[str, str] | None:
    """This page in the other language: code, name and address; None where there is none."""
    request, here = context.get("request"), get_language()
    if request is None or not request.path.startswith(f"/{here}/"):
        return None
    rest = request.get_full_path().removeprefix(f"/{here}/")
    return next(
        {"code": code, "name": name, "address": f"/{code}/{rest}"}
        for code, name in settings.LANGUAGES
        if code != here
    )


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], address: str) -> str:
    """`address` with scheme and host, for what leaves the page: print and citation."""
    request = context.get("request")
    return request.build_absolute_uri(address) if request else address


@register.filter
def is_here(path: str, address: str) -> bool:
    """Whether the page at `path` lies at or below `address`."""
    return path.startswith(address)
