from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["ImportItem", "ImportRun"]


class ImportRun(models.Model):
    """One run of an import that changed something here, or was refused something new."""

    source = models.CharField(_("source"), max_length=100)
    path = models.TextField(_("path"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    log = models.JSONField(
        _("log"), default=list, blank=True, help_text=_("What was rejected, one line each.")
    )
    notes = models.JSONField(
        _("notes"),
        default=list,
        blank=True,
        help_text=_("What was kept or found beside the way, one line each."),
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it was taken back; shown to readers.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(reason="")),
                name="editorial_importrun_taken_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.path}"


class ImportItem(models.Model):
    """What an import brought once, so that the next one knows it again.

    An import changes an object only while its state still has the digest that is kept here.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        ACTOR = "actor", _("actor")
        EVENT = "event", _("event")
        CLAIM = "claim", _("claim")
        NO_CLAIM = "no_claim", _("no claim")
        RELATION = "relation", _("relation")

    run = models.ForeignKey(
        ImportRun,
        models.PROTECT,
        related_name="items",
        verbose_name=_("import"),
        help_text=_("The last one that changed the object."),
    )
    made_in = models.ForeignKey(
        ImportRun,
        models.PROTECT,
        related_name="made",
        verbose_name=_("made in"),
        help_text=_("The import that first brought it."),
    )
    source = models.CharField(_("source"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    key = models.CharField(_("key"), max_length=600)
    object_id = models.PositiveBigIntegerField(_("object id"))
    seed_digest = models.CharField(
        _("digest of the item"), max_length=64, help_text=_("As it was imported last.")
    )
    state_digest = models.CharField(
        _("digest of the state"), max_length=64, help_text=_("As that import left the object.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        ordering = ("source", "kind", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "kind", "key"), name="editorial_importitem_once"
            ),
        )
        indexes = (
            # "Where does this come from?" on the admin pages of what was imported
            models.Index(fields=("kind", "object_id"), name="editorial_importitem_object"),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.key}"
