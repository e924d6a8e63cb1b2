"""Where what a report lists is mended."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from editorial.reports import (
    anchors,
    contradictions,
    coverage,
    identifiers,
    proposals,
    wordings,
    workload,
)

__all__ = [
    "of_anchor",
    "of_identifier",
    "of_old_wording",
    "of_open_sentence",
    "of_passages",
    "of_person",
    "of_relation",
    "of_suggestion",
    "piles",
]

UNFINISHED = "draft,in_review"


def _page(noun: str, pk: int, place: str = "") -> str:
    return reverse(f"admin:{noun}_change", args=(pk,)) + place


def of_open_sentence(line: coverage.Line) -> str:
    """The desk, at the first open sentence."""
    desk = reverse("admin:kb_article_desk", args=(line.article.pk,))
    return f"{desk}#s{line.first.position}" if line.first else desk


def of_passages(line: Any) -> str:
    """The claim, where its evidence stands."""
    return _page("kb_claim", line.claim.pk, "#evidence-group")


def of_relation(line: contradictions.Line) -> str:
    """The claim on whose page the relation is written."""
    return _page("kb_claim", line.relation.subject_id, "#relations-group")


def of_suggestion(line: proposals.Line) -> str:
    return _page("editorial_suggestion", line.suggestion.pk)


def of_identifier(line: identifiers.Line) -> str:
    return _page("kb_actor", line.actor.pk, "#id_wikidata_id")


def of_anchor(line: anchors.Line) -> str:
    return _page("editorial_reanchoring", line.reanchoring.pk)


def of_old_wording(line: wordings.Line) -> str:
    """Where its place in the new wording is chosen; where nothing waits for one, the claim."""
    if line.waiting:
        return _page("editorial_reanchoring", line.waiting.pk)
    return _page("kb_claim", line.evidence.claim_id, "#evidence-group")


def of_person(line: workload.Line) -> str:
    """The claims that the person has written and not finished."""
    return piles(line)["drafts"]


def piles(line: workload.Line) -> dict[str, str]:
    """The list of what lies in each pile, by its name in workload.Line."""
    person = line.person.pk
    claims, suggestions = (
        reverse(f"admin:{noun}_changelist") for noun in ("kb_claim", "editorial_suggestion")
    )
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "drafts": (claims, {"status__exact": "draft", "writer__id__exact": person}),
        "in_review": (claims, {"status__exact": "in_review", "writer__id__exact": person}),
        "assigned": (claims, {"status__in": UNFINISHED, "assigned_to": person}),
        "to_decide": (reverse("admin:kb_claim_queue"), {}),
        "proposed": (suggestions, {"state__exact": "open", "by__id__exact": person}),
    }
    return {
        name: f"{address}?{urlencode(query)}".rstrip("?")
        for name, (address, query) in asked.items()
    }
