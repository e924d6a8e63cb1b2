import hashlib
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from kb.models.evidence import Evidence
from kb.models.history import History
from kb.models.sight import sees_drafts

__all__ = [
    "TEXT_LIMIT_BYTES",
    "ArticleVersion",
    "Coverage",
    "NoClaim",
    "Original",
    "Sentence",
    "sha256",
]

TEXT_LIMIT_BYTES = 2_000_000


def sha256(content: str | bytes) -> str:
    """The hexadecimal SHA-256 of `content`; text is hashed as its UTF-8 bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


class ArticleVersion(models.Model):
    """The text of an article as it stood at one time, to the code point.

    Never changed, only followed by another.
    """

    article = models.ForeignKey(
        "kb.Article", models.PROTECT, related_name="versions", verbose_name=_("article")
    )
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    segmenter = models.CharField(_("segmenter"), max_length=40)
    retrieved_at = models.DateTimeField(_("retrieved at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("article", "number")
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="kb_version_number_once"),
        )

    def __str__(self) -> str:
        return f"v{self.number}"


class Original(models.Model):
    """The bytes a version was extracted from, so that it can be repeated."""

    version = models.OneToOneField(
        ArticleVersion, models.PROTECT, related_name="original", verbose_name=_("version")
    )
    bytes = models.BinaryField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content_type = models.CharField(_("content type"), max_length=100)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")

    def __str__(self) -> str:
        return self.sha256


class Coverage(NamedTuple):
    """How many sentences support or dispute a claim or are judged to hold none, out of all."""

    settled: int
    total: int

    @property
    def open(self) -> int:
        return self.total - self.settled


class SentenceQuerySet(models.QuerySet["Sentence"]):
    def visible_to(self, user: Any) -> Self:
        """Sentences `user` may read, by their article's access; at the desk all."""
        return self if sees_drafts(user) else self.public()

    def public(self) -> Self:
        """All of articles in full; of articles with quotes those a public claim cites.

        Evidence is asked sentence by sentence: for EXISTS beside OR PostgreSQL reads all there is.
        """
        citing = Evidence.objects.public().filter(sentence=OuterRef("pk")).values("pk")
        return self.filter(
            version__number__lte=F("version__article__current_version__number")
        ).filter(
            Q(version__article__access="full")
            | Q(version__article__access="quotes") & Q(IsNull(Subquery(citing[:1]), False))
        )

    def in_order(self) -> Self:
        return self.order_by("version", "position")

    def coverage(self, user: Any) -> Coverage:
        """Counts every sentence, headings too, and of the claims those `user` may see."""
        covering = Evidence.objects.visible_to(user).covering().filter(sentence=OuterRef("pk"))
        settled = Q(no_claim__isnull=False) | Q(Exists(covering))
        counts = self.aggregate(settled=Count("pk", filter=settled), total=Count("pk"))
        return Coverage(**counts)


class Sentence(models.Model):
    """An addressable unit of one version: `version.text[start:end] == text`."""

    class Role(models.TextChoices):
        HEADING = "heading", _("heading")
        LEAD = "lead", _("lead")
        BODY = "body", _("body")
        CAPTION = "caption", _("caption")

    version = models.ForeignKey(
        ArticleVersion, models.PROTECT, related_name="sentences", verbose_name=_("version")
    )
    position = models.PositiveIntegerField(_("position"))
    paragraph = models.PositiveIntegerField(_("paragraph"))
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "position"), name="kb_sentence_position_once"
            ),
            models.CheckConstraint(
                condition=Q(start__gte=0) & Q(end__gt=F("start")), name="kb_sentence_span"
            ),
            models.CheckConstraint(
                condition=Q(role__in=("heading", "lead", "body", "caption")),
                name="kb_sentence_role_known",
            ),
        )

    def __str__(self) -> str:
        return self.text


class NoClaim(models.Model):
    """Judged to hold no claim: closes a sentence that nothing rests on."""

    sentence = models.OneToOneField(
        Sentence, models.PROTECT, related_name="no_claim", verbose_name=_("sentence")
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("no claim")
        verbose_name_plural = _("no claim")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="kb_noclaim_reason"),)

    def __str__(self) -> str:
        return self.reason
