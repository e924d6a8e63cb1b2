from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editorial.admin.base import RecordAdmin
from kb.models import Decision

__all__ = ["DecisionAdmin"]


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    list_display = ("at", "verb", "about", "claim_version", "reason", "by")
    list_filter = ("verb", "stays_readable", "at")
    list_select_related = ("claim", "article", "actor", "event", "tag", "by")
    search_fields = ("reason", "claim__text", "article__title")
    fields = (
        "verb",
        "claim",
        "claim_version",
        "article",
        "actor",
        "event",
        "tag",
        "reason",
        "stays_readable",
        "by",
        "at",
    )

    @admin.display(description=_("about"))
    def about(self, decision: Decision) -> Any:
        return (
            decision.claim or decision.article or decision.actor or decision.event or decision.tag
        )
