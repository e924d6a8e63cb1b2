from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["SavedSearch"]


class SavedSearch(models.Model):
    """A search of claims that somebody comes back to, to see what is new since."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("search"), blank=True)  # of the address, without "?"
    seen = models.PositiveBigIntegerField(_("seen"))  # the last decision when it was last looked at
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="kb_savedsearch_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="kb_savedsearch_has_name"),
        )

    def __str__(self) -> str:
        return self.name
