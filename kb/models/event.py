from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kb.models.history import History, in_force
from kb.models.link import ClaimEvent
from kb.models.sight import sees_drafts

__all__ = ["Event", "Participation", "Precision"]

PUBLISHED = "claim__published_at"


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Any) -> Self:
        """Events that a public claim names; at the desk all."""
        return self if sees_drafts(user) else self.public()

    def visible_beside_claims(self, user: Any) -> Self:
        """The same among events named by claims that `user` may see; asks less of the database."""
        return self if sees_drafts(user) else self.filter(merged_into=None)

    def public(self) -> Self:
        named = ClaimEvent.objects.filter(event=OuterRef("pk"), claim__status="published")
        return self.filter(Exists(named), merged_into=None)

    def once_public(self) -> Self:
        """Events that a claim named which was ever public: their address answers."""
        links = ClaimEvent.history.filter(event_id=OuterRef("pk"))
        return self.filter(Exists(in_force(links, since=PUBLISHED)))

    def newest_first(self) -> Self:
        return self.order_by("-start", "-pk")


class Event(models.Model):
    """Something that happened or will, with a time, a place and participants."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        CONFERENCE = "conference", _("conference")
        WAR = "war", _("war")
        TREATY = "treaty", _("treaty")
        ELECTION = "election", _("election")
        ANNIVERSARY = "anniversary", _("anniversary")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address name"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    place = models.CharField(_("place"), max_length=200, blank=True)
    start = models.DateField(_("start"))
    start_precision = models.CharField(
        _("precision of the start"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    end = models.DateField(_("end"), null=True, blank=True)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("part of"),
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
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-start", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="kb_event_end_after_start",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")) & ~Q(merged_into=F("id")),
                name="kb_event_not_in_itself",
                violation_error_message=_("An event is no part of itself."),
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="kb_event_has_title"),
        )
        indexes = (
            # the list of events, newest first
            models.Index(fields=("-start", "-id"), name="kb_event_list"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=(self.slug,))


class Participation(models.Model):
    """An actor's part in an event; being absent is a part too."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        HOST = "host", _("host")
        SPEAKER = "speaker", _("speaker")
        PARTY = "party", _("party")
        MEDIATOR = "mediator", _("mediator")
        ABSENT = "absent", _("absent")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="participations", verbose_name=_("event")
    )
    actor = models.ForeignKey(
        "kb.Actor", models.PROTECT, related_name="participations", verbose_name=_("actor")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT
    )
    sentence = models.ForeignKey(
        "kb.Sentence",
        models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name=_("sentence"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "actor", "role"), name="kb_participation_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id}: {self.actor_id} ({self.role})"

    @classmethod
    def once_public(cls) -> QuerySet[Any]:
        """The history rows of participations that were told when their event was public."""
        links = ClaimEvent.history.filter(event_id=OuterRef("event_id"))
        naming = in_force(links, since=PUBLISHED).order_by(PUBLISHED)
        rows = cls.history.annotate(public_since=Subquery(naming.values(PUBLISHED)[:1]))
        return in_force(rows, since="public_since")
