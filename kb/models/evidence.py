from typing import Any, Self

from django.contrib.admin import display
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kb.models.history import History
from kb.models.sight import sees_drafts

__all__ = ["Evidence", "Stance"]


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    DISPUTES = "disputes", _("disputes")
    CONTEXT = "context", _("context")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> Self:
        """Passages `user` may read: of public claims, where the article shows quotes."""
        return self.live() if sees_drafts(user) else self.public()

    def visible_beside_claims(self, user: Any) -> Self:
        """The same among passages of claims that `user` may see; asks less of the database."""
        return self.live() if sees_drafts(user) else self.readable()

    def live(self) -> Self:
        """Evidence that stands, be its wording that of an older version."""
        return self.filter(state__in=(Evidence.State.STANDS, Evidence.State.WAITING))

    def public(self) -> Self:
        return self.readable().filter(claim__status="published")

    def readable(self) -> Self:
        """What the article lets everybody read, once the claim is public."""
        return self.live().filter(sentence__version__article__access__in=("full", "quotes"))

    def covering(self) -> Self:
        """What covers a sentence: context does not."""
        return self.live().exclude(stance=Stance.CONTEXT)

    def supporting(self) -> Self:
        """What a claim may rest on: live supports in articles that are not sealed."""
        return (
            self.live()
            .filter(stance=Stance.SUPPORTS)
            .exclude(sentence__version__article__access="sealed")
        )

    def in_text_order(self) -> Self:
        return self.order_by("sentence__version", "sentence__position", "start", "pk")


class Evidence(models.Model):
    """A claim rests on, or is disputed by, this span of that sentence.

    Its quote is never stored: it is cut from the sentence. The span counts code points
    within the sentence, end exclusive.
    """

    class State(models.TextChoices):
        STANDS = "stands", _("stands")
        WAITING = "waiting", _("waiting")
        REPLACED = "replaced", _("replaced")
        DROPPED = "dropped", _("dropped")

    claim = models.ForeignKey(
        "kb.Claim", models.CASCADE, related_name="evidence", verbose_name=_("claim")
    )
    sentence = models.ForeignKey(
        "kb.Sentence", models.PROTECT, related_name="evidence", verbose_name=_("sentence")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.STANDS, editable=False
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("replaces"),
    )
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = History()
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.CheckConstraint(
                condition=Q(start__gte=0) & Q(end__gt=F("start")), name="kb_evidence_span"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=("supports", "disputes", "context")),
                name="kb_evidence_stance_known",
            ),
            models.UniqueConstraint(
                fields=("claim", "sentence", "start", "end", "stance"),
                condition=Q(state__in=("stands", "waiting")),
                name="kb_evidence_once",
                violation_error_message=_("The claim rests on this passage already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.sentence_id}[{self.start}:{self.end}]"

    @property
    @display(description=_("quote"))
    def quote(self) -> str:
        """What the article says, cut from its sentence."""
        return self.sentence.text[self.start : self.end]
