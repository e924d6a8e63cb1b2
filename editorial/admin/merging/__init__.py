"""Merging in the admin: likely duplicates, the preview of a merge, its way back."""

from editorial.admin.merging.pages import MergePages
from editorial.admin.merging.records import DistinctAdmin, MergeAdmin

__all__ = ["DistinctAdmin", "MergeAdmin", "MergePages"]
