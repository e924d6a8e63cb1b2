from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["REPORT_LIMIT", "Report"]

REPORT_LIMIT = 5000  # code points


class Report(models.Model):
    """What a reader says is wrong with a public claim. Never public; the desk answers it.

    It has no history rows: they could never be deleted again, and strangers write here. Who closed
    it, when, how and why stands in the row. Whatever could lead to the reader goes when it is closed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        DISMISSED = "dismissed", _("dismissed")

    claim = models.ForeignKey("kb.Claim", models.PROTECT, related_name="+", verbose_name=_("claim"))
    claim_version = models.PositiveIntegerField(
        _("version of the claim"), help_text=_("The one that the reader saw.")
    )
    text = models.TextField(_("what is wrong"))
    contact = models.EmailField(
        _("reply address"), blank=True, help_text=_("Deleted when the report is closed.")
    )
    # Of one network on one day; kept for an hour (docs/decisions/0013-reports.md).
    sender = models.CharField(_("sender"), max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    note = models.TextField(
        _("what was done"), blank=True, help_text=_("For the desk alone, never public.")
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("reported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="kb_report_has_text"),
            # A closed one says who, when and what; nothing of it leads to the reader any more.
            models.CheckConstraint(
                condition=Q(state="open", closed_by=None, closed_at=None, note="")
                | Q(
                    state__in=("answered", "dismissed"),
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                    contact="",
                    sender="",
                )
                & ~Q(note=""),
                name="kb_report_closed",
            ),
        )
        indexes = (
            # what waits at the desk, and the reports of a claim on its page
            models.Index(fields=("state", "id"), name="kb_report_queue"),
            # how many came within the last hour
            models.Index(fields=("created_at",), name="kb_report_recent"),
        )

    def __str__(self) -> str:
        return self.text
