from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from editorial.actions import articles
from editorial.admin.base import CuratedAdmin, RecordAdmin, RecordInline, count
from editorial.admin.correcting import CorrectPages
from editorial.admin.desk.pages import DeskPages
from editorial.admin.forms import CuratedForm
from editorial.admin.import_page import ImportPages
from editorial.admin.searched import Searched
from kb.models import Article, ArticleVersion, Claim, NearDuplicate, Outlet, Sentence

__all__ = ["ArticleAdmin", "NearDuplicateAdmin", "OutletAdmin"]

SAME_SHOWN = 50


@admin.register(Outlet)
class OutletAdmin(CuratedAdmin):
    list_display = ("name", "url", "newsroom", "article_count")
    list_select_related = ("newsroom",)
    search_fields = ("name",)
    autocomplete_fields = ("newsroom",)
    fields = ("name", "url", "newsroom")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        published = count(Article.objects.all(), "outlet")
        return super().get_queryset(request).annotate(article_count=published)

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, outlet: Any) -> int:
        return outlet.article_count


class NewArticleForm(CuratedForm):
    """Once stored, a text never changes: here it comes in, to the code point."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea({"rows": 24, "cols": 90}),
        help_text=_("Stored exactly as it stands here and divided into sentences."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("If empty, the first sentence.")

    def clean_text(self) -> str:
        # Browsers send every line end as CRLF, whatever it was before.
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        articles.check_text(text)
        return text


class VersionInline(RecordInline):
    model = ArticleVersion
    fields = ("number", "sentence_count", "segmenter", "retrieved_at", "note", "created_at")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        sentences = count(Sentence.objects.all(), "version")
        return super().get_queryset(request).defer("text").annotate(sentence_count=sentences)

    @admin.display(description=_("sentences"))
    def sentence_count(self, version: Any) -> int:
        return version.sentence_count


@admin.register(Article)
class ArticleAdmin(Searched, DeskPages, ImportPages, CorrectPages, CuratedAdmin):
    list_display = (
        "title",
        "outlet",
        "kind",
        "published_on",
        "author",
        "access",
        "desk",
        "claim_count",
    )
    list_filter = ("access", "kind", "language", ("outlet", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("outlet", "author")
    search_fields = ("title", "byline", "author__name", "external_id")
    autocomplete_fields = ("outlet", "author")
    fields = (
        "title",
        "kind",
        "outlet",
        "author",
        "byline",
        "language",
        "published_on",
        "url",
        "license",
        "access",
    )
    origin = ("sentences", "same_text", "source", "external_id")
    why_kept = _("An article with a text is never deleted.")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        recorded = count(Claim.objects.all(), "article")
        return super().get_queryset(request).annotate(claim_count=recorded)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, *self.origin) if obj else (*self.fields, "text")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and obj.access == Article.Access.SEALED:
            return (*self.origin, "access")
        return self.origin

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (VersionInline,) if obj else ()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewArticleForm
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "access":
            # Sealing takes a decision with a reason: editorial.actions.articles.seal.
            kwargs["choices"] = [c for c in Article.Access.choices if c[0] != Article.Access.SEALED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def make(self, by: Any, obj: Any, fields: dict[str, Any]) -> Article:
        return articles.add(by=by, **fields)

    @admin.display(description=_("desk"))
    def desk(self, article: Article) -> str:
        if article.current_version_id is None:
            return ""
        address = reverse("admin:kb_article_desk", args=(article.pk,))
        return format_html('<a href="{}">{}</a>', address, _("To the desk"))

    @admin.display(description=_("sentences"))
    def sentences(self, article: Article) -> str:
        if article.current_version_id is None:
            return ""
        return format_html(
            '<a href="{}?version__id__exact={}">{}</a>',
            reverse("admin:kb_sentence_changelist"),
            article.current_version_id,
            _("Show"),
        )

    @admin.display(description=_("nearly the same text"))
    def same_text(self, article: Article) -> str:
        links = NearDuplicate.objects.of([article]).nearest_first()
        shown = links.select_related("article", "other")[:SAME_SHOWN]
        return format_html_join(
            mark_safe("<br>"), '{} <a href="{}">{}</a>', (_same(link, article) for link in shown)
        )

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, article: Any) -> int:
        return article.claim_count


def _same(link: NearDuplicate, article: Article) -> tuple[str, str, str]:
    """Likeness, address and title of the other end."""
    other = link.other if link.article == article else link.article
    address = reverse("admin:kb_article_change", args=(other.pk,))
    return _rounded(link), address, other.title


def _rounded(link: NearDuplicate) -> str:
    return formats.number_format(link.likeness, 2)


@admin.register(NearDuplicate)
class NearDuplicateAdmin(RecordAdmin):
    list_display = ("article", "other", "rounded")
    list_select_related = ("article", "other")
    search_fields = ("article__title", "other__title")

    @admin.display(description=_("likeness"), ordering="likeness")
    def rounded(self, link: NearDuplicate) -> str:
        return _rounded(link)
