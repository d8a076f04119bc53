"""The registers app: customers, meters, contracts, money, papers and hazards."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Declares its rows to the permissions and its names to the ledger."""

    name = "registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from registers.declared import declare_all

        declare_all()
