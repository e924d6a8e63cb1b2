from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from kb.search.asking import ask
from kb.search.found import answering

__all__ = ["Searched"]


class Searched(admin.ModelAdmin):
    """Finds what the public search finds, drafts too, and letters within names and ids."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        asked = ask(search_term)
        if not asked:
            return super().get_search_results(request, queryset, search_term)
        answers = answering(queryset, asked, request.user)
        if not asked.is_plain:
            return answers, False
        within, _doubles = super().get_search_results(request, queryset, search_term)
        return queryset.filter(
            Q(pk__in=within.values("pk")) | Q(pk__in=answers.values("pk"))
        ), False
