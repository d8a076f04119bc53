"""`manage.py retention [--dry-run] [--detach | --detach-trace | --attach]`: closed instances leave the hot tables."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine.bundles import BundleBroken, bundle
from engine.detaching import RetentionRefused, attach, export_month, export_trace
from engine.refusals import NotFound
from engine.retention import move_closed


class Command(BaseCommand):
    help = "Move closed instances to their month's partition; detach a month to a bundle, or attach one again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would be moved.")
        parser.add_argument("--detach", metavar="YYYY-MM", help="A month to write to a bundle and detach.")
        parser.add_argument("--detach-trace", metavar="YYYY-MM", help="A month of the trace whose instances have left.")
        parser.add_argument("--to", type=Path, help="The new folder of the bundle; in ARCHIVE_FOLDER without it.")
        parser.add_argument("--attach", metavar="NAME", help="A bundle in ARCHIVE_FOLDER that shall be back.")

    def handle(
        self, *, dry_run: bool, detach: str | None, detach_trace: str | None, to: Path | None, attach: str | None,
        **options: Any,
    ) -> None:  # fmt: skip
        try:
            if detach or detach_trace:
                self._detach(detach, detach_trace, to)
            elif attach:
                self._attach(attach)
            else:
                self._move(dry_run)
        except (RetentionRefused, BundleBroken, NotFound, ValueError) as refused:
            raise CommandError(str(refused)) from refused

    def _move(self, dry_run: bool) -> None:
        moved = move_closed(dry_run=dry_run)
        for key, count in sorted(moved.by_definition.items()):
            self.stdout.write(f"{key}: {count} {'would be moved' if dry_run else 'moved'}")
        self.stdout.write(f"under legal hold: {moved.held}")

    def _detach(self, month: str | None, trace: str | None, to: Path | None) -> None:
        folder = to or Path(settings.ARCHIVE_FOLDER) / (month or f"trace-{trace}")
        if folder.exists():
            raise CommandError(f"{folder} exists; --to must name a new folder")
        export = export_month if month else export_trace
        manifest = export(dt.date.fromisoformat(f"{month or trace}-01"), folder)
        self.stdout.write(f"{folder}: {manifest['files']}")

    def _attach(self, name: str) -> None:
        self.stdout.write(f"{name}: {attach(bundle(name))}")
