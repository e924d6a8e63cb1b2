from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Presence"]


class Presence(models.Model):
    """Who has the desk of an article open, and when they were last seen there.

    A courtesy, no lock: it tells others, and hinders nobody.
    """

    article = models.ForeignKey(
        "kb.Article", models.CASCADE, related_name="+", verbose_name=_("article")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    seen_at = models.DateTimeField(_("last seen at"), default=timezone.now)

    class Meta:
        verbose_name = _("open desk")
        verbose_name_plural = _("open desks")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("article", "person"), name="editorial_presence_once"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}: {self.person_id}"
