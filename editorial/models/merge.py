from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["Distinct", "Merge", "MergedRow", "Noun"]


class Noun(models.TextChoices):
    """What can be merged; a name of ours in kb."""

    ACTOR = "actor", _("actor")
    EVENT = "event", _("event")
    TAG = "tag", pgettext_lazy("noun", "tag")

    @property
    def model(self) -> Any:
        return apps.get_model("kb", self.value)


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Those that nobody undid."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two of one noun turned out to be the same: all that `gone` had belongs to `into` since.

    `gone` and `into` are ids of the noun, like those of imported items. What moved stands in
    `rows`, so that the merge can be undone.
    """

    noun = models.CharField(_("noun"), max_length=5, choices=Noun.choices)
    gone = models.PositiveBigIntegerField(_("merged"))
    into = models.PositiveBigIntegerField(_("merged into"))
    reason = models.TextField(_("reason"))
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

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None, undo_reason="")
                | Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undo_reason=""),
                name="editorial_merge_undone",
            ),
            models.CheckConstraint(condition=~Q(gone=F("into")), name="editorial_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="editorial_merge_has_reason"),
            models.UniqueConstraint(
                fields=("noun", "gone"),
                condition=Q(undone_at=None),
                name="editorial_merge_once",
            ),
        )
        indexes = (
            # what was merged into the object of a page
            models.Index(fields=("noun", "into"), name="editorial_merge_into"),
        )

    def __str__(self) -> str:
        return f"{self.get_noun_display()} {self.gone} → {self.into}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class MergedRow(models.Model):
    """What a merge did to one row, so that undoing it can tell whether it is still so.

    A changed row names the field with its value before and after. A folded one was a double of
    `kept` and went; `content` is all that it said. An added one is new.
    """

    class What(models.TextChoices):
        CHANGED = "changed", _("changed")
        FOLDED = "folded", _("folded")
        ADDED = "added", _("added")

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows", verbose_name=_("merge"))
    what = models.CharField(_("what was done"), max_length=7, choices=What.choices)
    table = models.CharField(_("table"), max_length=50, help_text=_("Such as kb.alias."))
    row = models.PositiveBigIntegerField(_("row"), help_text=_("Its id."))
    field = models.CharField(_("field"), max_length=50, blank=True)
    old = models.JSONField(_("value before"), null=True)
    new = models.JSONField(_("value after"), null=True)
    kept = models.PositiveBigIntegerField(
        _("kept"), null=True, help_text=_("The id of the row that says the same.")
    )
    content = models.JSONField(_("content"), null=True)

    class Meta:
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("merge", "table", "row", "field"), name="editorial_mergedrow_once"
            ),
            models.CheckConstraint(
                condition=Q(what="changed", kept=None) & ~Q(field="")
                | Q(what="folded", kept__isnull=False, content__isnull=False)
                | Q(what="added", kept=None),
                name="editorial_mergedrow_whole",
            ),
        )
        indexes = (
            # undoing a merge asks whether a later one folded what it moved
            models.Index(fields=("table", "row"), name="editorial_mergedrow_of"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}"

    @property
    def said(self) -> dict[str, Any]:
        """The content; empty where none was kept."""
        return self.content or {}


class Distinct(models.Model):
    """Two of one noun that look alike and are not the same; nobody proposes them again.

    `one` and `other` are ids of the noun, the smaller first. Taking it back deletes it.
    """

    noun = models.CharField(_("noun"), max_length=5, choices=Noun.choices)
    one = models.PositiveBigIntegerField(_("one"))
    other = models.PositiveBigIntegerField(_("the other"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("not the same")
        verbose_name_plural = _("not the same")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("noun", "one", "other"), name="editorial_distinct_once"
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="editorial_distinct_ordered"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="editorial_distinct_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_noun_display()} {self.one} ≠ {self.other}"
