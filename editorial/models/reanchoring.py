from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from editorial.models.suggestion import Suggestion
from kb.models import Attribution, Evidence

__all__ = ["Reanchoring"]

POINTERS = ("evidence", "cue_of", "participation", "no_claim")


def _exactly_one_pointer() -> Q:
    one = Q()
    for chosen in POINTERS:
        one |= Q(**{f"{name}__isnull": name != chosen for name in POINTERS})
    return one


class ReanchoringQuerySet(models.QuerySet["Reanchoring"]):
    def waiting(self) -> Self:
        """What nobody has settled yet, nor proposed in a suggestion that is still open.

        Evidence that went since, and chains that cite something else by now, wait no more.
        """
        hop = Attribution.objects.filter(
            claim=OuterRef("cue_of"),
            position=OuterRef("cue_position"),
            cue_sentence=OuterRef("sentence"),
        )
        return (
            self.filter(Q(cue_of=None) | Exists(hop), state=Reanchoring.State.WAITING)
            .exclude(evidence__state=Evidence.State.REPLACED)
            .exclude(suggestion__state__in=(Suggestion.State.OPEN, Suggestion.State.ACCEPTED))
        )


class Reanchoring(models.Model):
    """Something that points at a sentence which a correction of the article reworded.

    It waits until somebody says where it belongs in the new version, or that it goes. What points
    at an unchanged sentence is carried over by the correction itself and never gets here.
    """

    class Verdict(models.TextChoices):
        IDENTICAL = "identical", _("identical")
        MOVED = "moved", _("moved")
        REWORDED = "reworded", _("reworded")
        SPLIT = "split", _("split")
        MERGED = "merged", _("joined with others")
        REMOVED = "removed", _("removed")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SETTLED = "settled", _("settled")
        DROPPED = "dropped", _("dropped")

    version = models.ForeignKey(
        "kb.ArticleVersion",
        models.PROTECT,
        related_name="+",
        verbose_name=_("version"),
        help_text=_("The one that reworded the sentence."),
    )
    sentence = models.ForeignKey(
        "kb.Sentence",
        models.PROTECT,
        related_name="+",
        verbose_name=_("sentence"),
        help_text=_("As it was before."),
    )
    evidence = models.ForeignKey(
        "kb.Evidence",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("evidence"),
    )
    cue_of = models.ForeignKey(
        "kb.Claim",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("claim whose attribution cites it"),
        help_text=_("Hops are written anew with every change, so that they are named by number."),
    )
    cue_position = models.PositiveSmallIntegerField(_("hop"), null=True, blank=True)
    participation = models.ForeignKey(
        "kb.Participation",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("participation"),
    )
    no_claim = models.ForeignKey(
        "kb.NoClaim",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("no claim"),
    )
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    changes = models.JSONField(
        _("changes in meaning"),
        default=list,
        blank=True,
        help_text=_("What changed that may change what it says, such as a negation."),
    )
    proposed = models.JSONField(
        _("proposed places"),
        default=list,
        blank=True,
        help_text=_("Sentence, start and end of each passage, in code points of the sentence."),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING, editable=False
    )
    suggestion = models.ForeignKey(
        Suggestion,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("suggestion"),
        help_text=_("Waits with it, where the claim is published."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("settled by"),
    )
    reason = models.TextField(_("reason"), blank=True, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ReanchoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage to re-anchor")
        verbose_name_plural = _("passages to re-anchor")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=_exactly_one_pointer(), name="editorial_reanchoring_one_pointer"
            ),
            models.CheckConstraint(
                condition=Q(cue_of=None, cue_position=None)
                | Q(cue_of__isnull=False, cue_position__isnull=False),
                name="editorial_reanchoring_cue",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | Q(state__in=("settled", "dropped"), by__isnull=False, settled_at__isnull=False),
                name="editorial_reanchoring_settled",
            ),
        )
        indexes = (
            # the queue of what waits, oldest first
            models.Index(fields=("state", "id"), name="editorial_reanchoring_queue"),
        )

    def __str__(self) -> str:
        return f"v{self.version_id}: {self.sentence_id} {self.verdict}"
