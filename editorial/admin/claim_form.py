from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.admin.forms import CuratedForm
from editorial.admin.typed import choose
from kb.models import (
    Actor,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimEvent,
    ClaimTag,
    Event,
    Evidence,
    Tag,
)

__all__ = ["ClaimForm"]


class ClaimForm(CuratedForm):
    """Fields of a claim. Their names differ from its own where Django would save them itself."""

    unit = frozenset({"speaker", "mode", "attributions"})

    about_actors = choose(Actor.objects.all(), _("About"), Claim._meta.get_field("about"))
    about_events = choose(Event.objects.all(), _("Events"), Claim._meta.get_field("events"))
    its_tags = choose(Tag.objects.all(), _("Tags"), ClaimTag._meta.get_field("tag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(self._labels())
            return
        self.fields["language"].required = False
        self.fields["language"].help_text = _("If empty, the article's.")
        self.fields["speaker"].required = False
        self.fields["speaker"].help_text = _(
            "If empty, the last of the attribution, else the article's author."
        )

    def histories(self) -> list[models.QuerySet]:
        claim = self.instance.pk
        return [
            *super().histories(),
            ClaimAbout.history.filter(claim_id=claim),
            ClaimEvent.history.filter(claim_id=claim),
            ClaimTag.history.filter(content_object_id=claim),
            Evidence.history.filter(claim_id=claim),
            Attribution.history.filter(claim_id=claim),
        ]

    def _labels(self) -> dict[str, list[int]]:
        claim = self.instance
        return {
            "about_actors": list(claim.about_links.values_list("actor", flat=True)),
            "about_events": list(claim.event_links.values_list("event", flat=True)),
            "its_tags": list(claim.tag_links.values_list("tag", flat=True)),
        }
