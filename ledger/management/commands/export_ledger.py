"""manage.py export_ledger PATH: writes the sealed log for the auditor's verifier."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.sealing.bundles import NothingSealed, export


class Command(BaseCommand):
    """Writes one file that ledger/sealing/verify.py checks on any machine."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--start", type=int, default=0, help="size of the checkpoint to start from")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["path"].open("wb") as out:
                size = export(out, start=options["start"])
        except NothingSealed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Wrote events {options['start'] + 1} to {size} to {options['path']}")
