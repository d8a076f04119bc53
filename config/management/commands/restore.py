"""`manage.py restore FOLDER`: a backup becomes the database and the kept files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupRefused, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database, or with --replace over what is there. Stop web and worker first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="Drop everything that the database holds now.")

    def handle(self, *, folder: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = restore(folder, replace=replace)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        call_command("migrate", verbosity=0)
        call_command("grant_roles", verbosity=0)
        self.stdout.write(f"restored the backup of {manifest['made_at']}; now run `manage.py ledger_doctor`")
