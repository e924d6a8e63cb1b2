"""Who may look at which records in the admin, asked in one place."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db import models
from django.http import HttpRequest

from kb.models import Claim

__all__ = ["ShowsClaims", "sees"]


def sees(user: Any, model: type[models.Model]) -> bool:
    """Whether `user` may look at records of `model`; as in Django, who changes them may too."""
    meta = model._meta
    names = (get_permission_codename(verb, meta) for verb in ("view", "change"))
    return any(user.has_perm(f"{meta.app_label}.{name}") for name in names)


class ShowsClaims(admin.ModelAdmin):
    """Records whose pages tell what claims say: not for whoever may not look at claims."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and sees(request.user, Claim)
