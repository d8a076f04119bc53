"""manage.py seal: the sealer's process."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from ledger.actors import Program
from ledger.context import audited
from ledger.recording import record
from ledger.sealing.notes import SigningKey, key_at
from ledger.sealing.sealer import SealBroken, Sealed, lag, seal
from ledger.status import ALARM_SECONDS

SEALER = Program("sealer")


class Command(BaseCommand):
    """Seals every few seconds until it is stopped, or once; what it cannot sign it tells, and tries again."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two runs")
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--key", type=Path, default=Path(settings.VAR) / "sealer-key")

    def handle(self, *args: Any, **options: Any) -> None:
        key = key_at(options["key"])
        self.stdout.write(f"Verifier key: {key.verifier_key}")
        told = ""
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT ledger.ensure_partitions(3)")
            why = self._seal(key)
            if why and options["once"]:
                raise CommandError(why)
            if why and why != told:
                _tell("seal_broken", why=why)
            told = why
            waiting = lag(timezone.now()).total_seconds()
            if waiting > ALARM_SECONDS:
                self.stderr.write(f"ALARM: an event has waited {waiting:.0f} s for its seal")
            if options["once"]:
                return
            time.sleep(options["every"])

    def _seal(self, key: SigningKey) -> str:
        """Why nothing was signed; empty when all went well."""
        try:
            sealed = seal(key)
        except SealBroken as problem:
            self.stderr.write(f"ALARM: {problem}")
            return str(problem)
        self._say(sealed)
        return ""

    def _say(self, sealed: Sealed) -> None:
        if sealed.events:
            self.stdout.write(f"Sealed {sealed.events} events; size {sealed.size}")
        for gap in sealed.gaps:
            self.stderr.write(
                f"ALARM: before event {gap.event_id} number {gap.expected} of session {gap.stream} is missing"
            )
        if sealed.gaps:
            _tell("events_missing", before=[gap.event_id for gap in sealed.gaps])


def _tell(action: str, **body: Any) -> None:
    with audited(actor=SEALER):
        record(kind="admin", action=action, body=body)
