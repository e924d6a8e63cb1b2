from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.models import Claim

__all__ = ["Batch", "BatchItem", "Step"]


class Step(models.TextChoices):
    """What can be done with a selection of claims, one after the other."""

    SUBMIT = "submit", _("submit")
    PUBLISH = "publish", _("publish")
    RETURN = "return", _("return to the writer")
    WITHDRAW = "withdraw", _("withdraw")
    TAG = "tag", pgettext_lazy("step", "tag")
    ASSIGN = "assign", _("assign")


class Batch(models.Model):
    """One step that somebody took for a selection of claims, so that it can be undone as one."""

    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.TextField(_("reason to undo"), blank=True)

    class Meta:
        verbose_name = _("bulk step")
        verbose_name_plural = _("bulk steps")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None, undo_reason="")
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="editorial_batch_undone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_step_display()}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class BatchItem(models.Model):
    """What a bulk step did with one claim: how it was before and how the step left it."""

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="items", verbose_name=_("bulk step")
    )
    claim = models.ForeignKey(
        "kb.Claim",
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("claim"),
        help_text=_("Empty once a draft was deleted."),
    )
    status_before = models.CharField(
        _("status before"), max_length=12, choices=Claim.Status.choices
    )
    status_after = models.CharField(_("status after"), max_length=12, choices=Claim.Status.choices)
    claim_version = models.PositiveIntegerField(
        _("version of the claim"), help_text=_("As the step left it.")
    )
    added_tags = models.JSONField(
        _("tags it added"), default=list, blank=True, help_text=_("Their ids.")
    )
    former_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("assigned to before"),
    )
    new_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("assigned to"),
    )
    decision = models.ForeignKey(
        "kb.Decision",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    at = models.DateTimeField(
        _("at"), default=timezone.now, help_text=_("After all that the step wrote.")
    )

    class Meta:
        verbose_name = _("claim of a bulk step")
        verbose_name_plural = _("claims of a bulk step")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "claim"), name="editorial_batchitem_once"),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.claim_id}"
