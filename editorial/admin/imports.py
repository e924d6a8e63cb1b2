from django.contrib import admin

from editorial.admin.base import RecordAdmin
from editorial.models import ImportItem, ImportRun, Suggestion

__all__ = ["ImportItemAdmin", "ImportRunAdmin", "SuggestionAdmin"]


@admin.register(ImportRun)
class ImportRunAdmin(RecordAdmin):
    list_display = ("started_at", "source", "path", "by", "finished_at")
    list_filter = ("source", "started_at")
    list_select_related = ("by",)
    search_fields = ("path",)


@admin.register(ImportItem)
class ImportItemAdmin(RecordAdmin):
    list_display = ("key", "kind", "source", "object_id", "run")
    list_filter = ("kind", "source")
    list_select_related = ("run",)
    search_fields = ("key",)


@admin.register(Suggestion)
class SuggestionAdmin(RecordAdmin):
    list_display = ("claim", "claim_version", "state", "by", "created_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("claim", "by", "decided_by")
    search_fields = ("claim__text", "note")
