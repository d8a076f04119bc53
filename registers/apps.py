"""The registers app: customers, meters, contracts, money, papers and hazards."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Declares its rows to the permissions and its names to the ledger; has refused writes recorded."""

    name = "registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from registers.attempts import watch
        from registers.declared import declare_all

        declare_all()
        connection_created.connect(watch)
