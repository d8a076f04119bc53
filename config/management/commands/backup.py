"""`manage.py backup FOLDER`: the database and the kept files in a new folder, with a manifest of digests."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupRefused, back_up


class Command(BaseCommand):
    help = "Back up the database and the kept files into a new folder; people may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            manifest = back_up(folder)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for name, file in manifest["files"].items():
            self.stdout.write(f"{folder / name}: {file['bytes']} bytes, sha256 {file['sha256']}")
        self.stdout.write("not inside: " + ", ".join(manifest["not_inside"]) + " (docs/operations.md)")
