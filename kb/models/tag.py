from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from kb.models.history import History, in_force
from kb.models.sight import sees_drafts
from kb.text.folding import slug

__all__ = ["ClaimTag", "Tag"]


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: Any) -> Self:
        """Tags of a public claim; at the desk all."""
        return self if sees_drafts(user) else self.public()

    def visible_beside_claims(self, user: Any) -> Self:
        """The same among tags named by claims that `user` may see; asks less of the database."""
        return self if sees_drafts(user) else self.filter(merged_into=None)

    def public(self) -> Self:
        named = ClaimTag.objects.filter(tag=OuterRef("pk"), content_object__status="published")
        return self.filter(Exists(named), merged_into=None)

    def once_public(self) -> Self:
        """Tags of a claim that was ever public: their address answers for ever."""
        links = ClaimTag.history.filter(tag_id=OuterRef("pk"))
        return self.filter(Exists(in_force(links, since="content_object__published_at")))


class Tag(TagBase):
    """What claims of one subject share."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("merged into"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()
    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="kb_tag_not_into_itself"
            ),
        )

    def slugify(self, tag: str, i: int | None = None) -> str:
        return slug(tag) if i is None else f"{slug(tag)}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("tag", args=(self.slug,))


class ClaimTag(ItemBase):
    """A claim's tag; a table of our own, so that history can follow it."""

    content_object = models.ForeignKey(
        "kb.Claim",
        models.CASCADE,
        related_name="tag_links",
        verbose_name=_("claim"),
        db_index=False,  # the constraint begins with it
    )
    tag = models.ForeignKey(
        Tag,
        models.PROTECT,
        related_name="claim_links",
        verbose_name=_("tag"),
        db_index=False,  # the index below begins with it
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = (
            models.UniqueConstraint(fields=("content_object", "tag"), name="kb_claimtag_once"),
        )
        # Narrowing by it reads its claims in order.
        indexes = (models.Index(fields=("tag", "content_object"), name="kb_claimtag_by_tag"),)
