"""manage.py seal: the sealer's process."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from ledger.sealing.notes import key_at
from ledger.sealing.sealer import lag, seal

ALARM_SECONDS = 60


class Command(BaseCommand):
    """Seals every few seconds until it is stopped, or once."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two runs")
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--key", type=Path, default=Path(settings.VAR) / "sealer-key")

    def handle(self, *args: Any, **options: Any) -> None:
        key = key_at(options["key"])
        self.stdout.write(f"Verifier key: {key.verifier_key}")
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT ledger.ensure_partitions(3)")
            sealed = seal(key)
            if sealed.events:
                self.stdout.write(f"Sealed {sealed.events} events; size {sealed.size}")
            waiting = lag(timezone.now()).total_seconds()
            if waiting > ALARM_SECONDS:
                self.stderr.write(f"ALARM: an event has waited {waiting:.0f} s for its seal")
            if options["once"]:
                return
            time.sleep(options["every"])
