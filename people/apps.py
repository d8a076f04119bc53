"""The people app: who is who, where, and may do what."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Fills the roles and the working calendar after every migration."""

    name = "people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **_: Any) -> None:
    from people.filling import fill_calendars, fill_roles

    if using == "default":
        fill_roles()
        fill_calendars()
