import hashlib
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = _("Knowledge base")

    def ready(self) -> None:
        # Both need the models, which are not loaded when this module is.
        from kb import checks, triggers

        self.checks, self.triggers = checks, triggers
        connection_created.connect(_teach_sqlite, dispatch_uid="kb")
        pre_migrate.connect(self.remove_triggers, sender=self, dispatch_uid="kb")
        post_migrate.connect(self.install_triggers, sender=self, dispatch_uid="kb")

    def remove_triggers(self, using: str, **_: Any) -> None:
        self.triggers.remove(connections[using])

    def install_triggers(self, using: str, **_: Any) -> None:
        if self.triggers.is_ready(connections[using]):
            self.triggers.install(connections[using])


def _teach_sqlite(connection: Any, **_: Any) -> None:
    """SQLite has no hash function; a client without this one cannot add originals at all."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "kb_sha256", 1, lambda content: hashlib.sha256(content).hexdigest(), deterministic=True
        )
