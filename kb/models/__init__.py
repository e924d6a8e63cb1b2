from kb.models.actor import Actor, Affiliation, Alias
from kb.models.article import Article, Fingerprint, NearDuplicate, Outlet, anonymous_author
from kb.models.attribution import Attribution, Mode
from kb.models.claim import Claim
from kb.models.decision import Decision, Revision, raised_at_end
from kb.models.event import Event, Participation, Precision
from kb.models.evidence import Evidence, Stance
from kb.models.history import History, recorded_as
from kb.models.link import ClaimAbout, ClaimEvent, ClaimRelation
from kb.models.report import Report
from kb.models.saved import SavedSearch
from kb.models.sight import sees_drafts
from kb.models.tag import ClaimTag, Tag
from kb.models.terms import (
    DERIVED,
    ActorTerms,
    ArticleTerms,
    ClaimTerms,
    EventTerms,
    SentenceTerms,
    Terms,
    Typo,
    Unindexed,
    Word,
)
from kb.models.version import (
    TEXT_LIMIT_BYTES,
    ArticleVersion,
    Coverage,
    NoClaim,
    Original,
    Sentence,
    sha256,
)

__all__ = [
    "DERIVED",
    "TEXT_LIMIT_BYTES",
    "Actor",
    "ActorTerms",
    "Affiliation",
    "Alias",
    "Article",
    "ArticleTerms",
    "ArticleVersion",
    "Attribution",
    "Claim",
    "ClaimAbout",
    "ClaimEvent",
    "ClaimRelation",
    "ClaimTag",
    "ClaimTerms",
    "Coverage",
    "Decision",
    "Event",
    "EventTerms",
    "Evidence",
    "Fingerprint",
    "History",
    "Mode",
    "NearDuplicate",
    "NoClaim",
    "Original",
    "Outlet",
    "Participation",
    "Precision",
    "Report",
    "Revision",
    "SavedSearch",
    "Sentence",
    "SentenceTerms",
    "Stance",
    "Tag",
    "Terms",
    "Typo",
    "Unindexed",
    "Word",
    "anonymous_author",
    "raised_at_end",
    "recorded_as",
    "sees_drafts",
    "sha256",
]
