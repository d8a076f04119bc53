"""Carries out jobs: timers, service tasks, messages. Several may run, on several machines."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from engine.jobs.working import Worker


class Command(BaseCommand):
    help = "Works on the job table until SIGTERM or SIGINT; the job in hand is finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=20, help="jobs claimed at once")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(batch=options["batch"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        worker.run()
