"""manage.py grant_roles: makes the database roles of web, worker, sealer and auditor."""

from typing import Any

from django.core.management.base import BaseCommand

from registers.grants import grant_roles


class Command(BaseCommand):
    """Run by the database's owner after every migration."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        granted = grant_roles()
        self.stdout.write(f"Roles {', '.join(granted.roles)} have their rights ({granted.statements} statements).")
