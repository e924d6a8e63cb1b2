"""The columns of each report as a table, by which it can be downloaded whole."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

__all__ = [
    "ANCHORS",
    "CONTRADICTIONS",
    "COVERAGE",
    "DISPUTES",
    "IDENTIFIERS",
    "PROPOSALS",
    "UNSUPPORTED",
    "WORDINGS",
    "WORKLOAD",
    "Columns",
]

Columns = tuple[tuple[Any, Callable[[Any], Any]], ...]


def moment(value: datetime | None) -> str:
    """A time of this place as spreadsheets read it, to the minute; nothing where there is none."""
    return f"{localtime(value):%Y-%m-%d %H:%M}" if value else ""


def of_article(article: Callable[[Any], Any]) -> Columns:
    return (
        (_("article no."), lambda line: article(line).pk),
        (_("article"), lambda line: article(line).title),
        (_("language"), lambda line: article(line).language),
    )


def of_claim(claim: Callable[[Any], Any]) -> Columns:
    return (
        (_("claim no."), lambda line: claim(line).pk),
        (_("claim"), lambda line: claim(line).text),
        (_("speaker"), lambda line: claim(line).speaker),
        (_("status"), lambda line: claim(line).get_status_display()),
    )


COVERAGE: Columns = (
    *of_article(lambda line: line.article),
    (_("outlet"), lambda line: line.article.outlet or ""),
    (_("published on"), lambda line: line.article.published_on or ""),
    (_("here since"), lambda line: moment(line.article.created_at)),
    (_("sentences"), lambda line: line.coverage.total),
    (_("open"), lambda line: line.coverage.open),
    (_("first open sentence no."), lambda line: line.first.position if line.first else ""),
    (_("first open sentence"), lambda line: line.first.text if line.first else ""),
)

UNSUPPORTED: Columns = (
    *of_claim(lambda line: line.claim),
    *of_article(lambda line: line.claim.article),
    (_("written by"), lambda line: line.claim.writer),
    (_("made at"), lambda line: moment(line.claim.created_at)),
    (_("supports in sealed articles"), lambda line: line.sealed),
    (_("disputes"), lambda line: line.disputes),
    (_("context"), lambda line: line.context),
    (_("taken away by corrections"), lambda line: line.gone),
)

CONTRADICTIONS: Columns = (
    (_("kind"), lambda line: line.words),
    *of_claim(lambda line: line.one),
    *of_claim(lambda line: line.other),
    (_("note"), lambda line: line.relation.note),
    (_("made at"), lambda line: moment(line.relation.created_at)),
)

DISPUTES: Columns = (
    *of_claim(lambda line: line.claim),
    *of_article(lambda line: line.claim.article),
    (_("written by"), lambda line: line.claim.writer),
    (_("supports"), lambda line: line.supports),
    (_("disputes"), lambda line: line.disputes),
    (_("first passage against it"), lambda line: line.against.quote),
)

PROPOSALS: Columns = (
    (_("suggestion no."), lambda line: line.suggestion.pk),
    *of_claim(lambda line: line.suggestion.claim),
    *of_article(lambda line: line.suggestion.claim.article),
    (_("would change"), lambda line: ", ".join(line.changed)),
    (_("proposed by"), lambda line: line.suggestion.by),
    (_("proposed at"), lambda line: moment(line.suggestion.created_at)),
    (_("rivals"), lambda line: line.rivals),
    (_("out of date"), lambda line: _("yes") if line.is_stale else _("no")),
)

IDENTIFIERS: Columns = (
    (_("actor no."), lambda line: line.actor.pk),
    (_("actor"), lambda line: line.actor.name),
    (_("kind"), lambda line: line.actor.get_kind_display()),
    (_("claims by it"), lambda line: line.spoken),
    (_("claims about it"), lambda line: line.about),
    (
        _("namesakes with identifier"),
        lambda line: ", ".join(other.wikidata_id for other in line.namesakes),
    ),
)

ANCHORS: Columns = (
    (_("passage no."), lambda line: line.reanchoring.pk),
    *of_article(lambda line: line.reanchoring.version.article),
    (_("verdict"), lambda line: line.reanchoring.get_verdict_display()),
    (_("words"), lambda line: line.words),
    (_("claim"), lambda line: line.claim or ""),
    (_("event"), lambda line: line.event or ""),
    (_("waits since"), lambda line: moment(line.reanchoring.created_at)),
)

WORDINGS: Columns = (
    *of_claim(lambda line: line.evidence.claim),
    *of_article(lambda line: line.article),
    (_("stance"), lambda line: line.evidence.get_stance_display()),
    (_("quote"), lambda line: line.evidence.quote),
    (_("wording"), lambda line: line.evidence.sentence.version.number),
    (_("current wording"), lambda line: line.article.current_version.number),
    (_("waits for a place"), lambda line: _("yes") if line.waiting else _("no")),
)


def _number(name: str) -> Callable[[Any], Any]:
    return lambda line: pile.number if (pile := getattr(line, name)) else ""


WORKLOAD: Columns = (
    (_("person"), lambda line: line.person.username),
    (_("drafts"), _number("drafts")),
    (_("in review, written by them"), _number("in_review")),
    (_("changes proposed"), _number("proposed")),
    (_("assigned"), _number("assigned")),
    (_("to decide"), _number("to_decide")),
    (_("oldest"), lambda line: moment(line.oldest)),
)
