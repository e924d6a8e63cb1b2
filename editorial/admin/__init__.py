from editorial.admin.actor import ActorAdmin
from editorial.admin.article import ArticleAdmin, NearDuplicateAdmin, OutletAdmin
from editorial.admin.batch import BatchAdmin
from editorial.admin.claim import ClaimAdmin
from editorial.admin.comment import CommentAdmin
from editorial.admin.decision import DecisionAdmin
from editorial.admin.event import EventAdmin
from editorial.admin.evidence import AttributionAdmin, ClaimRelationAdmin, EvidenceAdmin
from editorial.admin.imports import ImportItemAdmin, ImportRunAdmin
from editorial.admin.merging.records import DistinctAdmin, MergeAdmin
from editorial.admin.person import PersonAdmin
from editorial.admin.reanchoring import ReanchoringAdmin
from editorial.admin.report import ReportAdmin
from editorial.admin.suggestion import SuggestionAdmin
from editorial.admin.tag import TagAdmin
from editorial.admin.version import (
    ArticleVersionAdmin,
    NoClaimAdmin,
    OriginalAdmin,
    SentenceAdmin,
)

__all__ = [
    "ActorAdmin",
    "ArticleAdmin",
    "ArticleVersionAdmin",
    "AttributionAdmin",
    "BatchAdmin",
    "ClaimAdmin",
    "ClaimRelationAdmin",
    "CommentAdmin",
    "DecisionAdmin",
    "DistinctAdmin",
    "EventAdmin",
    "EvidenceAdmin",
    "ImportItemAdmin",
    "ImportRunAdmin",
    "MergeAdmin",
    "NearDuplicateAdmin",
    "NoClaimAdmin",
    "OriginalAdmin",
    "OutletAdmin",
    "PersonAdmin",
    "ReanchoringAdmin",
    "ReportAdmin",
    "SentenceAdmin",
    "SuggestionAdmin",
    "TagAdmin",
]
