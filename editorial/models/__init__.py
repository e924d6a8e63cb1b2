from editorial.models.imports import ImportItem, ImportRun
from editorial.models.suggestion import Suggestion

__all__ = ["ImportItem", "ImportRun", "Suggestion"]
