from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kb.models.claim import Claim
from kb.models.history import History

__all__ = ["ClaimAbout", "ClaimEvent", "ClaimRelation"]


class ClaimAbout(models.Model):
    """A claim says something about an actor."""

    claim = models.ForeignKey(
        Claim,
        models.CASCADE,
        related_name="about_links",
        verbose_name=_("claim"),
        db_index=False,  # the constraint begins with it
    )
    actor = models.ForeignKey(
        "kb.Actor",
        models.PROTECT,
        related_name="about_links",
        verbose_name=_("actor"),
        db_index=False,  # the index below begins with it
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("about")
        verbose_name_plural = _("about")
        constraints = (
            models.UniqueConstraint(fields=("claim", "actor"), name="kb_claimabout_once"),
        )
        # Narrowing by it reads its claims in order.
        indexes = (models.Index(fields=("actor", "claim"), name="kb_claimabout_by_actor"),)

    def __str__(self) -> str:
        return f"{self.claim_id} → {self.actor_id}"


class ClaimEvent(models.Model):
    """A claim says something about an event."""

    claim = models.ForeignKey(
        Claim,
        models.CASCADE,
        related_name="event_links",
        verbose_name=_("claim"),
        db_index=False,  # the constraint begins with it
    )
    event = models.ForeignKey(
        "kb.Event",
        models.PROTECT,
        related_name="claim_links",
        verbose_name=_("event"),
        db_index=False,  # the index below begins with it
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = (
            models.UniqueConstraint(fields=("claim", "event"), name="kb_claimevent_once"),
        )
        # Narrowing by it reads its claims in order.
        indexes = (models.Index(fields=("event", "claim"), name="kb_claimevent_by_event"),)

    def __str__(self) -> str:
        return f"{self.claim_id} → {self.event_id}"


class ClaimRelation(models.Model):
    """One claim to another, confirmed by an editor."""

    class Kind(models.TextChoices):
        CONTRADICTS = "contradicts", _("contradicts")
        SUPPORTS = "supports", _("supports")
        RESTATES = "restates", _("restates")
        REVISES = "revises", _("revises")
        QUALIFIES = "qualifies", _("qualifies")

    subject = models.ForeignKey(
        Claim, models.CASCADE, related_name="relations", verbose_name=_("claim")
    )
    object = models.ForeignKey(
        Claim, models.PROTECT, related_name="related_from", verbose_name=_("other claim")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "object", "kind"), name="kb_claimrelation_once"
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="kb_claimrelation_not_itself",
                violation_error_message=_("A claim has no relation to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} {self.kind} {self.object_id}"
