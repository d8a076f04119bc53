"""The app of everything outside."""

from django.apps import AppConfig


class OutsideConfig(AppConfig):
    name = "engine.outside"
    label = "engine_outside"
    default_auto_field = "django.db.models.BigAutoField"
