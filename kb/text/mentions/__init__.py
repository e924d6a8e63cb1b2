"""Which actors a text names: `Matcher(aliases).find(text)`. The rules in prose: docs/mentions.md."""

from kb.text.mentions.matcher import Matcher, Mention

__all__ = ["Matcher", "Mention"]
