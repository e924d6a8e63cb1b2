from editorial.models.assignment import Assignment
from editorial.models.batch import Batch, BatchItem, Step
from editorial.models.comment import COMMENT_LIMIT, Comment
from editorial.models.imports import STANDS_FOR, ImportItem, ImportRun
from editorial.models.merge import Distinct, Merge, MergedRow, Noun
from editorial.models.presence import Presence
from editorial.models.reanchoring import Reanchoring
from editorial.models.suggestion import Suggestion
from editorial.models.upload import Upload

__all__ = [
    "COMMENT_LIMIT",
    "STANDS_FOR",
    "Assignment",
    "Batch",
    "BatchItem",
    "Comment",
    "Distinct",
    "ImportItem",
    "ImportRun",
    "Merge",
    "MergedRow",
    "Noun",
    "Presence",
    "Reanchoring",
    "Step",
    "Suggestion",
    "Upload",
]
