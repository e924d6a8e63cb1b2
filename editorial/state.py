"""The state of stored objects as plain values, and digests of states and of imported items.

An import may change an object only while its state is that which the last import left.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from django.db.models import QuerySet

from kb.models import (
    Actor,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Evidence,
)

__all__ = [
    "actor_state",
    "article_state",
    "claim_state",
    "claim_states",
    "content",
    "content_of",
    "contents",
    "digest",
    "event_state",
    "no_claim_state",
    "plain",
    "state_of",
]


def digest(values: Any) -> str:
    """The SHA-256 of plain values, independent of the order of their keys."""
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, default=plain)
    return hashlib.sha256(written.encode()).hexdigest()


def plain(values: Any) -> Any:
    """`values` as JSON knows them; of a seed item without the place where it stands."""
    if values is None or isinstance(values, str | int | bool):
        return values
    if isinstance(values, list | tuple):
        return [plain(value) for value in values]
    if isinstance(values, dict):
        return {name: plain(value) for name, value in values.items()}
    if is_dataclass(values) and not isinstance(values, type):
        kept = [f.name for f in fields(values) if f.metadata.get("digest", True)]
        return {name: plain(getattr(values, name)) for name in kept}
    return str(values)


def article_state(article: Any) -> Any:
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


def no_claim_state(judgement: Any) -> Any:
    return _values(judgement, "sentence_id", "reason")


def claim_state(claim: Claim) -> Any:
    return claim_states([claim])[claim.pk]


def claim_states(claims: Collection[Claim]) -> dict[int, Any]:
    """The state of each, by its id; as many queries for many as for one."""
    said = contents(claims)
    return {claim.pk: state_of(claim, said[claim.pk]) for claim in claims}


def state_of(claim: Any, content: dict[str, Any]) -> Any:
    """The state of a claim whose content is known already."""
    return [claim.status, claim.outcome, content]


def content(claim: Claim) -> dict[str, Any]:
    """What a claim says, by whom, about what and resting on which passages: plain values."""
    return contents([claim])[claim.pk]


def contents(claims: Collection[Claim]) -> dict[int, dict[str, Any]]:
    """The content of each, by its id; as many queries for many as for one."""
    chain = ("actor_id", "mode", "cue_sentence_id", "cue_start", "cue_end")
    passage = ("sentence_id", "start", "end", "stance")
    ids = [claim.pk for claim in claims]
    hops = _by_claim(Attribution.objects.filter(claim__in=ids).order_by("position"), *chain)
    evidence = _by_claim(Evidence.objects.live().filter(claim__in=ids), *passage)
    about = _by_claim(ClaimAbout.objects.filter(claim__in=ids), "actor_id")
    events = _by_claim(ClaimEvent.objects.filter(claim__in=ids), "event_id")
    tagged = ClaimTag.objects.filter(content_object__in=ids)
    tags = _by_claim(tagged, "tag__name", claim="content_object_id")
    return {
        claim.pk: content_of(
            claim,
            chain=hops[claim.pk],
            evidence=evidence[claim.pk],
            about=[pk for (pk,) in about[claim.pk]],
            events=[pk for (pk,) in events[claim.pk]],
            tags=[name for (name,) in tags[claim.pk]],
        )
        for claim in claims
    }


def _by_claim(rows: QuerySet, *names: str, claim: str = "claim_id") -> dict[int, list[Any]]:
    found = defaultdict(list)
    for pk, *values in rows.values_list(claim, *names):
        found[pk].append(values)
    return found


def content_of(
    claim: Any,
    *,
    chain: Iterable[Any],
    evidence: Iterable[Any],
    about: Iterable[int],
    events: Iterable[int],
    tags: Iterable[str],
) -> dict[str, Any]:
    """The same of a claim whose parts are known already; this asks the database nothing."""
    return {
        "text": claim.text,
        "kind": claim.kind,
        "language": claim.language,
        "mode": claim.mode,
        "speaker": claim.speaker_id,
        "said_on": plain(claim.said_on),
        "due_on": plain(claim.due_on),
        "attribution": plain(list(chain)),
        "evidence": _sorted(evidence),
        "about": sorted(about),
        "events": sorted(events),
        "tags": sorted(tags),
    }


def _values(row: Any, *names: str) -> list[Any]:
    return [plain(getattr(row, name)) for name in names]


def _sorted(rows: Any) -> list[Any]:
    return sorted(plain(list(rows)), key=lambda row: [(value is None, value) for value in row])
