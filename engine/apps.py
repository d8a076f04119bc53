"""The engine as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class EngineConfig(AppConfig):
    name = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After each migration the partitions of closed instances have the columns that the hot tables have."""
        post_migrate.connect(_follow, sender=self)


def _follow(using: str, **more: Any) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('closed_tables_follow()') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT closed_tables_follow()")
