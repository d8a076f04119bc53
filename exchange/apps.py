"""The exchange app: imports of files, suspected faults out of readings, files for the bank."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Keeps what was imported, so that no file and no row counts twice; its long work is done by the workers."""

    name = "exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from exchange import finding, working  # noqa: F401 - they register their chores
