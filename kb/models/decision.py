from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Decision", "Revision", "raised_at_end"]

_noted: ContextVar[list[bool] | None] = ContextVar("noted", default=None)


@contextmanager
def raised_at_end() -> Iterator[None]:
    """One transaction of several verbs, which raises the revision number once, as its last
    statement: whoever raises it holds its row until the end, and everybody else waits."""
    with transaction.atomic():
        if _noted.get() is not None:
            yield
            return
        token = _noted.set([])
        try:
            yield
            is_raised = bool(_noted.get())
        finally:
            _noted.reset(token)
        if is_raised:
            Revision.raise_number()


_OBJECTS = ("claim", "article", "actor", "event", "tag")


def _exactly_one_object() -> Q:
    one = Q()
    for chosen in _OBJECTS:
        one |= Q(**{f"{name}__isnull": name != chosen for name in _OBJECTS})
    return one


class Decision(models.Model):
    """One editorial act with its reason, public, never changed or deleted.

    A decision about a claim counts for exactly one version of it.
    """

    class Verb(models.TextChoices):
        PUBLISHED = "published", _("published")
        RETURNED = "returned", _("returned")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged")
        SEALED = "sealed", _("sealed")
        REOPENED = "reopened", _("reopened")

    claim = models.ForeignKey(
        "kb.Claim", models.PROTECT, related_name="decisions", null=True, verbose_name=_("claim")
    )
    article = models.ForeignKey(
        "kb.Article",
        models.PROTECT,
        related_name="decisions",
        null=True,
        verbose_name=_("article"),
    )
    actor = models.ForeignKey(
        "kb.Actor", models.PROTECT, related_name="decisions", null=True, verbose_name=_("actor")
    )
    event = models.ForeignKey(
        "kb.Event", models.PROTECT, related_name="decisions", null=True, verbose_name=_("event")
    )
    tag = models.ForeignKey(
        "kb.Tag", models.PROTECT, related_name="decisions", null=True, verbose_name=_("tag")
    )
    claim_version = models.PositiveIntegerField(_("version of the claim"), null=True)
    verb = models.CharField(_("decision"), max_length=10, choices=Verb.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    stays_readable = models.BooleanField(
        _("stays readable as of earlier days"),
        default=False,
        db_default=False,
        help_text=_("Of a withdrawal: what was public before may be looked back on (?asof=)."),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=_exactly_one_object(), name="kb_decision_one_object"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, claim_version__isnull=True)
                | Q(claim__isnull=False, claim_version__isnull=False),
                name="kb_decision_names_version",
            ),
            models.CheckConstraint(
                condition=Q(
                    claim__isnull=False,
                    verb__in=("published", "returned", "corrected", "withdrawn", "merged"),
                )
                | Q(article__isnull=False, verb__in=("corrected", "sealed", "reopened"))
                | Q(claim=None, article=None, verb="merged"),
                name="kb_decision_verb_fits",
            ),
            models.CheckConstraint(
                condition=Q(verb="published") | ~Q(reason=""), name="kb_decision_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(stays_readable=False) | Q(claim__isnull=False, verb="withdrawn"),
                name="kb_decision_stays_readable",
            ),
        )
        indexes = (
            # the log of corrections, newest first, and the reason behind a 410
            models.Index(fields=("verb", "-id"), name="kb_decision_log"),
        )

    def __str__(self) -> str:
        return f"{self.verb}: {self.reason}" if self.reason else self.verb


class Revision(models.Model):
    """One row with one number, raised by whatever changes what the public sees."""

    number = models.PositiveBigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="kb_revision_one_row"),)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number of the last public change; 0 before the first."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def raise_number(cls) -> None:
        """Says that the public sees something new; the last statement of a transaction.

        Within `raised_at_end` it is noted, and the number rises once, at the end.
        """
        noted = _noted.get()
        if noted is not None:
            noted.append(True)
        elif not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)
