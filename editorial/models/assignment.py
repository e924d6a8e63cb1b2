from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Assignment"]


class Assignment(models.Model):
    """Who is to look after a claim, and who said so; at most one person at a time."""

    claim = models.OneToOneField(
        "kb.Claim", models.CASCADE, related_name="+", verbose_name=_("claim")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned to")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.claim_id} → {self.to_id}"
