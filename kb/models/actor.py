from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.models.article import Article
from kb.models.attribution import Attribution
from kb.models.claim import Claim
from kb.models.event import Event, Participation
from kb.models.history import History, in_force
from kb.models.link import ClaimAbout
from kb.models.order import LatestFirst, SortKeyField
from kb.models.sight import sees_drafts

__all__ = ["Actor", "Affiliation", "Alias"]


class ActorQuerySet(models.QuerySet["Actor"]):
    def visible_to(self, user: Any) -> Self:
        """Actors that a public claim, article or participation names; at the desk all."""
        return self if sees_drafts(user) else self.public()

    def visible_beside_claims(self, user: Any) -> Self:
        """The same among actors named by claims that `user` may see; asks less of the database."""
        return self if sees_drafts(user) else self.filter(merged_into=None)

    def public(self) -> Self:
        me = OuterRef("pk")
        published = {"claim__status": "published"}
        return self.filter(merged_into=None).filter(
            Exists(Claim.objects.published().filter(speaker=me))
            | Exists(ClaimAbout.objects.filter(actor=me, **published))
            | Exists(Attribution.objects.filter(actor=me, **published))
            | Exists(Article.objects.public().filter(author=me))
            | Exists(Participation.objects.filter(actor=me, event__in=Event.objects.public()))
        )

    def once_public(self) -> Self:
        """Actors that were named in public at any time: their address answers for ever."""
        me = OuterRef("pk")
        published = "claim__published_at"
        articles = Article.history.filter(current_version_id__isnull=False)
        return self.filter(
            Exists(Claim.history.filter(speaker_id=me, status="published"))
            | Exists(in_force(ClaimAbout.history.filter(actor_id=me), since=published))
            | Exists(in_force(Attribution.history.filter(actor_id=me), since=published))
            | Exists(articles.filter(author_id=me).exclude(access="sealed"))
            | Exists(Participation.once_public().filter(actor_id=me))
        )

    def speaking(self, user: Any) -> Self:
        """Actors who speak in a claim that `user` may see."""
        return self.filter(
            Exists(Claim.objects.visible_to(user).filter(speaker=OuterRef("pk"))), merged_into=None
        )

    def spoken_of(self, user: Any) -> Self:
        """Actors whom a claim is about that `user` may see."""
        links = ClaimAbout.objects.filter(claim__in=Claim.objects.visible_to(user))
        return self.filter(Exists(links.filter(actor=OuterRef("pk"))), merged_into=None)

    def listed(self) -> Self:
        return self.filter(listed=True)

    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")


class Actor(models.Model):
    """Who speaks or is spoken about: a person, organisation, state or group."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        STATE = "state", pgettext_lazy("actor", "state")
        GROUP = "group", _("group")
        UNKNOWN = "unknown", _("unknown")

    name = models.CharField(_("name"), max_length=200)
    sort_name = SortKeyField(_("sort key"), max_length=200, source="name")
    slug = models.SlugField(_("address name"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    description = models.TextField(_("description"), blank=True)
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=20, unique=True, null=True, blank=True
    )
    listed = models.BooleanField(_("listed"), default=True)
    only_in = models.ForeignKey(
        "kb.Article",
        models.PROTECT,
        related_name="own_actors",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("only in"),
        help_text=_("The one article of an anonymous author or unresolved speaker."),
    )
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
    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("sort_name", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="kb_actor_has_name"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="kb_actor_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(only_in=None) | Q(kind="unknown", listed=False),
                name="kb_actor_of_one_article",
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id=None) | Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                name="kb_actor_wikidata_id",
                violation_error_message=_("A Wikidata id is a Q and a number, such as Q42."),
            ),
        )
        indexes = (
            # the list of actors, by name
            models.Index(fields=("sort_name", "id"), name="kb_actor_list"),
            # an import looks up who is meant by a name; nobody else's own actors
            models.Index(fields=("name",), condition=Q(only_in=None), name="kb_actor_named"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actor", args=(self.slug,))


class Alias(models.Model):
    """Another name of an actor, as articles use it."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="aliases", verbose_name=_("actor")
    )
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("actor", "name", "language"), name="kb_alias_once"),
            models.CheckConstraint(condition=~Q(name=""), name="kb_alias_has_name"),
        )
        indexes = (
            # an import looks up who is meant by a name
            models.Index(fields=("name",), name="kb_alias_named"),
        )

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """An actor's office or membership in an organisation, for a time."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="affiliations", verbose_name=_("actor")
    )
    organisation = models.ForeignKey(
        Actor, models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=200, blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = (LatestFirst("start"), "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("actor", "organisation", "role", "start"),
                name="kb_affiliation_once",
            ),
            models.UniqueConstraint(
                fields=("actor", "organisation", "role"),
                condition=Q(start=None),
                name="kb_affiliation_once_undated",
                violation_error_message=_("This affiliation is there already."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gte=F("start")),
                name="kb_affiliation_end_after_start",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(actor=F("organisation")),
                name="kb_affiliation_not_itself",
                violation_error_message=_("Nobody is a member of themselves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.role}"
