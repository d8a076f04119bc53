"""The exchange app: imports of files, their rows and their problems."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Keeps what was imported, so that no file and no row counts twice."""

    name = "exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
