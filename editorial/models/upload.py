from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Upload"]


class Upload(models.Model):
    """What somebody uploaded, pasted or fetched, until they have seen the preview and said yes.

    Nothing of it is in the knowledge base yet; it goes when it is stored, discarded or old.
    """

    name = models.CharField(_("name"), max_length=255)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    content = models.BinaryField(_("content"))
    fields = models.JSONField(
        _("fields"), default=dict, blank=True, help_text=_("What the editor entered beside it.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
