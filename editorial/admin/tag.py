from typing import Any

import taggit.admin  # registers a tag model that nothing here uses; see below
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.admin.base import CuratedAdmin, count
from editorial.admin.forms import CuratedForm
from editorial.admin.merging import MergePages
from kb.models import ClaimTag, Tag

__all__ = ["TagAdmin"]

admin.site.unregister(taggit.admin.Tag)


class TagForm(CuratedForm):
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(gettext("There is a tag with this name already."))
        return name


@admin.register(Tag)
class TagAdmin(MergePages, CuratedAdmin):
    form = TagForm
    list_display = ("name", "slug", "claim_count", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("name",)
    fields = ("name", "slug", "merged_into")
    readonly_fields = ("slug", "merged_into")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        named = count(ClaimTag.objects.all(), "tag")
        return super().get_queryset(request).annotate(claim_count=named)

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, tag: Any) -> int:
        return tag.claim_count
