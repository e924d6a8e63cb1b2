"""The state of stored objects as plain values, and digests of states and of seed items.

An import may change an object only while its state is that which the last import left.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

from kb.models import Actor, Article, Claim, Event, NoClaim

__all__ = [
    "actor_state",
    "article_state",
    "claim_state",
    "content",
    "digest",
    "event_state",
    "no_claim_state",
    "plain",
]


def digest(values: Any) -> str:
    """The SHA-256 of plain values, independent of the order of their keys."""
    written = json.dumps(plain(values), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def plain(values: Any) -> Any:
    """`values` as JSON knows them; of a seed item without the place where it stands."""
    if is_dataclass(values) and not isinstance(values, type):
        kept = [f.name for f in fields(values) if f.metadata.get("digest", True)]
        return {name: plain(getattr(values, name)) for name in kept}
    if isinstance(values, dict):
        return {name: plain(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [plain(value) for value in values]
    return values if values is None or isinstance(values, str | int | bool) else str(values)


def article_state(article: Article) -> Any:
    names = ("title", "kind", "language", "published_on", "url", "author_id", "byline")
    more = ("license", "access", "outlet_id")
    version = article.current_version
    return [*_values(article, *names, *more), version and version.sha256]


def actor_state(actor: Actor) -> Any:
    names = ("name", "kind", "description", "wikidata_id", "listed", "merged_into_id")
    affiliations = ("organisation_id", "role", "start", "end")
    return [
        *_values(actor, *names),
        _sorted(actor.aliases.values_list("name", "language")),
        _sorted(actor.affiliations.values_list(*affiliations)),
    ]


def event_state(event: Event) -> Any:
    names = ("title", "kind", "start", "start_precision", "end", "place", "part_of_id")
    return [
        *_values(event, *names, "merged_into_id"),
        _sorted(event.participations.values_list("actor_id", "role", "sentence_id")),
    ]


def no_claim_state(judgement: NoClaim) -> Any:
    return _values(judgement, "sentence_id", "reason")


def claim_state(claim: Claim) -> Any:
    return [claim.status, claim.outcome, content(claim)]


def content(claim: Claim) -> dict[str, Any]:
    """What a claim says, by whom, about what and resting on which passages: plain values."""
    chain = ("actor_id", "mode", "cue_sentence_id", "cue_start", "cue_end")
    passage = ("sentence_id", "start", "end", "stance")
    return {
        "text": claim.text,
        "kind": claim.kind,
        "language": claim.language,
        "mode": claim.mode,
        "speaker": claim.speaker_id,
        "said_on": plain(claim.said_on),
        "due_on": plain(claim.due_on),
        "attribution": plain(list(claim.attributions.order_by("position").values_list(*chain))),
        "evidence": _sorted(claim.evidence.live().values_list(*passage)),
        "about": sorted(claim.about_links.values_list("actor_id", flat=True)),
        "events": sorted(claim.event_links.values_list("event_id", flat=True)),
        "tags": sorted(claim.tag_links.values_list("tag__name", flat=True)),
    }


def _values(row: Any, *names: str) -> list[Any]:
    return [plain(getattr(row, name)) for name in names]


def _sorted(rows: Any) -> list[Any]:
    return sorted(plain(list(rows)), key=lambda row: [(value is None, value) for value in row])
