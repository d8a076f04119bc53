"""`manage.py support_report --month 2026-11 --format pdf --out file`: the month's table of the support requests."""

from __future__ import annotations

import datetime as dt
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine import clock
from people.actors import SYSTEM
from people.queries import units
from processes.support_request.monthly import in_month
from processes.support_request.reading import asked_since
from processes.support_request.report import as_csv, as_pdf

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Command(BaseCommand):
    help = "Writes the month's table of the support requests: asked, answered in time, overdue, by department."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="2026-11")
        parser.add_argument("--format", choices=["csv", "pdf"], default="csv")
        parser.add_argument("--out", type=Path, help="the file (default: support-2026-11.csv)")

    def handle(self, *args: Any, **options: Any) -> None:
        month = str(options["month"])
        if not _MONTH.fullmatch(month):
            raise CommandError(f"--month {month}：月份形如 2026-11（a month looks like 2026-11）。")
        now = clock.now()
        day_before = dt.date.fromisoformat(f"{month}-01") - dt.timedelta(days=1)
        requests = in_month(asked_since(day_before, SYSTEM), month)
        out = options["out"] or Path(f"support-{month}.{options['format']}")
        if options["format"] == "pdf":
            company = next((unit.name for unit in units() if unit.parent is None), "")
            link = f"{settings.PUBLIC_URL}/instances?definition=support_request"
            content = as_pdf(requests, month=month, company=company, link=link, now=now)
        else:
            content = as_csv(requests, now=now)
        out.write_bytes(content)
        self.stdout.write(f"{out}：{month} 共 {len(requests)} 件（{len(requests)} requests）。")
