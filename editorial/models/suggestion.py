from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Suggestion"]


class Suggestion(models.Model):
    """What somebody proposes for a published claim; it waits until a colleague decides.

    `base` and `content` have the form of `editorial.state.content`: plain values and ids. What
    differs between them is proposed; what else a claim says by then stays. Whoever proposes has
    one open suggestion for a claim at most, and never decides on it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        SUPERSEDED = "superseded", _("superseded")
        RETRACTED = "retracted", _("retracted")

    claim = models.ForeignKey("kb.Claim", models.PROTECT, related_name="+", verbose_name=_("claim"))
    claim_version = models.PositiveIntegerField(
        _("version of the claim"), help_text=_("The one it was made for.")
    )
    base = models.JSONField(
        _("content before"),
        default=dict,
        editable=False,
        help_text=_("What the claim said when it was made."),
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
    reason = models.TextField(
        _("reason"), blank=True, editable=False, help_text=_("Why it was decided so.")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-pk",)
        constraints = (
            # An accepted or rejected one names who decided, when and why; nobody decided on others.
            models.CheckConstraint(
                condition=Q(
                    state__in=("accepted", "rejected"),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(reason="")
                | Q(
                    state__in=("open", "superseded", "retracted"),
                    decided_by=None,
                    decided_at=None,
                    reason="",
                ),
                name="editorial_suggestion_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("by")), name="editorial_suggestion_four_eyes"
            ),
            models.UniqueConstraint(
                fields=("claim", "by"),
                condition=Q(state="open"),
                name="editorial_suggestion_one_open",
            ),
        )
        indexes = (
            # the queue of open suggestions
            models.Index(fields=("state", "-id"), name="editorial_suggestion_queue"),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} v{self.claim_version}: {self.note}"
