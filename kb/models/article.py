from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kb.models.claim import new_key
from kb.models.history import History
from kb.models.order import LatestFirst
from kb.models.sight import sees_drafts
from kb.text.folding import slug

__all__ = ["Article", "Fingerprint", "NearDuplicate", "Outlet", "anonymous_author"]


def anonymous_author(language: str) -> str:
    """What an author whom nobody names is called: content, in the article's language."""
    return "Ungenannte Autorschaft" if language.startswith("de") else "Unnamed author"


class Outlet(models.Model):
    """Who published an article."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    url = models.URLField(_("address"), blank=True)
    newsroom = models.ForeignKey(
        "kb.Actor",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("newsroom"),
        help_text=_("Speaks where an article names no author."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: Any) -> Self:
        """Articles `user` may see: complete and not sealed; at the desk all."""
        return self if sees_drafts(user) else self.public()

    def public(self) -> Self:
        return self.exclude(access=Article.Access.SEALED).exclude(current_version=None)

    def once_public(self) -> Self:
        """Articles whose address answers for ever, be it with 410."""
        return self.exclude(current_version=None)

    def newest_first(self) -> Self:
        return self.order_by(LatestFirst("published_on"), "-pk")


class Article(models.Model):
    """One published piece of text, whose wording lives in its versions."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        COMMENTARY = "commentary", _("commentary")
        INTERVIEW = "interview", _("interview")
        SPEECH = "speech", _("speech")
        PRESS_RELEASE = "press_release", _("press release")
        OTHER = "other", _("other")

    class Access(models.TextChoices):
        FULL = "full", _("full text")
        QUOTES = "quotes", _("quotes only")
        LINK = "link", _("link only")
        SEALED = "sealed", _("sealed")

    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("outlet"),
    )
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    language = models.CharField(_("language"), max_length=12)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    author = models.ForeignKey(
        "kb.Actor",
        models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("author"),
    )
    byline = models.CharField(_("byline"), max_length=300, blank=True)
    license = models.CharField(_("licence"), max_length=300, blank=True)
    access = models.CharField(
        _("access"), max_length=8, choices=Access.choices, default=Access.QUOTES
    )
    current_version = models.OneToOneField(
        "kb.ArticleVersion",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("current version"),
    )
    source = models.CharField(_("source"), max_length=100, default="desk", editable=False)
    external_id = models.CharField(
        _("external id"), max_length=255, default=new_key, editable=False
    )
    extra = models.JSONField(_("extra"), default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = (LatestFirst("published_on"), "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "external_id"), name="kb_article_external_id"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="kb_article_has_title"),
            models.CheckConstraint(
                condition=Q(access__in=("full", "quotes", "link", "sealed")),
                name="kb_article_access_known",
            ),
        )
        indexes = (
            # the list of articles, newest first
            models.Index(LatestFirst("published_on"), F("id").desc(), name="kb_article_list"),
            # "Is this address here already?", asked by every import
            models.Index(fields=("url",), condition=~Q(url=""), name="kb_article_url"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=(self.pk, self.slug))

    @cached_property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def is_public(self) -> bool:
        return self.access != self.Access.SEALED and self.current_version_id is not None

    @property
    def anonymous_author(self) -> str:
        return anonymous_author(self.language)

    @property
    def origin(self) -> int:
        """What it shares with its near-duplicates (Fingerprint); fetch `fingerprint` with it."""
        fingerprint: Fingerprint | None = getattr(self, "fingerprint", None)
        return fingerprint.origin if fingerprint else self.pk

    @property
    def permalink(self) -> str:
        """The address people cite; it knows no language and redirects to one."""
        return f"/articles/{self.pk}/{self.slug}/"


class NearDuplicateQuerySet(models.QuerySet["NearDuplicate"]):
    def of(self, articles: Iterable[Any]) -> Self:
        """Links of `articles`, whichever end they are."""
        return self.filter(Q(article__in=articles) | Q(other__in=articles))

    def visible_to(self, user: Any) -> Self:
        """Links between articles that `user` may see, both of them."""
        seen = Article.objects.visible_to(user)
        return self if sees_drafts(user) else self.filter(article__in=seen, other__in=seen)

    def nearest_first(self) -> Self:
        return self.order_by("-likeness", "pk")

    def counting(self) -> Self:
        """Links that make two articles one source: what is sealed shows in no count."""
        sealed = Article.Access.SEALED
        return self.exclude(article__access=sealed).exclude(other__access=sealed)


class NearDuplicate(models.Model):
    """Two articles whose texts are nearly the same: linked, never merged."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="near_duplicates", verbose_name=_("article")
    )
    other = models.ForeignKey(
        Article, models.CASCADE, related_name="+", verbose_name=_("other article")
    )
    likeness = models.FloatField(_("likeness"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = NearDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("near-duplicate")
        verbose_name_plural = _("near-duplicates")
        constraints = (
            models.UniqueConstraint(fields=("article", "other"), name="kb_nearduplicate_once"),
            models.CheckConstraint(
                condition=Q(article__lt=F("other")), name="kb_nearduplicate_ordered"
            ),
            models.CheckConstraint(
                condition=Q(likeness__gte=0) & Q(likeness__lte=1), name="kb_nearduplicate_likeness"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}"


class Fingerprint(models.Model):
    """What an article's current text is recognised by when nearly the same comes again.

    Made from the text alone (kb.text.shingles), so it has no history: it can be made anew.
    """

    article = models.OneToOneField(
        Article,
        models.CASCADE,
        primary_key=True,
        related_name="fingerprint",
        verbose_name=_("article"),
    )
    origin = models.PositiveBigIntegerField(
        _("origin"),
        help_text=_("The id that all articles share which are near-duplicates of each other."),
    )
    whole = models.BigIntegerField(_("whole"))
    band_1 = models.BigIntegerField(_("band"))
    band_2 = models.BigIntegerField(_("band"))
    band_3 = models.BigIntegerField(_("band"))
    band_4 = models.BigIntegerField(_("band"))
    band_5 = models.BigIntegerField(_("band"))
    band_6 = models.BigIntegerField(_("band"))
    band_7 = models.BigIntegerField(_("band"))
    band_8 = models.BigIntegerField(_("band"))

    # In the order of kb.text.shingles.bands.
    BANDS = ("whole", *(f"band_{place}" for place in range(1, 9)))

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = (
            # the same text come again
            models.Index(fields=("whole",), name="kb_fingerprint_whole"),
            # near-duplicates of what comes in: they share one of eight bands with it
            models.Index(fields=("band_1",), name="kb_fingerprint_1"),  # band 1
            models.Index(fields=("band_2",), name="kb_fingerprint_2"),  # band 2
            models.Index(fields=("band_3",), name="kb_fingerprint_3"),  # band 3
            models.Index(fields=("band_4",), name="kb_fingerprint_4"),  # band 4
            models.Index(fields=("band_5",), name="kb_fingerprint_5"),  # band 5
            models.Index(fields=("band_6",), name="kb_fingerprint_6"),  # band 6
            models.Index(fields=("band_7",), name="kb_fingerprint_7"),  # band 7
            models.Index(fields=("band_8",), name="kb_fingerprint_8"),  # band 8
            # what shares an origin gets a new one together
            models.Index(fields=("origin",), name="kb_fingerprint_origin"),
        )

    def __str__(self) -> str:
        return str(self.article_id)
