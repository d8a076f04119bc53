"""What the three import commands do."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.models import ImportRun
from exchange.problems import text
from exchange.refusals import NotImportable
from exchange.runs import advance, check_file, confirm
from people.actors import SYSTEM, actor_named
from registers.refusals import RegisterRefusal


class ImportingCommand(BaseCommand):
    """Checks a file and, without --dry-run, imports it; fails when the file was refused."""

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what is wrong")
        parser.add_argument("--as", dest="username", default="", help="in whose name; the system's without it")
        parser.add_argument("--lang", choices=["zh", "en"], default="zh")

    def handle(self, *args: Any, **options: Any) -> None:
        file, actor = options["file"], actor_named(options["username"]) if options["username"] else SYSTEM
        if not file.is_file():
            raise CommandError(f"没有这个文件 / there is no such file: {file}")
        try:
            run = check_file(kind=self.kind, name=file.name, content=file.read_bytes(), actor=actor)
            if not options["dry_run"] and _is_to_do(run):
                run = confirm(run_id=run.pk, actor=actor)
                while run.state == ImportRun.State.RUNNING:
                    run = advance(run_id=run.pk, actor=actor)
        except RegisterRefusal as refused:
            raise CommandError(refused.message(options["lang"])) from refused
        self._tell(run, options["lang"])
        if run.state == ImportRun.State.REFUSED:
            raise CommandError(NotImportable(run.get_state_display()).message(options["lang"]))

    def _tell(self, run: ImportRun, lang: str) -> None:
        for problem in run.problems.order_by("row", "id"):
            where = f"{problem.row}:{problem.column}" if problem.column else str(problem.row)
            self.stdout.write(f"{problem.level}\t{where}\t{text(problem.code, problem.subject, lang)}")
        self.stdout.write(
            f"{run.state} rows={run.row_count} total={run.total} imported={run.imported} skipped={run.skipped} "
            f"failed={run.failed} warnings={run.warned} sha256={run.digest}"
        )


def _is_to_do(run: ImportRun) -> bool:
    return run.state in (ImportRun.State.CHECKED, ImportRun.State.RUNNING)
