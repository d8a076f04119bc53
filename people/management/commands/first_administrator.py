"""manage.py first_administrator USERNAME "Full name": the two people who start a company that has nobody yet.

Changes of rights take two administrators, so it is run twice; with two at the top it refuses, and they give the rest.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.context import audited
from people import commands
from people.actors import SYSTEM
from people.models import Position, Unit, User, today
from people.organisation import add_unit
from people.refusals import PeopleRefusal

REASON = "first administrators of the company"
ENOUGH = 2


class Command(BaseCommand):
    """Opens the account with the role administrator over the whole company, and prints its first password once."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--company", default="", help="the company's name, when there is no organisation yet")

    def handle(self, *args: Any, **options: Any) -> None:
        top = _company(options["company"])
        held = Position.objects.filter(role_id="administrator", unit=top, user__is_active=True, valid_until=None)
        if held.values("user").distinct().count() >= ENOUGH:
            raise CommandError(
                "The company has two administrators: they open accounts and change rights in the browser."
            )
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(f"There is an account {options['username']} already: choose another user name.")
        try:
            user, once = commands.open_account(
                username=options["username"], full_name=options["full_name"], unit_code=top.code,
                actor=SYSTEM, reason=REASON,
            )  # fmt: skip
        except PeopleRefusal as refusal:
            raise CommandError(refusal.message("en")) from None
        commands.give_position(
            username=user.username, role="administrator", unit_code=top.code, valid_from=today(),
            actor=SYSTEM, reason=REASON,
        )  # fmt: skip
        self.stdout.write(f"user name: {user.username}\npassword for the first log-in, shown this once: {once}")
        if held.values("user").distinct().count() < ENOUGH:
            self.stdout.write("Changes of rights take two people: run this once more for the second administrator.")


def _company(name: str) -> Unit:
    top = Unit.objects.filter(parent=None).order_by("path").first()
    if top is None and not name:
        raise CommandError("There is no organisation yet: name the company with --company.")
    if top is not None:
        return top
    with audited(actor=SYSTEM, reason=REASON):
        return add_unit(code="000", name=name, kind="company", parent=None)
