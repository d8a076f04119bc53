"""The ledger app: who changed what, when and why."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Has no models of Django's making: its tables come from raw SQL."""

    name = "ledger"
    label = "ledger"
