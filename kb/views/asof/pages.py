"""What the templates of the past are given: past things with the words about them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kb.asof import ActorThen, ArticleThen, ClaimThen, Column, EventThen, Said
from kb.asof.passages import Cited
from kb.models import Decision, Stance
from kb.views.asof.words import linked, person, speech
from kb.views.filters import Place
from kb.views.lines import blocks, lines
from kb.views.passages import Quote, join, quotes

__all__ = ["actor_page", "article_page", "claim_page", "event_page"]

LISTED = 100  # claims below an article; the others are found at their sentences


@dataclass(frozen=True)
class Entry:
    """A claim as lists of the past show it; `stance` only where a sentence is at hand."""

    claim: Any
    speech: SafeString
    stance: str = ""

    @property
    def stance_words(self) -> str:
        return {
            Stance.SUPPORTS.value: _("supported this claim"),
            Stance.DISPUTES.value: _("disputed this claim"),
            Stance.CONTEXT.value: _("context of this claim"),
        }[self.stance]


@dataclass(frozen=True)
class Entries:
    shown: list[Entry]
    has_more: bool


@dataclass(frozen=True)
class Related:
    """A relation as a page tells it (kb.templatetags.words.relation)."""

    kind: str
    is_outgoing: bool
    entry: Entry
    note: str


@dataclass(frozen=True)
class Act:
    """A decision and who made it."""

    decision: Decision
    person: str
    is_in_force: bool


def claim_page(then: ClaimThen, query: str) -> dict[str, Any]:
    passages = _quotes(then.cited)
    related = [
        Related(each.kind, each.is_outgoing, _entry(each.other, query), each.note)
        for each in then.relations
    ]
    return {
        "claim": then.said.claim,
        "speech": speech(then.said, linked(query)),
        "supports": passages[Stance.SUPPORTS],
        "disputes": passages[Stance.DISPUTES],
        "context": passages[Stance.CONTEXT],
        "relations": related,
        "about": then.about,
        "events": then.events,
        "tags": then.tags,
        "acts": [Act(each, person(each.by), each == then.decision) for each in then.decisions],
    }


def actor_page(then: ActorThen, query: str) -> dict[str, Any]:
    return {
        "actor": then.actor,
        "names": then.names,
        "offices": then.offices,
        "members": then.members,
        "said": _entries(then.said, query),
        "about": _entries(then.about, query),
        "passed_on": _entries(then.passed_on, query),
        "parts": then.parts,
        "articles": then.articles,
        "apart": then.apart,
    }


def event_page(then: EventThen, query: str) -> dict[str, Any]:
    return {
        "event": then.event,
        "whole": then.whole,
        "parts": then.parts,
        "present": then.present,
        "absent": then.absent,
        "entries": _entries(then.claims, query),
        "apart": then.apart,
    }


def article_page(then: ArticleThen, query: str, data: Any) -> dict[str, Any]:
    """With the notes on the sentence that `data` names, if any."""
    found = lines(then.sentences, then.evidence, Place(data).sentence())
    chosen = next((line for line in found if line.is_chosen and line.has_evidence), None)
    return {
        "article": then.article,
        "author": then.author,
        "version": then.version,
        "versions": then.versions,
        "blocks": blocks(found),
        "ends_in_gap": bool(found) and found[-1].sentence.position < then.total,
        "notes": _notes(then, chosen.sentence.pk, query) if chosen else [],
        "chosen": chosen,
        "entries": [_entry(each, query) for each in then.in_order[:LISTED]],
        "has_more": len(then.claims) > LISTED,
        "acts": [Act(each, person(each.by), False) for each in then.decisions],
    }


# --- Steps -----------------------------------------------------------------------------------------


def _entry(said: Said, query: str, stance: str = "") -> Entry:
    return Entry(said.claim, speech(said, linked(query)), stance)


def _entries(column: Column, query: str) -> Entries:
    return Entries([_entry(each, query) for each in column.claims], column.has_more)


def _quotes(cited: Cited) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes(join(cited.evidence), cited.sentences):
        found[quote.stance].append(quote)
    return found


def _notes(then: ArticleThen, sentence: int, query: str) -> Iterable[Entry]:
    stances: dict[int, str] = {}
    for row in then.evidence:
        if row.sentence_id == sentence:
            stances[row.claim_id] = max(row.stance, stances.get(row.claim_id, ""))
    order = [Stance.SUPPORTS, Stance.DISPUTES, Stance.CONTEXT]
    notes = [_entry(then.claims[pk], query, stance) for pk, stance in sorted(stances.items())]
    return sorted(notes, key=lambda note: order.index(Stance(note.stance)))
