"""manage.py ledger_detach 2026_01 PATH: a month's bundle is written and verified, then the month leaves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ledger.actors import Program
from ledger.context import audited
from ledger.sealing import verify
from ledger.sealing.detaching import CannotDetach, detach
from ledger.sealing.notes import key_at


class Command(BaseCommand):
    """The hashes and checkpoints stay for ever; the table stays beside the ledger until --drop."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="as 2026_01")
        parser.add_argument("path", type=Path)
        parser.add_argument("--key", help="the verifier key; taken from the sealer's key file when it is here")
        parser.add_argument("--drop", action="store_true", help="drop the detached table: only the bundle remains")

    def handle(self, *args: Any, **options: Any) -> None:
        printed = options["key"] or key_at(Path(settings.VAR) / "sealer-key").verifier_key
        try:
            with audited(actor=Program("ledger_detach")):
                done = detach(options["month"], options["path"], key=verify.key_of(printed))
                if options["drop"]:
                    with connection.cursor() as cursor:
                        cursor.execute(f"DROP TABLE ledger.{done.partition}")
        except (CannotDetach, verify.Refused, FileExistsError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{options['path']}: events {done.start + 1} to {done.size}, SHA-256 {done.sha256}")
