from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["COMMENT_LIMIT", "Comment"]

COMMENT_LIMIT = 5000  # code points


class Comment(models.Model):
    """What somebody at the desk says about a claim. Never public, never changed.

    It is no part of the claim: none makes a new version of it. Those of a draft go with it.
    """

    claim = models.ForeignKey("kb.Claim", models.CASCADE, related_name="+", verbose_name=_("claim"))
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="editorial_comment_has_text"),
        )

    def __str__(self) -> str:
        return self.text
