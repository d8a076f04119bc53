"""Deploys every folder of processes/."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engine.deploying import deploy_folder, process_folders
from engine.refusals import DefinitionRefused


class Command(BaseCommand):
    help = "Deploys every processes/<key>/ whose files changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="*", help="names of folders")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = []
        for folder in process_folders():
            if options["only"] and folder.name not in options["only"]:
                continue
            try:
                deployed = deploy_folder(folder)
            except DefinitionRefused as problem:
                refused.append(folder.name)
                for finding in problem.findings:
                    self.stderr.write(
                        f"{folder.name}/{finding.file} {finding.element_id or ''} {finding.code}: {finding.message}"
                    )
                continue
            what = "unchanged" if deployed.unchanged else "deployed"
            self.stdout.write(f"{deployed.key} version {deployed.version}: {what}")
        if refused:
            raise CommandError(f"refused: {', '.join(refused)}")
