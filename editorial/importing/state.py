"""The same as editorial.state, by the name under which imports know it."""

from editorial.state import (
    actor_state,
    article_state,
    claim_state,
    content,
    digest,
    event_state,
    no_claim_state,
    plain,
)

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
