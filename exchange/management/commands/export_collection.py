"""manage.py export_collection FOLDER --bank NAME --code CODE --batch NUMBER: writes what one bank shall collect."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.collecting import choose, download
from people.actors import SYSTEM, actor_named
from people.models import today
from registers.refusals import RegisterRefusal


class Command(BaseCommand):
    """The file appears under its name only when it is whole."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--bank", required=True, help="as the payment accounts name it")
        parser.add_argument("--code", required=True, help="the bank's own code")
        parser.add_argument("--batch", required=True, help="a number that was never used")
        parser.add_argument("--layout", choices=["fixed", "csv"], default="fixed")
        parser.add_argument("--due-from", type=dt.date.fromisoformat)
        parser.add_argument("--due-until", type=dt.date.fromisoformat)
        parser.add_argument("--as", dest="username", default="", help="in whose name; the system's without it")
        parser.add_argument("--lang", choices=["zh", "en"], default="zh")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = actor_named(options["username"]) if options["username"] else SYSTEM
        try:
            batch = choose(
                bank=options["bank"], bank_code=options["code"], batch_no=options["batch"], made_on=today(),
                layout=options["layout"], actor=actor, due_from=options["due_from"], due_until=options["due_until"],
            )  # fmt: skip
            name, content = download(collection_id=batch.pk, actor=actor)
        except RegisterRefusal as refused:
            raise CommandError(refused.message(options["lang"])) from refused
        unfinished = options["folder"] / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.rename(options["folder"] / name)
        self.stdout.write(f"{name} rows={batch.row_count} total={batch.total}")
