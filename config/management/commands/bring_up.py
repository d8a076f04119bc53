"""Migrations, database roles, the processes of this release and, in demo mode, the demo company: each when needed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from demo.company import load_standing
from people.demo import load_company
from registers.demo import load_registers
from registers.grants import grant_roles


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(f"  database: {len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=0)
        grant_roles()
        if settings.DEMO:
            self.stdout.write("  demo company")
            load_company()
            load_registers()
            load_standing()
        self.stdout.write("  processes")
        call_command("deploy_processes", stdout=self.stdout)
