from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from kb.models.attribution import Attribution, Mode
from kb.models.evidence import Evidence
from kb.models.history import History
from kb.models.sight import sees_drafts
from kb.text.folding import slug

__all__ = ["Claim", "new_key"]

PAGES = {"verify", "card", "report"}  # /claims/<id>/verify/ is a page of its own, no claim's name


def new_key() -> str:
    """An external id for what was made here and not imported."""
    return uuid4().hex


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: Any) -> Self:
        """The claims `user` may see, anywhere: published ones; at the desk all."""
        return self if sees_drafts(user) else self.published()

    def published(self) -> Self:
        return self.filter(status=Claim.Status.PUBLISHED)

    def once_public(self) -> Self:
        """Claims whose address answers for ever, be it with 410."""
        return self.filter(published_at__isnull=False)

    def about(self, actor: Any) -> Self:
        return self.filter(pk__in=Claim.about.through.objects.filter(actor=actor).values("claim"))

    def spoken_by(self, actor: Any) -> Self:
        return self.filter(speaker=actor)

    def passed_on_by(self, actor: Any) -> Self:
        """Claims of others whose chain of attribution leads through `actor`."""
        hop = Attribution.objects.filter(claim=OuterRef("pk"), actor=actor)
        return self.filter(Exists(hop)).exclude(speaker=actor)

    def naming(self, event: Any) -> Self:
        return self.filter(pk__in=Claim.events.through.objects.filter(event=event).values("claim"))

    def tagged(self, tag: Any) -> Self:
        links = Claim.tags.through.objects.filter(tag=tag)
        return self.filter(pk__in=links.values("content_object"))

    def with_passages(self, stance: str, user: Any) -> Self:
        """Of claims that `user` may see those with a passage of this stance that is shown."""
        passages = Evidence.objects.visible_beside_claims(user).filter(stance=stance)
        return self.filter(Exists(passages.filter(claim=OuterRef("pk"))))

    def of_year(self, year: int, user: Any) -> Self:
        """Claims said in `year`, or in an article of that year where no day is known.

        When a sealed article appeared is known at the desk only.
        """
        printed = Q(said_on=None, article__published_on__year=year)
        if not sees_drafts(user):
            printed &= ~Q(article__access="sealed")
        return self.filter(Q(said_on__year=year) | printed)

    def with_sources(self, user: Any) -> Self:
        """Annotates `article_count`, the articles that support it for all that `user` may read,
        and `source_count`, as how many independent sources they count: near-duplicates are one.
        """
        supports = Evidence.objects.visible_to(user).supporting().filter(claim=OuterRef("pk"))
        article = "sentence__version__article"
        return self.annotate(
            article_count=_distinct(supports, article),
            source_count=_distinct(supports, Coalesce(f"{article}__fingerprint__origin", article)),
        )

    def newest_first(self) -> Self:
        return self.order_by("-pk")


def _distinct(supports: QuerySet[Evidence], expression: Any) -> Coalesce:
    """How many values `expression` has in the `supports` of the claim of the outer query."""
    counted = supports.order_by().values("claim").annotate(n=Count(expression, distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


class Claim(models.Model):  # type: ignore[django-manager-missing]  # taggit is not typed
    """One assertion in one plain sentence, made by someone, resting on sentences.

    While it is published its content, chain and evidence are frozen by the database; the
    only ways on are the decisions `withdrawn` and `corrected` (kb/sql, docs/decisions/0003).
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        ASSESSMENT = "assessment", _("assessment")
        PREDICTION = "prediction", _("prediction")
        DEMAND = "demand", _("demand")
        PROMISE = "promise", _("promise")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        OPEN = "open", _("still open")
        FULFILLED = "fulfilled", _("came true")
        PARTLY = "partly", _("came true in part")
        FAILED = "failed", _("did not come true")

    article = models.ForeignKey(
        "kb.Article", models.PROTECT, related_name="claims", verbose_name=_("article")
    )
    text = models.TextField(_("text"), validators=[MinLengthValidator(1)])
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    speaker = models.ForeignKey(
        "kb.Actor", models.PROTECT, related_name="spoken", verbose_name=_("speaker")
    )
    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, default=Mode.AUTHOR)
    hops = models.PositiveSmallIntegerField(
        _("hops"),
        default=0,
        help_text=_("Length of the attribution chain: 0 in the author's own voice."),
    )
    about = models.ManyToManyField(
        "kb.Actor",
        through="kb.ClaimAbout",
        related_name="meant_in",
        verbose_name=_("about"),
        blank=True,
    )
    events = models.ManyToManyField(
        "kb.Event",
        through="kb.ClaimEvent",
        related_name="claims",
        verbose_name=_("events"),
        blank=True,
    )
    tags = TaggableManager(_("tags"), through="kb.ClaimTag", related_name="claims", blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("first published at"), null=True, blank=True, editable=False
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("writer"),
        editable=False,
        help_text=_("Who last changed its content; somebody else publishes it."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    external_id = models.CharField(
        _("external id"), max_length=255, default=new_key, editable=False
    )
    extra = models.JSONField(_("extra"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("-pk",)
        permissions = (
            ("publish_claim", _("Can publish claims")),
            ("return_claim", _("Can return claims to their writers")),
            ("withdraw_claim", _("Can withdraw claims")),
        )
        constraints = (
            models.UniqueConstraint(fields=("article", "external_id"), name="kb_claim_external_id"),
            models.CheckConstraint(condition=~Q(text=""), name="kb_claim_has_text"),
            models.CheckConstraint(
                condition=Q(mode="author", hops=0) | (~Q(mode="author") & Q(hops__gte=1)),
                name="kb_claim_mode_fits_hops",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "in_review", "published", "withdrawn")),
                name="kb_claim_status_known",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(status__in=("draft", "in_review")),
                name="kb_claim_public_since",
            ),
        )
        indexes = (
            # the list of claims, newest first, for readers
            models.Index(fields=("status", "-id"), name="kb_claim_list"),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("claim", args=(self.pk, self.slug))

    @cached_property
    def slug(self) -> str:
        return f"{name}-1" if (name := slug(self.text)) in PAGES else name

    @property
    def permalink(self) -> str:
        """The address people cite; it knows no language and redirects to one."""
        return f"/claims/{self.pk}/{self.slug}/"

    @property
    def through(self) -> list[Any]:
        """The actors who pass on what the speaker says, from the author on.

        Where there is somebody between the two, the attributions come with their actors.
        """
        if self.hops < 2:
            return []
        hops = sorted(self.attributions.all(), key=lambda hop: hop.position)
        return [hop.actor for hop in hops[:-1]]

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def was_public(self) -> bool:
        return self.published_at is not None
