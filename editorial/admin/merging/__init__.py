"""Merging in the admin: likely duplicates, the preview of a merge, its way back."""

from editorial.admin.merging.pages import MergePages

__all__ = ["MergePages"]
