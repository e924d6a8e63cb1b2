from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kb.models.history import History

__all__ = ["Attribution", "Mode"]


class Mode(models.TextChoices):
    """How speech is represented, in the terms of the field."""

    DIRECT = "direct", _("direct speech")
    INDIRECT = "indirect", _("indirect speech")
    FREE_INDIRECT = "free_indirect", _("free indirect speech")
    REPORTED = "reported", _("reported speech")
    AUTHOR = "author", _("author's own voice")


class Attribution(models.Model):
    """One hop of the chain of who says that who says: from the author on, 1 … hops.

    The hop numbered `claim.hops` is the claim's speaker, in the claim's mode; the
    database refuses any other.
    """

    claim = models.ForeignKey(
        "kb.Claim", models.CASCADE, related_name="attributions", verbose_name=_("claim")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    actor = models.ForeignKey(
        "kb.Actor", models.PROTECT, related_name="attributions", verbose_name=_("actor")
    )
    mode = models.CharField(
        _("mode"), max_length=16, choices=[c for c in Mode.choices if c[0] != Mode.AUTHOR]
    )
    cue_sentence = models.ForeignKey(
        "kb.Sentence",
        models.PROTECT,
        related_name="cues",
        null=True,
        blank=True,
        verbose_name=_("cue sentence"),
    )
    cue_start = models.PositiveIntegerField(_("cue start"), null=True, blank=True)
    cue_end = models.PositiveIntegerField(_("cue end"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ("claim", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("claim", "position"), name="kb_attribution_position_once"
            ),
            models.CheckConstraint(
                condition=~Q(mode="author") & Q(position__gte=1), name="kb_attribution_hop"
            ),
            models.CheckConstraint(
                condition=Q(cue_sentence=None, cue_start=None, cue_end=None)
                | Q(
                    cue_sentence__isnull=False,
                    cue_start__isnull=False,
                    cue_end__isnull=False,
                    cue_start__lt=F("cue_end"),
                ),
                name="kb_attribution_cue_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id}.{self.position}"
