"""manage.py review_accounts: who has not been here for 90 days; run every night with --disable."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from people import commands, queries
from people.actors import SYSTEM
from people.models import User


class Command(BaseCommand):
    """Lists the accounts that nobody uses, and disables them when told to; the ledger tells which and why."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--disable", action="store_true", help="disable what is listed")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        found = list(queries.unused_accounts(days=days))
        for user in found:
            self.stdout.write(f"{user.username}\t{user.full_name}\t{_seen(user):%Y-%m-%d}")
            if options["disable"]:
                reason = f"unused for {days} days"
                commands.set_active(username=user.username, active=False, actor=SYSTEM, reason=reason)
        self.stdout.write(f"{len(found)} accounts unused for {days} days{', disabled' if options['disable'] else ''}.")


def _seen(user: User) -> dt.datetime:
    return max(moment for moment in (user.created_at, user.last_seen_at, user.last_login) if moment)
