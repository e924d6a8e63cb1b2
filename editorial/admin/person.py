from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.admin.base import Explained

__all__ = ["PersonAdmin"]

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(Explained, UserAdmin):
    """People are deactivated, never deleted: their name stands under decisions."""

    readonly_fields = ("last_login", "date_joined")
    why_kept = _("People are deactivated, never deleted.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
