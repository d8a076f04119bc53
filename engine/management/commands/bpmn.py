"""`manage.py bpmn lint|show|run FILE`: what a diagram lacks, what it says, what it does."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bpmn.cli import lint_file, show_file
from bpmn.walk import run_file
from engine.runtime import kernel, protocol


class Command(BaseCommand):
    help = "Lint, show or run a BPMN file in the terminal."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("lint", "show", "run"))
        parser.add_argument("file", type=Path)
        parser.add_argument("--english", action="store_true", help="Speak English.")

    def handle(self, *, action: str, file: Path, english: bool, **options: Any) -> None:
        if action == "run":
            run_file(file, self.stdout.write, runtime=kernel, commands=protocol, answers=sys.stdin, now=timezone.now())
        elif (lint_file if action == "lint" else show_file)(file, self.stdout.write, chinese=not english):
            sys.exit(1)
