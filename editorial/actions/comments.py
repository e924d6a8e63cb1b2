"""Verbs over what the desk says about claims among itself."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from editorial.models import COMMENT_LIMIT, Comment
from kb.models import Claim

__all__ = ["add"]


@transaction.atomic
def add(*, claim: Claim, by: User, text: str) -> Comment:
    """Adds a comment; it stays, and nothing about the claim changes.

    Raises ValidationError for one that is empty or longer than COMMENT_LIMIT.
    """
    # What a browser sends ends its lines with CRLF.
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("The comment is empty."), code="empty")
    if len(text) > COMMENT_LIMIT:
        message = _("The comment has %(length)d characters; at most %(limit)d fit.")
        params = {"length": len(text), "limit": COMMENT_LIMIT}
        raise ValidationError(message, code="too-long", params=params)
    if "\x00" in text:
        raise ValidationError(_("The comment holds a NUL character."), code="nul")
    return Comment.objects.create(claim=claim, by=by, text=text)
