from kb.views.asof.answers import (
    actor_as_of,
    article_as_of,
    claim_as_of,
    event_as_of,
    withdrawn_as_of,
)
from kb.views.asof.dates import is_asked

__all__ = [
    "actor_as_of",
    "article_as_of",
    "claim_as_of",
    "event_as_of",
    "is_asked",
    "withdrawn_as_of",
]
