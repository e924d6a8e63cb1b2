from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Suggestion"]


class Suggestion(models.Model):
    """What somebody proposes for a published claim; it waits until an editor decides.

    `content` has the form of `editorial.state.content`: plain values and ids.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        SUPERSEDED = "superseded", _("superseded")

    claim = models.ForeignKey("kb.Claim", models.PROTECT, related_name="+", verbose_name=_("claim"))
    claim_version = models.PositiveIntegerField(
        _("version of the claim"), help_text=_("The one it was made for.")
    )
    content = models.JSONField(_("content"))
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("accepted", "rejected"), decided_by__isnull=False)
                | Q(state__in=("open", "superseded")),
                name="editorial_suggestion_decided",
            ),
        )
        indexes = (
            # the queue of open suggestions, and those of one claim
            models.Index(fields=("state", "-id"), name="editorial_suggestion_queue"),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} v{self.claim_version}: {self.note}"
