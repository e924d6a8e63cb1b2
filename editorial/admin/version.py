from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models.functions import Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from editorial.actions import articles
from editorial.admin.base import CuratedAdmin, RecordAdmin, RecordInline, count
from kb.models import ArticleVersion, Evidence, NoClaim, Original, Sentence

__all__ = ["ArticleVersionAdmin", "NoClaimAdmin", "OriginalAdmin", "SentenceAdmin"]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(RecordAdmin):
    list_display = ("article", "number", "sentence_count", "segmenter", "retrieved_at", "note")
    list_display_links = ("number",)
    list_filter = ("segmenter", "created_at")
    list_select_related = ("article",)
    search_fields = ("article__title", "note", "sha256")
    fields = (
        "article",
        "number",
        "note",
        "retrieved_at",
        "segmenter",
        "sha256",
        "created_at",
        "sentences",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        sentences = count(Sentence.objects.all(), "version")
        return super().get_queryset(request).defer("text").annotate(sentence_count=sentences)

    @admin.display(description=_("sentences"), ordering="sentence_count")
    def sentence_count(self, version: Any) -> int:
        return version.sentence_count

    @admin.display(description=_("sentences"))
    def sentences(self, version: ArticleVersion) -> str:
        """A list, not an inline: a version may have thousands."""
        here = reverse("admin:kb_sentence_changelist")
        rows = version.sentences.in_order().values_list("position", "pk", "role", "text")
        items = format_html_join(
            "",
            '<li value="{}" class="{}"><a href="{}{}/change/">{}</a></li>',
            ((position, role, here, pk, text) for position, pk, role, text in rows.iterator()),
        )
        return format_html('<ol class="sentences">{}</ol>', items)


@admin.register(Original)
class OriginalAdmin(RecordAdmin):
    list_display = ("version_named", "content_type", "size", "created_at")
    list_filter = ("content_type",)
    list_select_related = ("version__article",)
    search_fields = ("sha256", "version__article__title")
    fields = ("version", "content_type", "size", "sha256", "created_at")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("bytes").annotate(size=Length("bytes"))

    @admin.display(description=_("version"))
    def version_named(self, original: Original) -> str:
        return f"{original.version.article} {original.version}"

    @admin.display(description=_("bytes"), ordering="size")
    def size(self, original: Any) -> int:
        return original.size


class RestingInline(RecordInline):
    """What rests on a sentence."""

    model = Evidence
    fields = ("claim", "quote", "stance", "state")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("claim", "sentence")


@admin.register(Sentence)
class SentenceAdmin(RecordAdmin):
    list_display = ("position", "text", "role", "article", "version", "evidence_count", "is_closed")
    list_display_links = ("position", "text")
    list_filter = ("role",)
    list_select_related = ("version__article", "no_claim")
    search_fields = ("text", "version__article__title")
    fields = ("version", "article", "position", "paragraph", "role", "text", "start", "end")
    inlines = (RestingInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        resting = count(Evidence.objects.live(), "sentence")
        return super().get_queryset(request).annotate(evidence_count=resting)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # Nobody starts to rest a claim on a wording that is no longer the article's.
            current = models.F("version__article__current_version")
            queryset = queryset.filter(version=current)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("article"), ordering="version__article")
    def article(self, sentence: Sentence) -> str:
        return sentence.version.article.title

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_count(self, sentence: Any) -> int:
        return sentence.evidence_count

    @admin.display(description=_("no claim"), boolean=True)
    def is_closed(self, sentence: Sentence) -> bool:
        return hasattr(sentence, "no_claim")


@admin.register(NoClaim)
class NoClaimAdmin(CuratedAdmin):
    """Judged anew by lifting the judgement and judging again: so its author is always right."""

    form = forms.ModelForm
    list_display = ("sentence", "reason", "by", "at")
    list_select_related = ("sentence", "by")
    search_fields = ("reason", "sentence__text", "sentence__version__article__title")
    autocomplete_fields = ("sentence",)
    fields = ("sentence", "reason")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, "by", "at") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("by", "at")

    def make(self, by: Any, obj: Any, fields: dict[str, Any]) -> NoClaim:
        articles.judge(sentences=[fields["sentence"]], by=by, reason=fields["reason"])
        return NoClaim.objects.get(sentence=fields["sentence"])

    def delete_model(self, request: Any, obj: NoClaim) -> None:
        articles.lift(sentences=[obj.sentence], by=request.user)
