from kb.exports.schemaorg.claims import Appearance, Review, claim
from kb.exports.schemaorg.documents import document, inline
from kb.exports.schemaorg.nouns import actor, article, event
from kb.exports.schemaorg.pages import page, site

__all__ = [
    "Appearance",
    "Review",
    "actor",
    "article",
    "claim",
    "document",
    "event",
    "inline",
    "page",
    "site",
]
