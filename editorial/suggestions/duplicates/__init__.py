"""Which actors, events and tags are likely the same. They propose and write nothing."""

from editorial.suggestions.duplicates.likely import likely
from editorial.suggestions.duplicates.pairs import Pair, Why

__all__ = ["Pair", "Why", "likely"]
