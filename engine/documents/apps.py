"""The documents app: what instances print, and what people add to them."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "engine.documents"
    label = "engine_documents"
    default_auto_field = "django.db.models.BigAutoField"
