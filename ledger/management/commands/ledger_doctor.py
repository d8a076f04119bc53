"""manage.py ledger_doctor: are the triggers and functions that guard the evidence as they were released?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.actors import Program
from ledger.context import audited
from ledger.doctor import findings, write_manifest
from ledger.recording import record


class Command(BaseCommand):
    """Says what is wrong, records the result in the ledger, and fails when there is something."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="make the present walls the released ones")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            write_manifest()
            return
        found = findings()
        with audited(actor=Program("ledger_doctor")):
            record(kind="admin", action="ledger_doctor", body={"findings": found})
        for finding in found:
            self.stderr.write(finding)
        if found:
            raise CommandError(f"{len(found)} findings: the evidence is not guarded as it was released")
        self.stdout.write("All triggers and functions are as released.")
