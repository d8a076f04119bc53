"""The reading books and the staff of a generated company."""

from __future__ import annotations

import random
from collections.abc import Sequence

from demo.company.names import GIVEN, SURNAMES
from ledger.context import audited
from people.actors import SYSTEM
from people.models import Position, Unit, User
from people.roles import ROLES

_FIELD = (
    "customer_service", "surveyor", "construction_crew", "commissioning_technician", "meter_technician",
    "safety_inspector", "cashier", "call_center_agent", "repair_crew", "account_manager",
)  # fmt: skip
"""Roles of which a branch has many; of the others each branch has one."""


def reading_books(wanted: int) -> list[Unit]:
    """That many communities or reading books over all branches, those that are missing made below the first station."""
    branches = list(Unit.objects.filter(kind=Unit.Kind.BRANCH).order_by("code"))
    for turn in range(wanted):
        branch = branches[turn % len(branches)]
        mine = Unit.objects.filter(kind=Unit.Kind.COMMUNITY, path__startswith=branch.path).count()
        if mine <= turn // len(branches):
            _open_book(branch)
    found: list[Unit] = []
    for number, branch in enumerate(branches):
        share = wanted // len(branches) + (number < wanted % len(branches))
        books = Unit.objects.filter(kind=Unit.Kind.COMMUNITY, path__startswith=branch.path).order_by("path")
        found += books[:share]
    return found


def _open_book(branch: Unit) -> None:
    station = Unit.objects.filter(kind=Unit.Kind.STATION, parent=branch).order_by("path").first() or branch
    number = Unit.objects.filter(parent=station).count() + 1
    with audited(actor=SYSTEM, reason="Generated company"):
        Unit.objects.create(
            code=f"{station.code}-{number:02d}",
            name=f"{station.name}第{number}抄表册",
            kind=Unit.Kind.COMMUNITY,
            parent=station,
            path=f"{station.path}{number:04d}.",
        )


def staff(wanted: int) -> int:
    """How many people were added so that there are that many; they have the demo password, as all demo people."""
    have = User.objects.count()
    branches: Sequence[Unit] = list(Unit.objects.filter(kind=Unit.Kind.BRANCH).order_by("code"))
    password = User.objects.filter(is_demo=True).values_list("password", flat=True).first() or ""
    chance = random.Random("staff")
    users, roles = [], []
    each = [key for key in ROLES if key not in {"auditor", "administrator", "process_designer"}]
    for number in range(max(0, wanted - have)):
        branch = branches[number % len(branches)]
        turn = number // len(branches)
        role = each[turn] if turn < len(each) else chance.choice(_FIELD)
        users.append(
            User(
                username=f"s{number + 1:04d}",
                full_name=chance.choice(SURNAMES) + chance.choice(GIVEN),
                phone=f"1390551{number:04d}",
                unit=branch,
                password=password,
                is_demo=True,
            )
        )
        roles.append(role)
    with audited(actor=SYSTEM, reason="Generated company"):
        made = User.objects.bulk_create(users)
        Position.objects.bulk_create(
            Position(user=user, role_id=role, unit_id=user.unit_id)
            for user, role in zip(made, roles, strict=True)
            if user.unit_id
        )
    return len(users)
