"""Who may see what is not public."""

from typing import Any

__all__ = ["sees_drafts"]


def sees_drafts(user: Any) -> bool:
    """Whether `user` works at the desk and so sees drafts, sealed articles and full texts."""
    return bool(user.is_active and user.is_staff)
