from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from editorial.permissions import grant


class EditorialConfig(AppConfig):
    """The desk: how knowledge gets in and is checked."""

    name = "editorial"
    verbose_name = _("Editorial desk")

    def ready(self) -> None:
        post_migrate.connect(grant, sender=self, dispatch_uid="editorial")
