"""The demo company: the whole organisation tree, and every role's person at the first two branches."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from ledger.context import audited
from people.actors import SYSTEM
from people.commands import open_unit
from people.demo_names import BRANCHES, COMMUNITIES, COMPANY, COMPANY_WIDE, PEOPLE, STATIONS
from people.filling import fill_calendars, fill_roles
from people.models import Position, Role, Unit, User
from people.roles import ROLES

REASON = "Demo company"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A demo log-in as the log-in page offers it."""

    username: str
    full_name: str
    role: str


class NotInDemoMode(Exception):
    """The demo company is loaded only while settings.DEMO is on."""


def load_company() -> list[DemoUser]:
    """The demo log-ins, after making whatever of the company is missing; nothing that exists is changed."""
    if not settings.DEMO:
        raise NotInDemoMode(NotInDemoMode.__doc__)
    if not Role.objects.exists():
        fill_roles()
        fill_calendars()
    with audited(actor=SYSTEM, reason=REASON):
        known = {unit.code: unit for unit in Unit.objects.all()}
        company = _unit(known, "000", COMPANY, Unit.Kind.COMPANY, None)
        branches = [_branch(known, number, name, company) for number, name in enumerate(BRANCHES, start=1)]
        _people(branches[:2], company)
    return demo_users()


def demo_users() -> list[DemoUser]:
    """The demo log-ins in the order of the roles, the head branch first; none outside demo mode."""
    if not settings.DEMO:
        return []
    present = set(User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True))
    named = [DemoUser(username=_username(r, turn), full_name=PEOPLE[r][turn], role=r) for turn in (0, 1) for r in ROLES]
    return [user for user in named if user.username in present]


def _username(role: str, turn: int) -> str:
    return role if turn == 0 else f"{role}_{turn + 1}"


def _unit(known: dict[str, Unit], code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    if code not in known:
        known[code] = open_unit(code=code, name=name, kind=kind, parent=parent, actor=SYSTEM, reason=REASON)
    return known[code]


def _branch(known: dict[str, Unit], number: int, name: str, company: Unit) -> Unit:
    code = f"{number:03d}"
    branch = _unit(known, code, name, Unit.Kind.BRANCH, company)
    for place, station_name in enumerate(STATIONS if number <= 2 else STATIONS[:1], start=1):
        station = _unit(known, f"{code}-{place:02d}", f"{name[:2]}{station_name}", Unit.Kind.STATION, branch)
        for book, book_name in enumerate(COMMUNITIES, start=1):
            _unit(known, f"{station.code}-{book:02d}", f"{station.name}{book_name}", Unit.Kind.COMMUNITY, station)
    return branch


def _password() -> str:
    """One hash for all demo users: Argon2 takes its time, and the password is no secret."""
    kept = User.objects.filter(is_demo=True).values_list("password", flat=True).first()
    if kept and check_password(settings.DEMO_PASSWORD, kept):
        return kept
    fresh = make_password(settings.DEMO_PASSWORD)
    User.objects.filter(is_demo=True).update(password=fresh)
    return fresh


def _people(branches: list[Unit], company: Unit) -> None:
    password = _password()
    known = set(User.objects.values_list("username", flat=True))
    places = {
        _username(role, turn): (role, turn, number * 2 + turn)
        for number, role in enumerate(ROLES)
        for turn in range(len(branches))
    }
    new = [
        User(
            username=username,
            full_name=PEOPLE[role][turn],
            phone=f"138055{number:05d}",
            unit=branches[turn],
            password=password,
            is_demo=True,
        )
        for username, (role, turn, number) in places.items()
        if username not in known
    ]
    positions = []
    for user in User.objects.bulk_create(new):
        role, turn, _ = places[user.username]
        unit = company if role in COMPANY_WIDE and turn == 0 else branches[turn]
        positions.append(Position(user=user, role_id=role, unit=unit))
    Position.objects.bulk_create(positions)
