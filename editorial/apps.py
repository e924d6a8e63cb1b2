from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """The desk: how knowledge gets in and is checked."""

    name = "editorial"
    verbose_name = _("Editorial desk")
