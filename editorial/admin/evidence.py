"""What belongs to a claim: on its page to be written, on pages of its own to be searched."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.admin.base import HistoryPages, RecordAdmin, RecordInline
from editorial.admin.spans import Words, locate
from kb.models import Attribution, Claim, ClaimRelation, Decision, Evidence

__all__ = [
    "AttributionAdmin",
    "AttributionInline",
    "ClaimRelationAdmin",
    "DecisionInline",
    "EvidenceAdmin",
    "EvidenceInline",
    "RelatedFromInline",
    "RelationInline",
]

SHORT = forms.Textarea({"rows": 2, "cols": 40})


def is_settled(claim: Any) -> bool:
    return claim is not None and claim.status == Claim.Status.PUBLISHED


class ContentInline(admin.TabularInline):
    """Content of a claim: fixed while it is published."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_settled(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_settled(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_settled(obj)


class EvidenceForm(forms.ModelForm):
    """A new passage. What is typed as its quote finds its place and is then forgotten."""

    quote = Words(
        label=_("quote"),
        help_text=_("The words of the sentence, or empty for the whole of it."),
    )
    start = forms.IntegerField(label=_("start"), required=False, min_value=0)
    end = forms.IntegerField(label=_("end"), required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sentence = cleaned.get("sentence")
        if sentence and not self.errors:
            cleaned["start"], cleaned["end"] = locate(
                sentence.text, cleaned["quote"], cleaned["start"], cleaned["end"]
            )
        return cleaned


class EvidenceInline(ContentInline):
    """Evidence never changes in place: it is taken away, and another passage is added."""

    model = Evidence
    form = EvidenceForm
    autocomplete_fields = ("sentence",)
    fields = ("sentence", "quote", "start", "end", "stance", "state", "note")
    readonly_fields = ("state",)
    formfield_overrides = {models.TextField: {"widget": SHORT}}

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("sentence")
        return rows & Evidence.objects.in_text_order()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AttributionForm(forms.ModelForm):
    """One hop; `place` and `cue` stand for the position and the span that are stored."""

    place = forms.IntegerField(label=_("position"), required=False, min_value=1)
    cue = Words(
        label=_("cue"),
        help_text=_("The words that show it, or empty for the whole sentence."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(place=self.instance.position, cue=cue_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sentence, row = cleaned.get("cue_sentence"), self.instance
        if self.errors:
            return cleaned
        if sentence is None:
            row.cue_start = row.cue_end = None
        elif row.cue_start is None or {"cue", "cue_sentence"} & {*self.changed_data}:
            row.cue_start, row.cue_end = locate(sentence.text, cleaned["cue"])
        return cleaned


def cue_of(attribution: Attribution) -> str:
    sentence = attribution.cue_sentence
    return sentence.text[attribution.cue_start : attribution.cue_end] if sentence else ""


class AttributionInline(ContentInline):
    model = Attribution
    form = AttributionForm
    autocomplete_fields = ("actor", "cue_sentence")
    fields = ("place", "actor", "mode", "cue_sentence", "cue")
    verbose_name = _("hop")
    verbose_name_plural = _("attribution: from the author on, the speaker last")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("actor", "cue_sentence")

    # For a published claim, whose chain is shown and has no form.

    @admin.display(description=_("position"))
    def place(self, attribution: Attribution) -> int:
        return attribution.position

    @admin.display(description=_("cue"))
    def cue(self, attribution: Attribution) -> str:
        return cue_of(attribution)


class RelationInline(admin.TabularInline):
    model = ClaimRelation
    fk_name = "subject"
    extra = 0
    autocomplete_fields = ("object",)
    fields = ("kind", "object", "note")
    formfield_overrides = {models.TextField: {"widget": SHORT}}
    verbose_name_plural = _("relations to other claims")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("object")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RelatedFromInline(RecordInline):
    model = ClaimRelation
    fk_name = "object"
    fields = ("subject", "kind", "note")
    verbose_name_plural = _("relations of other claims to this one")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("subject")


class DecisionInline(RecordInline):
    model = Decision
    fields = ("at", "verb", "claim_version", "reason", "stays_readable", "by")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin, HistoryPages):
    list_display = ("quote", "stance", "state", "claim", "article")
    list_filter = ("stance", "state", "created_at")
    list_select_related = ("claim", "sentence__version__article")
    search_fields = ("sentence__text", "claim__text", "note")
    fields = ("claim", "sentence", "quote", "start", "end", "stance", "state", "replaces", "note")

    @admin.display(description=_("article"))
    def article(self, evidence: Evidence) -> str:
        return evidence.sentence.version.article.title


@admin.register(Attribution)
class AttributionAdmin(RecordAdmin, HistoryPages):
    list_display = ("claim", "position", "actor", "mode")
    list_filter = ("mode",)
    list_select_related = ("claim", "actor")
    search_fields = ("claim__text", "actor__name")
    fields = ("claim", "position", "actor", "mode", "cue_sentence", "cue")

    @admin.display(description=_("cue"))
    def cue(self, attribution: Attribution) -> str:
        return cue_of(attribution)


@admin.register(ClaimRelation)
class ClaimRelationAdmin(RecordAdmin, HistoryPages):
    list_display = ("subject", "kind", "object", "note")
    list_filter = ("kind",)
    list_select_related = ("subject", "object")
    search_fields = ("subject__text", "object__text", "note")
    fields = ("subject", "kind", "object", "note")
