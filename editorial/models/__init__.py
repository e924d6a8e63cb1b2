from editorial.models.imports import ImportItem, ImportRun
from editorial.models.suggestion import Suggestion
from editorial.models.upload import Upload

__all__ = ["ImportItem", "ImportRun", "Suggestion", "Upload"]
