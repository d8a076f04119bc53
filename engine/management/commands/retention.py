"""`manage.py retention [--dry-run] [--detach 2026-01 --to FOLDER]`: closed instances leave the hot tables."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.retention import RetentionRefused, export_month, move_closed


class Command(BaseCommand):
    help = "Move closed instances to their month's partition; with --detach write a month to a bundle and detach it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would be moved.")
        parser.add_argument("--detach", metavar="YYYY-MM", help="A month to write to a bundle and detach.")
        parser.add_argument("--to", type=Path, help="The new folder of the bundle.")

    def handle(self, *, dry_run: bool, detach: str | None, to: Path | None, **options: Any) -> None:
        if detach:
            self._detach(detach, to)
            return
        moved = move_closed(dry_run=dry_run)
        for key, count in sorted(moved.by_definition.items()):
            self.stdout.write(f"{key}: {count} {'would be moved' if dry_run else 'moved'}")
        self.stdout.write(f"under legal hold: {moved.held}")

    def _detach(self, month: str, to: Path | None) -> None:
        if to is None or to.exists():
            raise CommandError("--to must name a new folder")
        try:
            manifest = export_month(dt.date.fromisoformat(month + "-01"), to)
        except (RetentionRefused, ValueError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{to}: {manifest['files']}")
