from kb.asof.actors import ActorThen, Column, Part, actor_then
from kb.asof.articles import ArticleThen, article_then
from kb.asof.claims import ClaimThen, Relation, Said, claim_then
from kb.asof.events import EventThen, event_then
from kb.asof.past import Past

__all__ = [
    "ActorThen",
    "ArticleThen",
    "ClaimThen",
    "Column",
    "EventThen",
    "Part",
    "Past",
    "Relation",
    "Said",
    "actor_then",
    "article_then",
    "claim_then",
    "event_then",
]
