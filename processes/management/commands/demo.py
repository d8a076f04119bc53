"""`manage.py demo`: plays the cases of the demo company through the API of the running system."""

from __future__ import annotations

import os
import urllib.error
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Plays the demo company's cases through the running system, by people in their roles; repeatable."
    requires_system_checks: tuple[str, ...] = ()  # it talks to the running system only

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = os.environ.get("PORT")
        default = f"http://127.0.0.1:{port}" if port else settings.PUBLIC_URL
        parser.add_argument("--site", default=default, help="address of the running system (default: %(default)s)")

        parser.add_argument("--first", action="store_true", help="only where no case has been played or begun yet")
        parser.add_argument(
            "--size", default="", help="instead: fill the stopped system's database with a company of this size"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["size"]:
            self._fill(options["size"])
            return
        from demo.office import office_day
        from demo.play import nothing_begun, play

        site, password = options["site"], settings.DEMO_PASSWORD
        if options["first"] and not nothing_begun(site=site, password=password):
            return
        self.stdout.write(f"演示案例经 {options['site']} 逐件办理……")
        try:
            for line in office_day(site=site, password=password):
                self._tell(line)
            played = play(site=site, password=password, tell=self._tell)
        except urllib.error.URLError as problem:
            raise CommandError(
                f"{options['site']} 没有应答（{problem.reason}）：请先运行 make run（run it first）。"
            ) from None
        failed = [done for done in played if done.outcome.startswith(("失败", "异常"))]
        self.stdout.write(f"完成：{len(played) - len(failed)} 件就位，{len(failed)} 件有问题。")
        if failed:
            raise CommandError("；".join(f"{done.case.title} {done.outcome}" for done in failed[:5]))

    def _fill(self, name: str) -> None:
        from demo.company import SIZES, AlreadyFilled, InUse, fill

        if name not in SIZES:
            raise CommandError(f"SIZE={name}：可选 {'、'.join(SIZES)}（choose one of these）。")
        try:
            fill(SIZES[name], tell=self._tell)
        except (AlreadyFilled, InUse) as refusal:
            raise CommandError(str(refusal)) from None

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
