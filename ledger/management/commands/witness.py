"""manage.py witness: hands each new checkpoint to a witness on another machine, or into a folder of somebody else's."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.actors import Program
from ledger.context import audited
from ledger.recording import record
from ledger.sealing.proofs import NothingSealed
from ledger.sealing.submitting import WitnessRefused, post_into, post_to, submit
from ledger.sealing.witness import witness_in


class Command(BaseCommand):
    """Asks every minute until it is stopped, or once; a refusal is an alarm, recorded once for each reason."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--url", help="of a witness that speaks c2sp.org/tlog-witness")
        place.add_argument("--folder", type=Path, help="a mounted folder; needs --log-key and --name")
        parser.add_argument("--witness-key", help="as the witness printed it at its start; needed with --url")
        parser.add_argument("--log-key", help="our own verifier key, as printed at the key ceremony")
        parser.add_argument("--name", default="gas-witness")
        parser.add_argument("--every", type=float, default=60.0)
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["witness_key"] and not options["log_key"]:
            raise CommandError("Say whom to trust: --witness-key with --url, --log-key with --folder.")
        told, size = "", -1
        while True:
            why, size = self._submit(size, options)
            if why and options["once"]:
                raise CommandError(why)
            if why and why != told:
                with audited(actor=Program("witness")):
                    record(kind="admin", action="witness_refused", body={"why": why})
            told = why
            if options["once"]:
                return
            time.sleep(options["every"])

    def _submit(self, before: int, options: dict[str, Any]) -> tuple[str, int]:
        try:
            if options["folder"]:
                witness = witness_in(options["folder"], options["log_key"], options["name"])
                done = submit(post_into(witness), witness_key=witness.cosigner.verifier_key)
            else:
                done = submit(post_to(options["url"]), witness_key=options["witness_key"])
        except (WitnessRefused, NothingSealed) as problem:
            self.stderr.write(f"ALARM: {problem}")
            return str(problem), before
        if done.size != before:
            self.stdout.write(f"{done.witness} cosigned size {done.size}")
        return "", done.size
