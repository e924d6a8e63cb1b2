from editorial.models.imports import STANDS_FOR, ImportItem, ImportRun
from editorial.models.suggestion import Suggestion
from editorial.models.upload import Upload

__all__ = ["STANDS_FOR", "ImportItem", "ImportRun", "Suggestion", "Upload"]
