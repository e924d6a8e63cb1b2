from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.models import Actor, Article, Claim, ClaimRelation, Event, NoClaim

__all__ = ["STANDS_FOR", "ImportItem", "ImportRun"]

# An import that wrote nothing down for so long was killed.
SILENCE = timedelta(minutes=10)


class ImportRun(models.Model):
    """One run of an import that changed something here, or was refused something new."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("under way")
        INTERRUPTED = "interrupted", _("interrupted")
        FINISHED = "finished", _("finished")
        BEING_TAKEN_BACK = "being_taken_back", _("being taken back")
        TAKEN_BACK = "taken_back", _("taken back")

    source = models.CharField(_("source"), max_length=100)
    path = models.TextField(_("path"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    active_at = models.DateTimeField(
        _("last active at"),
        default=timezone.now,
        help_text=_("When it last wrote down what it did."),
    )
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
        permissions = (("take_back_importrun", _("Can take imports back")),)
        constraints = (
            # Somebody with a reason begins to take it back; the time says that it is done.
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, reason="")
                | (Q(taken_back_by__isnull=False) & ~Q(reason="")),
                name="editorial_importrun_taken_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.path}"

    @property
    def state(self) -> State:
        if self.taken_back_by_id:
            return self.State.TAKEN_BACK if self.taken_back_at else self.State.BEING_TAKEN_BACK
        if self.finished_at:
            return self.State.FINISHED
        is_quiet = timezone.now() - self.active_at > SILENCE
        return self.State.INTERRUPTED if is_quiet else self.State.UNDER_WAY


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

    class Fate(models.TextChoices):
        TAKEN = "taken", _("taken back")
        LEFT = "left", _("left as it is")

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
        help_text=_("The import that brought it, or brought it in again."),
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
    fate = models.CharField(
        _("fate"),
        max_length=5,
        choices=Fate.choices,
        blank=True,
        default="",
        db_default="",  # bulk loads name only what they know
        help_text=_("What became of it when its import was taken back."),
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

    @property
    def is_taken_back(self) -> bool:
        return self.fate == self.Fate.TAKEN


# The objects that items of each kind stand for.
STANDS_FOR: dict[str, type[Any]] = {
    ImportItem.Kind.ARTICLE: Article,
    ImportItem.Kind.ACTOR: Actor,
    ImportItem.Kind.EVENT: Event,
    ImportItem.Kind.CLAIM: Claim,
    ImportItem.Kind.NO_CLAIM: NoClaim,
    ImportItem.Kind.RELATION: ClaimRelation,
}
